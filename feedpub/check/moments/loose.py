"""The text of a date as readers take it apart, which is far more than any specification allows."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"(?:(?P<separator>[Tt ])(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<rest>.*))?",
    re.ASCII,
)
_MAIL = re.compile(
    r"(?:(?P<weekday>[^\W\d]+)(?P<comma>,?\s*))?(?P<day>\d\d?)\s+(?P<month>[^\W\d]{3,})\.?\s+(?P<year>\d{4}|\d\d)\s+"
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<rest>.*)"
)
_FRACTION = re.compile(r"\.\d+")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?", re.ASCII)
# What is known of readers is known of these zones; in mail's form, a comment may follow.
_ZONE = re.compile(r"|[+-]\d\d(?::?\d\d)?|[A-Za-z]{1,5}|GMT[+-]\d{1,4}|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+", re.ASCII)
_COMMENT = re.compile(r"\s*\([^()]*\)$")


class Pieces(NamedTuple):
    """A date in pieces; ``rest`` is what comes after its seconds. ``separator`` is a comma's in mail's form."""

    wall: tuple[int, ...]
    separator: str
    rest: str
    weekday: str = ""
    month: str = ""
    has_seconds: bool = True

    @property
    def is_mail(self) -> bool:
        """Whether it is written as in mail (RFC 822), and not as in ISO 8601."""
        return bool(self.month)

    @property
    def fraction(self) -> str:
        """A point and the digits behind it."""
        found = _FRACTION.match(self.rest)
        return found[0] if found else ""

    @property
    def zone(self) -> str:
        """The offset or the name of a zone, empty where there is none; without the comment behind it."""
        return _COMMENT.sub("", self.rest.removeprefix(self.fraction)).strip()


def pieces(text: str) -> Pieces | None:
    """The pieces of a date in one of the two usual forms, ``None`` for anything else."""
    found = _pieces(text)
    return found if found and _ZONE.fullmatch(found.zone) else None


def _pieces(text: str) -> Pieces | None:
    if match := _ISO.fullmatch(text.strip()):
        clock = tuple(int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second"))
        return Pieces(clock, match["separator"] or "", match["rest"] or "", has_seconds=match["second"] is not None)
    match = _MAIL.fullmatch(text.strip())
    if match is None or match["month"][:3].lower() not in _MONTHS:
        return None
    year, month = _year(match["year"]), _MONTHS.index(match["month"][:3].lower()) + 1
    clock = (year, month, *(int(match[name] or 0) for name in ("day", "hour", "minute", "second")))
    weekday, comma = match["weekday"] or "", match["comma"] or ""
    return Pieces(clock, comma, match["rest"], weekday, match["month"], match["second"] is not None)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def exact(wall: tuple[int, ...], offset: timedelta) -> datetime | None:
    """The instant of a wall clock that is in the calendar; leap seconds are not."""
    try:
        return datetime(*wall, tzinfo=UTC) - offset  # type: ignore[misc,arg-type]
    except (ValueError, OverflowError):
        return None


def rolled(wall: tuple[int, ...], offset: timedelta) -> datetime | None:
    """The instant of a wall clock; 31 June is 1 July, and the hour 24 tomorrow's first, as C's mktime has it."""
    year, month, day, hour, minute, second = wall
    try:
        begin = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC)
        return begin + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second) - offset
    except (ValueError, OverflowError):
        return None


def offset(zone: str) -> timedelta | None:
    """``+08:00``, ``+0800`` and ``+08``, whatever their size; ``None`` for what is no number."""
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return size if match[1] == "+" else -size
