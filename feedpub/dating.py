"""When a digest was published and last changed: from its front matter, else from its file's name."""

from datetime import datetime

from feedpub import dates, fields
from feedpub.config import Site
from feedpub.dates import DateError
from feedpub.front_matter import FrontMatter
from feedpub.notes import Notes, RefusedError


def published(head: FrontMatter, path: str, site: Site, notes: Notes) -> datetime:
    """When a digest was first published. Raises RefusedError, after a note, when nothing tells."""
    key = fields.present(head, *fields.DATE)
    named = dates.stamp(path)
    if key is not None:
        instant = _instant(head, key, site, notes)
    elif named and site.source.dates_from_names:
        instant = _from_name(named, site, notes)
    else:
        repair = "add a line like date: 2025-12-20T20:00:08+08:00 to the front matter"
        repair += ", or set source.dates_from_names = true in feedpub.toml" if named else ""
        raise notes.refuse("date-missing", 1, "there is no date", repair)
    if instant is None:
        raise RefusedError
    return instant


def _from_name(named: dates.Stamp, site: Site, notes: Notes) -> datetime | None:
    text = named.wall.isoformat() if named.has_hour else f"{named.wall:%Y-%m-%d}"
    return _noted(text, "the file name's date", 1, site, notes)


def _instant(head: FrontMatter, key: str, site: Site, notes: Notes) -> datetime | None:
    return _noted(fields.text(head, key) or "", key, fields.line(head, key), site, notes)


def _noted(text: str, key: str, line: int, site: Site, notes: Notes) -> datetime | None:
    try:
        instant, remark = dates.read(text, site.zone, site.source.default_time)
    except DateError as error:
        notes.add("date-unclear", line, error.fact, error.repair)
        return None
    if remark:
        notes.add("date-at-clock-change", line, f"{key} {remark}", "write its offset", "warning")
    return instant


def updated(head: FrontMatter, first: datetime, site: Site, notes: Notes) -> datetime:
    """When a digest last changed, as it says itself; never before ``first``, when it was published."""
    key = fields.present(head, *fields.UPDATED)
    latest = _instant(head, key, site, notes) if key else None
    if key and latest and latest < first:
        fact = f"{key} {latest.isoformat()} is before the date {first.isoformat()}, so it is not used"
        notes.add("updated-before-published", fields.line(head, key), fact, "correct one of them", "warning")
    return max(latest or first, first)
