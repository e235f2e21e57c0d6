"""Whatever a date may look like → an aware datetime, the same on every machine, or a DateError that teaches."""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedpub.patterns import expression

MIDNIGHT = time()

# Years that somebody means: 1 and 9999 are what programs write when they know nothing.
_YEARS = range(1900, 9999)

_CLOCK = (
    r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
)
# What follows an offset in brackets names its place again (RFC 9557), or is a comment (RFC 5322).
_ZONE = (
    r"(?:\s*\[?(?P<zone>[A-Za-z][A-Za-z_/]*(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{1,2}(?::?\d{2})?)\]?"
    r"(?:\s*(?:\[[^\]]*\]|\([^)]*\)))?)?"
)
_TIME = rf"(?:(?:[Tt]|[ ,]+(?:at )?)\s*{_CLOCK}{_ZONE})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_DAYS)})[a-z]*,?\s+)?"

# 20時30分, 20点: a clock of ideographs.
_IDEOGRAPHIC_CLOCK = expression(r"(\d{1,2})\s*[时時点點](?:\s*(\d{1,2})\s*分(?:\s*(\d{1,2})\s*秒)?)?", re.ASCII)

_FORMS = tuple(
    expression(form + r"\s*", re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_TIME}",
        rf"(?P<year>\d{{4}})\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日{_TIME}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:[ -]){_MONTH}(?:[ -])(?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH} +(?P<day>\d{{1,2}}) {_CLOCK} (?P<year>\d{{4}}){_ZONE}",
    )
)
_COMPACT = expression(r"(\d{4})(\d\d)(\d\d)(?:[T ](\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE | re.ASCII)
_OFFSET = expression(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE | re.ASCII)

# A stamp in a title or a file's name: 2025-12-20, 2025.12.20.20 with its hour, 2025-12-20 20:00. In
# "2025-12-20-10-tips" the 10 is no hour; "v2025.1.2.3" is none.
_STAMP = expression(
    r"(?<![\dA-Za-z])(20\d{2})([-._/])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])"
    r"(?:(?:[-._T]([01]\d|2[0-3])|[ T]([01]\d|2[0-3]):([0-5]\d))(?=\s|$|[^\x00-\x7f]|\.[A-Za-z]+$|[,;!?)\]]))?"
    r"(?!\d|\.\d)"
)

_ABBREVIATIONS = {
    "CST": "+08:00 for China, -06:00 for Chicago, -05:00 for Cuba",
    "IST": "+05:30 for India, +01:00 for Ireland, +02:00 for Israel",
    "BST": "+01:00 for Britain, +06:00 for Bangladesh",
    "EST": "-05:00 for New York, +10:00 for Sydney",
    "EDT": "-04:00 for New York, +11:00 for Sydney",
    "PST": "-08:00 for Los Angeles, +08:00 for the Philippines",
    "MST": "-07:00 for Denver, +08:00 for Malaysia, +06:30 for Myanmar",
    "AST": "-04:00 for Halifax, +03:00 for Arabia",
    "GST": "+04:00 for the Gulf, -02:00 for South Georgia",
    "SST": "-11:00 for Samoa, +08:00 for Singapore",
    "PDT": "-07:00 for Los Angeles",
    "CDT": "-05:00 for Chicago, -04:00 for Cuba",
    "MDT": "-06:00 for Denver",
    "JST": "+09:00 for Japan",
    "KST": "+09:00 for Korea",
    "HKT": "+08:00 for Hong Kong",
    "CET": "+01:00 for Central Europe",
    "CEST": "+02:00 for Central Europe",
    "MSK": "+03:00 for Moscow",
}


class DateError(ValueError):
    """A date that cannot be used; ``fact`` and ``repair`` say why, and what to write."""

    def __init__(self, fact: str, repair: str) -> None:
        super().__init__(f"{fact}; {repair}")
        self.fact, self.repair = fact, repair


class Reading(NamedTuple):
    """An aware instant in whole seconds at a fixed offset, and a remark where a clock change had to be resolved."""

    instant: datetime
    remark: str | None = None


def read(value: str, zone: ZoneInfo | None, default_time: time = MIDNIGHT) -> Reading:
    """The instant that a date means: its own offset, else the wall clock of ``zone``.

    A date without a time is at ``default_time``. Raises DateError when there is more than one meaning, or none.
    """
    text = value.strip().strip("\"'")
    wall, zone_name = _wall(text, default_time)
    if zone_name:
        own = _zone(text, zone_name)
        return _settle(wall, own) if isinstance(own, ZoneInfo) else Reading(wall.replace(tzinfo=own))
    if zone is None:
        repair = f"write {wall.isoformat()}+08:00 (or whatever is its offset), or set site.timezone in feedpub.toml"
        raise DateError(f'date "{text}" has no timezone', repair)
    return _settle(wall, zone)


def _wall(text: str, default_time: time) -> tuple[datetime, str | None]:
    plain = _IDEOGRAPHIC_CLOCK.sub(_with_colons, text)
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _from_parts(text, match.groupdict(), default_time)
    if match := _COMPACT.fullmatch(text):
        names = ("year", "month", "day", "hour", "minute", "second", "zone")
        return _from_parts(text, dict(zip(names, match.groups(), strict=True)), default_time)
    raise _unreadable(text)


def _with_colons(clock: re.Match[str]) -> str:
    return " " + ":".join((part or "0").zfill(2) for part in clock.groups())


def _from_parts(text: str, part: dict[str, str | None], default_time: time) -> tuple[datetime, str | None]:
    name = part.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(part["month"] or 0)
    try:
        day = datetime(int(part["year"] or 0), month, int(part["day"] or 0))  # noqa: DTZ001
        clock = _clock(part) if part["hour"] else default_time
    except ValueError as error:
        raise DateError(f'date "{text}" does not exist ({error})', "write a day and time of the calendar") from None
    if day.year not in _YEARS:
        raise DateError(f'date "{text}" looks like a placeholder', "write when it was published, or draft: true")
    weekday = part.get("weekday")
    if weekday and _DAYS.index(weekday.lower()) != day.weekday():
        fact = f'date "{text}" contradicts itself: {day:%Y-%m-%d} is a {_DAYS[day.weekday()].title()}'
        raise DateError(fact, "correct the day or the week day")
    return datetime.combine(day, clock), part["zone"]


def _clock(part: dict[str, str | None]) -> time:
    hour, minute, second = (int(part[key] or 0) for key in ("hour", "minute", "second"))
    if half := part.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError("hour must be in 1..12 before am or pm")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, minute, second)


def _zone(text: str, name: str) -> tzinfo:
    """The zone that a name or offset means; ``GMT+8`` is +08:00, as its writers mean it, unlike in POSIX."""
    if name.upper() in {"Z", "UT", "UTC", "GMT"}:
        return UTC
    if match := _OFFSET.fullmatch(name):
        sign, hours, minutes = match.groups()
        size = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if not (size <= timedelta(hours=14 if sign == "+" else 12) and int(minutes or 0) < 60):
            raise DateError(f'date "{text}" has the offset {name}, which no place has', "write one like +08:00")
        return timezone(size if sign == "+" else -size)
    if "/" in name:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise DateError(f'date "{text}" names the unknown zone {name}', "write an offset like +08:00") from None
    choices = _ABBREVIATIONS.get(name.upper(), "for example +08:00")
    trouble = "which means different things" if "," in choices else "which is no offset"
    raise DateError(f'date "{text}" names its zone {name}, {trouble}', f"write {choices}")


def _settle(wall: datetime, zone: ZoneInfo) -> Reading:
    """The instant of a wall clock; a skipped time moves on by the gap, a doubled one is the earlier."""
    from dateutil import tz  # most dates have their offset

    local = wall.replace(tzinfo=zone)
    if not tz.datetime_exists(local):
        moved = tz.resolve_imaginary(local)
        return Reading(_fixed(moved), f"{wall} does not exist in {zone.key}; taken as {_fixed(moved).isoformat()}")
    if tz.datetime_ambiguous(local):
        return Reading(_fixed(local), f"{wall} happens twice in {zone.key}; taken as {_fixed(local).isoformat()}")
    return Reading(_fixed(local))


def _fixed(local: datetime) -> datetime:
    """The wall clock at its offset in whole minutes, as RFC 3339 has it; the clocks of old followed the sun."""
    seconds = (local.utcoffset() or timedelta()).total_seconds()
    return local.replace(tzinfo=timezone(timedelta(minutes=round(seconds / 60))), fold=0)


def _unreadable(text: str) -> DateError:
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 11 else 1)
        shown = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return DateError(f'date "{text}" looks like Unix time', f"write {shown} if that is what it means")
    if match := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        first, second, year = match.groups()
        days = {
            f"{year}-{month:0>2}-{day:0>2}" for day, month in ((first, second), (second, first)) if int(month) <= 12
        }
        return DateError(f'date "{text}" may have the day first or the month', f"write {' or '.join(sorted(days))}")
    return DateError(f'date "{text}" is not understood', "write it like 2025-12-20T20:00:08+08:00")


class Stamp(NamedTuple):
    """A date written in a title or file name: a wall clock, and whether it tells the hour."""

    text: str
    wall: datetime
    has_hour: bool


def stamp(text: str) -> Stamp | None:
    """The first date stamp in a title or a path, if there is one (``2025.12.20.20`` has its hour)."""
    for match in _STAMP.finditer(text):
        year, _, month, day, hour, clock_hour, minute = match.groups()
        hour = hour or clock_hour
        try:
            wall = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001
        except ValueError:
            continue
        return Stamp(match[0], wall, hour is not None)
    return None
