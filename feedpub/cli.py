"""The command line: each command translates its options into one call, and prints what comes back."""

import json
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedpub.errors import FeedpubError
from feedpub.findings import Finding, has_errors

if TYPE_CHECKING:
    from feedpub.report import BuildReport

MAX_RESURFACING = 3

_config = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default="feedpub.toml",
    show_default=True,
    help="The configuration; its folder is where relative paths start.",
)
_output_format = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or a report for machines on standard output.",
)


class _Commands(click.Group):
    """Commands whose FeedpubErrors become one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FeedpubError as error:
            click.echo(f"feedpub: {error}", err=True)
            ctx.exit(error.exit_status)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "FEEDPUB"})
@click.version_option(package_name="feedpub", message="%(prog)s %(version)s")
def main() -> None:
    """Markdown digests in, feeds that people can trust out.

    Every option can be set by an environment variable, too: FEEDPUB_BUILD_CONFIG for build --config.

    \b
    Exit status: 0 done; 1 done, with errors found in content; 2 usage or configuration;
    3 could not read or write; 75 another build holds the lock.
    """


@main.command()
@_config
@click.option("--title", prompt="What is the publication called", help="The title of the publication.")
@click.option("--url", prompt="Where do its pages live (https://…)", help="The URL of its pages.")
@click.option("--timezone", help="The IANA zone of dates without an offset.  [default: this machine's]")
@click.option("--language", help="The language of the digests, as BCP 47 has it.  [default: this machine's]")
def init(config: Path, title: str, url: str, timezone: str | None, language: str | None) -> None:
    """Write a commented feedpub.toml; never over one."""
    from feedpub import starter

    zone = timezone or starter.system_timezone()
    if zone is None and sys.stdin.isatty():
        zone = click.prompt("Which timezone are its dates in (Asia/Shanghai, …)", default="", show_default=False)
    starter.write(config, title, url, zone or None, language)
    _remark(f"{config} is written; look it over, then run feedpub build")


@main.command()
@_config
@_output_format
@click.option("--dry-run", is_flag=True, help="Say what subscribers would notice, and write nothing.")
@click.option("--accept", is_flag=True, help="Publish even what would surprise subscribers.")
@click.option(
    "--max-resurfacing",
    type=click.IntRange(min=0),
    default=MAX_RESURFACING,
    show_default=True,
    help="How many old entries may be shown again as unread before nothing is published.",
)
@click.option(
    "--prune", is_flag=True, help="Remove feeds of categories that no digest has any more, and old addresses."
)
@click.option("--resume-from", metavar="URL", help="Where the feeds are served, for a machine that has no ledger.")
@click.option(
    "--wait", metavar="SECONDS", type=click.FloatRange(min=0), default=0, help="Wait for another build to end."
)
@click.option("--metrics-file", type=click.Path(path_type=Path, dir_okay=False), help="Write Prometheus metrics there.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if feeds were changed and 0 if not, whatever was noticed.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors alone.")
@click.option("-v", "--verbose", is_flag=True, help="Print what was done, file by file, and all that was noticed.")
def build(
    config: Path,
    output_format: str,
    metrics_file: Path | None,
    exit_code: bool,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """Read the digests and write the feeds that changed.

    Says what it did on a terminal; elsewhere only what is wrong.
    """
    import feedpub

    # An exit like any other: what is half written is removed, and the lock given back.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    report = feedpub.build(feedpub.Site.from_file(config), **options)
    if metrics_file is not None and not report.dry_run:
        _write_metrics(metrics_file, report)
    if output_format == "json":
        _print_json(report.as_dict())
    else:
        _print_report(report, quiet, verbose or sys.stdout.isatty(), verbose)
    for reason in report.refused:
        click.echo(f"feedpub: nothing is published: {reason}", err=True)
    failed = bool(report.refused) or has_errors(report.findings)
    sys.exit(int(bool(report.written or report.removed) if exit_code and not report.refused else failed))


def _print_report(report: "BuildReport", quiet: bool, watched: bool, verbose: bool) -> None:
    """Errors always, warnings unless quiet, the rest where somebody reads it."""
    severities = {"error"} if quiet else {"error", "warning", "info"} if watched else {"error", "warning"}
    _print((finding for finding in report.findings if finding.severity in severities), err=True)
    if verbose and not quiet:
        verb = "would be" if report.dry_run else "is"
        for name, path in [
            *(("written", path) for path in report.written),
            *(("removed", path) for path in report.removed),
        ]:
            click.echo(f"{path} {verb} {name}")
    if report.dry_run or (watched and not quiet):
        click.echo(report.summary)


def _write_metrics(path: Path, report: "BuildReport") -> None:
    from datetime import UTC, datetime

    from feedpub import metrics

    metrics.write(path, report, datetime.now(UTC))


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_config
@click.option("--no-config", is_flag=True, help="Judge the files alone, whatever feedpub.toml says.")
@_output_format
@click.option("--explain", metavar="RULE", help="Explain a rule, with an example that breaks it and one that keeps it.")
def check(paths: tuple[Path, ...], config: Path, no_config: bool, output_format: str, explain: str | None) -> None:
    """Check feeds: files, or folders of them; without PATHS the feeds that feedpub.toml describes."""
    import feedpub
    from feedpub.check import explanation, judge

    if explain is not None:
        click.echo(explanation(explain))
        return
    wanted = not no_config and (config.exists() or not paths)
    site = feedpub.Site.from_file(config) if wanted else None
    if site is None and not paths:
        raise click.UsageError("name a feed to check, or leave out --no-config")
    judgement = judge(paths or [site.feeds_folder] if site else paths, site)
    if output_format == "json":
        _print_json(judgement.as_dict())
    else:
        _print(judgement.findings, err=False)
    sys.exit(int(has_errors(judgement.findings)))


def _print(findings: Iterable[Finding], err: bool) -> None:
    for finding in findings:
        click.echo(str(finding), err=err)


def _print_json(report: dict[str, Any]) -> None:
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def _remark(text: str) -> None:
    click.echo(text, err=True)
