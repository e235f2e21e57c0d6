"""What the commands print: results on standard output, remarks on standard error."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from feedpub.findings import Finding

if TYPE_CHECKING:
    from feedpub.check import Judgement
    from feedpub.check.moments.times import Times
    from feedpub.report import BuildReport

_STYLES: dict[str, dict[str, Any]] = {
    "file": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "rule": {"dim": True},
    "source": {"dim": True},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a build is told: errors always, warnings unless ``quiet``, the rest where it is ``watched``."""

    quiet: bool = False
    watched: bool = False
    verbose: bool = False
    as_json: bool = False

    @property
    def tells(self) -> bool:
        """Whether even good news are told."""
        return (self.watched or self.verbose) and not self.quiet


def build_report(report: "BuildReport", manner: Manner) -> None:
    """Results on standard output, findings and refusals on standard error."""
    click.echo(build_remarks(report, manner), err=True, nl=False)
    click.echo(build_results(report, manner), nl=False)


def build_remarks(report: "BuildReport", manner: Manner) -> str:
    """What is wrong, line by line."""
    severities = {"error", *(() if manner.quiet else ("warning",)), *(("info",) if manner.tells else ())}
    told = (str(one) for one in report.findings if one.severity in severities and not manner.as_json)
    refused = (f"feedpub: nothing is published: {reason}" for reason in report.refused)
    return "".join(f"{line}\n" for line in (*told, *refused))


def build_results(report: "BuildReport", manner: Manner) -> str:
    """What was done, line by line, or for machines."""
    if manner.as_json:
        return _json(report.as_dict()) + "\n"
    verb = "would be" if report.dry_run else "is"
    done = {"written": report.written, "removed": report.removed} if manner.verbose and not manner.quiet else {}
    lines = [f"{path} {verb} {name}" for name, paths in done.items() for path in paths]
    lines += [report.summary] if report.dry_run or manner.tells else []
    return "".join(f"{line}\n" for line in lines)


def judgement(judged: "Judgement", output_format: str) -> None:
    from feedpub.check.output import report

    findings = judged.findings
    match output_format:
        case "json":
            as_json(judged.as_dict())
        case "sarif":
            from feedpub import __version__
            from feedpub.check.output.sarif import sarif

            as_json(sarif(findings, __version__))
        case "github":
            _lines(report.github(findings))
        case _:
            _lines(report.text(findings, _styled))
            if sys.stdout.isatty():
                click.echo(report.summary(findings, judged.files))


def times(table: "Times", output_format: str) -> int:
    """The table of dates, and what could not be read; the exit status."""
    if output_format == "json":
        as_json(table.as_dict())
    else:
        _lines(table.lines())
    _findings(table.unread, err=True)
    return int(bool(table.unread))


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _styled(text: str, kind: str) -> str:
    """The text in the colours of its kind; click leaves them out where nobody watches."""
    return click.style(text, **_STYLES[kind])


def _findings(findings: Iterable[Finding], err: bool) -> None:
    for finding in findings:
        click.echo(str(finding), err=err)


def as_json(report: dict[str, Any]) -> None:
    click.echo(_json(report))


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def remark(text: str) -> None:
    click.echo(text, err=True)
