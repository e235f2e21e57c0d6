"""When a digest was published and last changed: from its front matter, else from its file's name."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from feedpub.config import Site
from feedpub.digests import fields
from feedpub.digests.metadata import FrontMatter
from feedpub.digests.notes import Notes, RefusedError
from feedpub.patterns import expression

if TYPE_CHECKING:
    from feedpub.digests.dates import Stamp

# The form of RFC 3339 that leaves no question, so that dateutil need not be imported to answer it.
_RFC_3339 = expression(
    r"(?:19|2\d)\d\d-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII
)


def published(head: FrontMatter, path: str, site: Site, notes: Notes) -> datetime:
    """When a digest was first published. Raises RefusedError, after a note, when nothing tells."""
    key = fields.present(head, *fields.DATE)
    instant = _instant(head, key, site, notes) if key is not None else _named(path, site, notes)
    if instant is None:
        raise RefusedError
    return instant


def _named(path: str, site: Site, notes: Notes) -> datetime | None:
    from feedpub.digests import dates

    named = dates.stamp(path)
    if named and site.source.dates_from_names:
        return _from_name(named, site, notes)
    repair = "add a line like date: 2025-12-20T20:00:08+08:00 to the front matter"
    repair += ", or set source.dates_from_names = true in feedpub.toml" if named else ""
    raise notes.refuse("date-missing", 1, "there is no date", repair)


def _from_name(named: "Stamp", site: Site, notes: Notes) -> datetime | None:
    text = named.wall.isoformat() if named.has_hour else f"{named.wall:%Y-%m-%d}"
    return _noted(text, "the file name's date", 1, site, notes)


def _instant(head: FrontMatter, key: str, site: Site, notes: Notes) -> datetime | None:
    return _noted(fields.text(head, key) or "", key, fields.line(head, key), site, notes)


def exact(text: str) -> datetime | None:
    """The instant that a text in the form of RFC 3339 tells; ``None`` for any other form, or a day that never was."""
    if _RFC_3339.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return None


def _noted(text: str, key: str, line: int, site: Site, notes: Notes) -> datetime | None:
    if instant := exact(text):
        return instant
    from feedpub.digests import dates

    try:
        instant, remark = dates.read(text, site.zone, site.source.default_time)
    except dates.DateError as error:
        notes.add("date-unclear", line, error.fact, error.repair)
        return None
    if remark:
        notes.add("date-at-clock-change", line, f"{key} {remark}", "write its offset", "warning")
    return instant


def updated(head: FrontMatter, first: datetime, site: Site, notes: Notes) -> datetime:
    """When a digest last changed, as it says itself; never before ``first``, when it was published."""
    key = fields.present(head, *fields.UPDATED)
    if key is None:
        return first
    latest = _instant(head, key, site, notes)
    if latest and latest < first:
        fact = f"{key} {latest.isoformat()} is before the date {first.isoformat()}, so it is not used"
        notes.add("updated-before-published", fields.line(head, key), fact, "correct one of them", "warning")
    return max(latest or first, first)
