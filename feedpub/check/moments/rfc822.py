"""The dates of RSS: RFC 822, section 5, with a year of four digits or (RSS 2.0 says) of two."""

import re
from datetime import timedelta

from feedpub.check.moments import clock
from feedpub.check.moments.clock import Fault, FaultyError, Reading

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Hours from UTC, as RFC 822 gives them to the names that it knows.
ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
# Names that others use for a clock of their own, and the offset there.
_ELSEWHERE = {"CST": "+0800 in China"}

_QUOTED_PAIR = re.compile(r"\\.")
_COMMENT = re.compile(r"\([^()]*\)")
_DATE_TIME = re.compile(
    r"(?:(?P<weekday>[a-z]{3})\s*,\s*)?(?P<day>\d\d?)\s+(?P<month>[a-z]{3})\s+(?P<year>\d{4}|\d\d)"
    r"\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s+(?P<zone>\S+))?",
    re.ASCII | re.IGNORECASE,
)
_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d\d? [A-Z][a-z]{2} (?:\d{4}|\d\d) \d\d:\d\d(?::\d\d)?(?: (?:[+-][\d:]+|[A-Z]+))?"
)


def read(text: str) -> Reading:
    """A ``date-time`` of RFC 822. Names may have any case, and comments any place."""
    bare, before = _QUOTED_PAIR.sub("", text), ""
    while bare != before:
        before, bare = bare, _COMMENT.sub(" ", bare)
    match = _DATE_TIME.fullmatch(bare.strip())
    if match is None:
        raise FaultyError("date-malformed", "is no date of RFC 822")
    faults = (
        [] if _USUAL.fullmatch(text) else [Fault("date-unusual", "has comments, spaces or letters out of the usual")]
    )
    size, odd = _zone(match["zone"])
    month = _named(match["month"], MONTHS, "month")
    wall = (int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    found = clock.instant(_year(match["year"]), month + 1, int(match["day"]), wall, size)
    faults += odd + _short_year(match["year"], found.year) + _weekday(match["weekday"], found.weekday())
    return Reading(found, tuple(faults))


def _named(name: str, names: tuple[str, ...], what: str) -> int:
    if name.lower() not in names:
        raise FaultyError("date-malformed", f'has the {what} "{name}", which is none')
    return names.index(name.lower())


def _year(text: str) -> int:
    """RFC 5322, section 4.3: two digits are of this century up to 49."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def _short_year(text: str, year: int) -> list[Fault]:
    return [Fault("year-of-two-digits", f"has a year of two digits, read as {year}")] if len(text) == 2 else []


def _weekday(name: str | None, actual: int) -> list[Fault]:
    if name is None or _named(name, DAYS, "week day") == actual:
        return []
    return [Fault("weekday-wrong", f"was a {DAYS[actual].title()}")]


def _zone(name: str | None) -> tuple[timedelta, list[Fault]]:
    """RFC 822, section 5.2; RFC 5322, section 4.3, for what became of the letters."""
    if name is None:
        raise FaultyError("date-without-offset", "has no offset")
    zone = name.upper()
    if name[0] in "+-":
        return clock.offset(name, colon=False)
    if zone in ("GMT", "UT"):
        return timedelta(), []
    if zone in ZONES:
        return timedelta(hours=ZONES[zone]), [_obsolete(zone)]
    if zone == "Z":
        return timedelta(), [Fault("zone-obsolete", "names its zone Z")]
    if len(zone) == 1 and zone.isalpha() and zone != "J":
        return timedelta(), [Fault("zone-ambiguous", f"has the military zone {name}, whose sign RFC 822 got wrong")]
    raise FaultyError("zone-unknown", f"names its zone {name}, which RFC 822 does not know")


def _obsolete(zone: str) -> Fault:
    hours = ZONES[zone]
    if zone in _ELSEWHERE:
        fact = f"names its zone {zone}: readers take it for {hours:+03d}00, {_ELSEWHERE[zone]} it is not"
        return Fault("zone-ambiguous", fact)
    return Fault("zone-obsolete", f"names its zone {zone}, read as {hours:+03d}00")
