"""Findings for people (text), for programs (json), for code review (github) and for code scanning (sarif)."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from feedpub.check.reading.intake import is_url
from feedpub.check.reading.unusable import MAX_BYTES
from feedpub.findings import Finding

# What a piece of text is, for a terminal to colour: a severity, "file", "rule" or "source".
Style = Callable[[str, str], str]

WIDTH = 100
_LONGEST_LINE = 2_000_000
_QUOTED = re.compile(r'"([^"\n]+)"')
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text(findings: Iterable[Finding], style: Style = lambda text, _: text) -> Iterator[str]:
    """Lines for people, by file: place, severity, fact, repair and rule; below, the source with a caret."""
    for number, (file, found) in enumerate(groupby(findings, key=lambda finding: finding.file)):
        if number:
            yield ""
        yield style(clean(file), "file")
        source = _source(file)
        for finding in found:
            yield f"  {_place(finding)}{style(finding.severity, finding.severity)}: {_fact(finding)} " + style(
                f"[{finding.rule}]", "rule"
            )
            yield from (style(line, "source") for line in _excerpt(source, finding))


def summary(findings: Iterable[Finding], files: int) -> str:
    """One line: how many findings of each severity, in how many files."""
    found = [finding.severity for finding in findings]
    counts = [_count(found.count(severity), severity) for severity in ("error", "warning") if severity in found]
    counts += [f"{found.count('info')} info"] if "info" in found else []
    return f"{', '.join(counts) or 'nothing wrong'} in {_count(files, 'feed')}"


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines concerned.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and actions/toolkit for the escapes.
    """
    for finding in findings:
        fields = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.rule}
        if is_url(finding.file) or finding.file == "-":
            del fields["file"], fields["line"], fields["col"]
        shown = ",".join(f"{key}={_property(str(value))}" for key, value in fields.items() if value is not None)
        place = "" if "file" in fields else f"{finding.file}:{finding.line}: "
        yield f"::{_LEVELS[finding.severity]} {shown}::{_data(f'{place}{finding.message}; {finding.repair}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _place(finding: Finding) -> str:
    return "".join(f"{part}:" for part in (finding.line, finding.column) if part is not None) + (
        " " if finding.line is not None else ""
    )


def _fact(finding: Finding) -> str:
    return clean(f"{finding.message}; {finding.repair}")


def clean(text: str) -> str:
    """Text that a terminal shows and never obeys: what a feed says cannot move the cursor or turn the line."""
    return _UNSEEN.sub("�", text)


def _source(file: str) -> list[bytes]:
    """The lines of a file, as XML and JSON count them; none for what is not a file or is too large to be shown."""
    path = Path(file)
    try:
        if is_url(file) or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return []
        return path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    except (OSError, ValueError):
        return []


def _excerpt(source: list[bytes], finding: Finding) -> Iterator[str]:
    """The line concerned, and a caret below the column, or else below the value that the message quotes."""
    if finding.line is None or not 0 < finding.line <= len(source):
        return
    line = _line(source[finding.line - 1])
    at, length = _span(line, finding)
    if at is None or not line.strip():
        return
    start = max(0, at - WIDTH // 3)
    start = start if start or len(line) > WIDTH else min(at, len(line) - len(line.lstrip()))
    yield f"      {line[start : start + WIDTH]}"
    yield " " * (6 + columns(line[start:at])) + "^" * max(1, columns(line[at : min(at + length, start + WIDTH)]))


@lru_cache(maxsize=2)  # a minified feed is one line, with all its findings
def _line(raw: bytes) -> str:
    return clean(raw.decode("utf-8", errors="replace").replace("\t", " ")) if len(raw) < _LONGEST_LINE else ""


def _span(line: str, finding: Finding) -> tuple[int | None, int]:
    if finding.column is not None:
        return min(finding.column - 1, len(line)), 1
    for value in _QUOTED.findall(finding.message):
        for form in (value, html.escape(value, quote=False), html.escape(value)):
            if form in line:
                return line.index(form), len(form)
    return None, 0


def columns(text: str) -> int:
    """How wide a terminal shows the text: Chinese characters take two columns, accents none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
