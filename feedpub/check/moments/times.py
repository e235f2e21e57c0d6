"""``check --times``: each date as it stands, its instant, that in the site's time and UTC, and as readers show it."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from feedpub.check.moments.dated import Dated, dates
from feedpub.check.moments.readers import READERS, Shown
from feedpub.check.output.report import clean, columns
from feedpub.check.reading.document import Document
from feedpub.findings import Finding

# What marks a reader that shows another instant than the one that is meant.
_OTHER = " !"


class Row(Struct, frozen=True, kw_only=True):
    """One date: where it stands, the raw text, the instant that its specification gives, and what each reader shows."""

    file: str
    line: int
    entry: str | None
    name: str
    raw: str
    instant: datetime | None
    readers: dict[str, Shown]


class Times(Struct, frozen=True, kw_only=True):
    """The dates of some feeds; ``unread`` says why a feed has none here, ``zone`` is the site's."""

    rows: tuple[Row, ...]
    unread: tuple[Finding, ...]
    zone: ZoneInfo | None

    def as_dict(self) -> dict[str, Any]:
        """The table in values that JSON knows."""
        return {"times": [self._values(row) for row in self.rows], "unread": [str(each) for each in self.unread]}

    def _values(self, row: Row) -> dict[str, Any]:
        return {
            "file": row.file,
            "line": row.line,
            "entry": row.entry,
            "name": row.name,
            "raw": row.raw,
            "instant": row.instant and row.instant.isoformat(),
            "site": row.instant and self.zone and _iso(row.instant, self.zone),
            "utc": row.instant and _iso(row.instant, UTC),
            "readers": {name: _iso(shown, self.zone or UTC) for name, shown in row.readers.items()},
        }

    def lines(self) -> Iterator[str]:
        """A table for each file, its columns aligned."""
        for number, (file, found) in enumerate(groupby(self.rows, key=lambda row: row.file)):
            if number:
                yield ""
            yield file
            yield from _aligned([self._heads(), *(self._cells(row) for row in found)])

    def _heads(self) -> list[str]:
        site = [f"site time ({self.zone.key})"] if self.zone else []
        return ["line", "date", "raw", "instant", *site, "UTC", *(reader.name for reader in READERS)]

    def _cells(self, row: Row) -> list[str]:
        site = [_clock(row.instant, self.zone)] if self.zone else []
        place = self.zone or UTC
        readers = (f"{_clock(shown, place)}{_mark(shown, row.instant)}" for shown in row.readers.values())
        instant = row.instant.isoformat() if row.instant else "none"
        return [
            str(row.line),
            row.name,
            clean(f'"{" ".join(row.raw.split())}"'),
            instant,
            *site,
            _clock(row.instant, UTC),
            *readers,
        ]


def rows(document: Document) -> Iterator[Row]:
    """The dates of a document, in reading order."""
    for dated in dates(document):
        yield Row(
            file=document.file,
            line=dated.value.line,
            entry=dated.entry,
            name=dated.value.name,
            raw=dated.value.text,
            instant=_instant(dated),
            readers={reader.name: reader.read(dated.value.text, dated.form) for reader in READERS},
        )


def _instant(dated: Dated) -> datetime | None:
    found = dated.reading.instant
    return found.replace(microsecond=0) if found else None


def _clock(shown: Shown | None, place: tzinfo) -> str:
    return _iso(shown or "none", place)[:19].replace("T", " ")


def _iso(shown: Shown, place: tzinfo) -> str:
    """An instant at a place; at the ends of the calendar, where it was written."""
    if isinstance(shown, str):
        return shown
    try:
        return shown.astimezone(place).isoformat()
    except OverflowError:
        return shown.isoformat()


def _mark(shown: Shown, instant: datetime | None) -> str:
    return _OTHER if isinstance(shown, datetime) and instant is not None and shown != instant else ""


def _aligned(table: list[list[str]]) -> Iterator[str]:
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = (cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()
