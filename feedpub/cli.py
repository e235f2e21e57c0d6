"""The command line: each command translates its options into one call, and prints what comes back."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedpub.commands import building, faces, printing
from feedpub.commands.options import config_option
from feedpub.errors import FeedpubError

if TYPE_CHECKING:
    from feedpub.check.lookups.lookup import Options
    from feedpub.config import Site
    from feedpub.standstill.answer import Question

MAX_RESURFACING = 3

_output_format = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or a report for machines on standard output.",
)


def _rules(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Rules from options that were repeated, hold lists with commas, or both."""
    return [rule.strip() for value in values for rule in value.split(",") if rule.strip()]


class _Commands(click.Group):
    """Commands whose FeedpubErrors become one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FeedpubError as error:
            click.echo(f"feedpub: {error}", err=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            ctx.exit(128 + signal.SIGINT)


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
@config_option
@click.option("--title", prompt="What is the publication called", help="The title of the publication.")
@click.option("--url", prompt="Where do its pages live (https://…)", help="The URL of its pages.")
@click.option("--timezone", help="The IANA zone of dates without an offset.  [default: this machine's]")
@click.option("--language", help="The language of the digests, as BCP 47 has it.  [default: this machine's]")
def init(config: Path, title: str, url: str, timezone: str | None, language: str | None) -> None:
    """Write a commented feedpub.toml; never over one."""
    from feedpub.commands import starter

    zone = timezone or starter.system_timezone()
    if zone is None and sys.stdin.isatty():
        zone = click.prompt("Which timezone are its dates in (Asia/Shanghai, …)", default="", show_default=False)
    starter.write(config, title, url, zone or None, language)
    printing.remark(f"{config} is written; look it over, then run feedpub build")


@main.command()
@config_option
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
@click.option(
    "--workers", metavar="N", type=click.IntRange(min=1), help="Processes that share the work.  [default: one a core]"
)
@click.option("--metrics-file", type=click.Path(path_type=Path, dir_okay=False), help="Write Prometheus metrics there.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if feeds were changed, 0 if not, 3 if refused.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors alone.")
@click.option("-v", "--verbose", is_flag=True, help="Print what was done, file by file, and all that was noticed.")
@click.pass_obj
def build(question: "Question | None", /, **options: Any) -> None:
    """Read the digests and write the feeds that changed.

    Says what it did on a terminal; elsewhere only what is wrong.
    """
    answer = building.build(question, **options)
    printing.answered(answer)
    sys.exit(answer[2])


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH|URL|-]...")
@config_option
@click.option("--no-config", is_flag=True, help="Judge the feeds alone, whatever feedpub.toml says.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs, github for annotations in workflows, sarif 2.1.0 for code scanning.",
)
@click.option(
    "--ignore", metavar="RULE", multiple=True, callback=_rules, help="Leave rules out; a list with commas, too."
)
@click.option("--select", metavar="RULE", multiple=True, callback=_rules, help="Judge by these rules alone.")
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@click.option(
    "--against",
    metavar="URL|DIR",
    help="Compare ids with a copy that subscribers know: how many entries will they see again as unread?",
)
@click.option("--site", "built", type=click.Path(path_type=Path), help="Find each permalink's page in this built site.")
@click.option("--fresh", is_flag=True, help="Tell which feeds are not what the digests would give now.")
@click.option("--online", is_flag=True, help="Look up the links that lead away from the site, politely.")
@click.option("--all", "again", is_flag=True, help="With --online: even those that were looked up lately.")
@click.option("--max-age", metavar="DAYS", type=click.FloatRange(min=0), default=7, help="How long ago lately is.")
@click.option("--times", is_flag=True, help="Print each date: raw, its instant, in site time and UTC, in five readers.")
@click.option("--explain", metavar="RULE", help="Explain a rule, with an example that breaks it and one that keeps it.")
def check(
    paths: tuple[str, ...],
    config: Path,
    no_config: bool,
    output_format: str,
    ignore: list[str],
    select: list[str],
    strict: bool,
    against: str | None,
    built: Path | None,
    fresh: bool,
    online: bool,
    again: bool,
    max_age: float,
    times: bool,
    explain: str | None,
) -> None:
    """Check feeds: files, folders of them, http(s) addresses, or - for standard input.

    Without any, the configuration, the digests and the feeds that feedpub.toml describes.
    """
    from feedpub.check import explanation, judge
    from feedpub.check import times as timetable
    from feedpub.check.policy import Policy

    if explain is not None:
        click.echo(explanation(explain))
        return
    site = _site(config, no_config, needed=fresh or not paths)
    policy = Policy.of(site.check if site else None, ignore, select)
    wanted = paths or [site.feeds_folder] if site else paths
    if times:
        sys.exit(printing.times(timetable(wanted, site), output_format))
    look_up = _look_up(site, again, max_age) if online else None
    judgement = judge(wanted, site, earlier=against, built=built, look_up=look_up)
    if site and (fresh or not paths):
        from feedpub.audit import audit

        judgement = judgement.adding(audit(site, digests=not paths, fresh=fresh))
    judgement = judgement.under(policy)
    printing.judgement(judgement, output_format)
    sys.exit(int(judgement.fails(strict=strict)))


def _look_up(site: "Site | None", again: bool, max_age: float) -> "Options":
    from feedpub.check.lookups.lookup import Options

    cache = (site.root if site else Path()) / ".feedpub" / "links.sqlite"
    return Options(cache=cache, again=again, max_age=max_age * 86_400)


def _site(config: Path, no_config: bool, needed: bool) -> "Site | None":
    """The configuration, where one is there or needed."""
    from feedpub.config import Site

    if no_config and needed:
        raise click.UsageError("name a feed to check, or leave out --no-config")
    named = str(config) != "feedpub.toml"
    return Site.from_file(config) if not no_config and (needed or named or config.exists()) else None


for _command in faces.COMMANDS:
    main.add_command(_command)
