"""Rules about the site's own timezone: what its clocks never showed, nobody read off them."""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from feedpub.check.moments.dated import Dated, dates, written
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule

_UPDATED = '<!-- site.timezone = "Europe/Berlin" --> <updated>{}</updated>'
_GOOD = _UPDATED.format("2025-12-20T20:00:08+01:00")


@rule(severity="info", bad=_UPDATED.format("2025-12-20T20:00:08-08:00"), good=_GOOD)
def offset_not_of_zone(document: Document) -> Iterator[Problem]:
    """An offset that the site's timezone did not have at that instant: the clock or the offset is somebody else's.

    Readers believe it (RFC 3339, section 4.2: the difference between local time and UTC), and show the entry hours off.
    It is compared with ``site.timezone``; UTC is always right, since programs write it.
    """
    for dated, found, zone in _local(document):
        if found.utcoffset() != _offset(found, zone) and _exists(found.replace(tzinfo=zone)):
            size = found.isoformat()[-6:]
            fact = (
                f"has the offset {size}, and {zone.key} had {found.astimezone(zone).isoformat()[-6:]} at that instant"
            )
            meant = written(found.replace(tzinfo=zone), dated.form)
            yield _of(dated, fact, f"write {meant} if its clock is right, else {_here(dated, found, zone)}")


@rule(severity="info", bad=_UPDATED.format("2025-03-30T02:30:00+01:00"), good=_GOOD)
def hour_skipped(document: Document) -> Iterator[Problem]:
    """A time that the site's clocks skipped when summer began: whoever made the date guessed its offset.

    RFC 3339, section 4.2, wants the offset that was in force; in the hour that is missing, none was. Of an hour that
    comes twice, when summer ends, both offsets are right.
    """
    for dated, found, zone in _local(document):
        if not _exists(found.replace(tzinfo=zone)):
            yield _of(dated, f"is a time that {zone.key} skipped", f"write {_here(dated, found, zone)}")


def _local(document: Document) -> Iterator[tuple[Dated, datetime, ZoneInfo]]:
    """The dates that have an offset of their own, beside the timezone of the site."""
    if document.zone is not None:
        for dated in dates(document):
            found = dated.reading.instant
            if found is not None and found.utcoffset() and MINYEAR < found.year < MAXYEAR:
                yield dated, found, document.zone


def _exists(local: datetime) -> bool:
    """Whether the clocks of a zone ever showed this; a time that they skipped comes back as another one."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def _offset(found: datetime, zone: ZoneInfo) -> timedelta | None:
    return found.astimezone(zone).utcoffset()


def _here(dated: Dated, found: datetime, zone: ZoneInfo) -> str:
    return written(found.astimezone(zone), dated.form)


def _of(dated: Dated, fact: str, repair: str) -> Problem:
    value = dated.value
    return Problem(line=value.line, message=f'{value.name} "{value.text}" {fact}', repair=repair, entry=dated.entry)
