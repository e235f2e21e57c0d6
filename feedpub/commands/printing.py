"""What the commands print: results on standard output, remarks on standard error."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from feedpub.findings import Finding

if TYPE_CHECKING:
    from feedpub.check import Judgement
    from feedpub.check.moments.times import Times
    from feedpub.standstill.answer import Answer

_STYLES: dict[str, dict[str, Any]] = {
    "file": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "rule": {"dim": True},
    "source": {"dim": True},
}


def answered(answer: "Answer") -> None:
    """The texts of an answer, each on its stream."""
    out, err, _ = answer
    click.echo(err, err=True, nl=False)
    click.echo(out, nl=False)


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
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def remark(text: str) -> None:
    click.echo(text, err=True)
