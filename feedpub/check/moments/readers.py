"""What five readers make of a date: their habits, learnt from their sources and by trying them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from feedpub.check.moments.loose import Pieces, exact, offset, pieces, rolled
from feedpub.check.moments.moments import Form
from feedpub.check.moments.rfc822 import DAYS, ZONES

FIRST_SEEN = "when first seen"
NO_DATE = "no date"
UNKNOWN = "?"
UNREAD = "not read"

Shown = datetime | str

_ZERO = timedelta()
_UNIX, _DECEMBER, _LAST_HOUR, _LAST_MINUTE = 1970, 12, 23, 59
_AMERICAN = {name: timedelta(hours=hours) for name, hours in ZONES.items()}
_UTC = dict.fromkeys(("", "Z", "GMT", "UT", "UTC"), _ZERO)


def _hours(**zones: float) -> dict[str, timedelta]:
    return {name: timedelta(hours=hours) for name, hours in zones.items()}


# The offsets that readers give to names which RFC 822 does not have; they do not agree.
_OF_FRESHRSS = _hours(
    BST=1, CET=1, CEST=2, MEZ=1, MESZ=2, EET=2, EEST=3, WEST=1, JST=9, KST=9, SGT=8, MYT=8, AEST=10, AEDT=11, NZST=12
)
_OF_NETNEWSWIRE = _hours(
    BST=6, CET=1, CEST=2, EET=2, EEST=3, WET=0, WEST=1, MSK=3, IST=2, JST=9, KST=9, HKT=8, SST=8, AEST=10, AWST=8
)
_OF_NEWSBOAT = _hours(BST=1, CET=1, CEST=2, MESZ=2, EET=2, WET=0, CCT=8, JST=9, GST=10, NZST=12, NZDT=13)


class Reader(NamedTuple):
    """A reader and how it reads the raw text of a date in a format."""

    name: str
    read: Callable[[str, Form], Shown]


def _feedparser(text: str, form: Form) -> Shown:
    """Anything goes; what has no zone in mail's form, or is not in the calendar there, is no date."""
    if form == "json":
        return UNREAD
    found = pieces(text)
    if found is None or not found.wall[0]:
        return UNKNOWN if text.strip() else NO_DATE
    if found.is_mail:
        return _feedparser_mail(found) or NO_DATE
    hours = found.zone[:3] if re.fullmatch(r"[+-]\d{4}", found.zone) else found.zone  # of +0530, it leaves out the 30
    return rolled(found.wall, offset(hours) or _ZERO) or NO_DATE


def _feedparser_mail(found: Pieces) -> datetime | None:
    if re.fullmatch(r"|[+-]\d\d|GMT[+-]\d{1,3}", found.zone) or found.separator == "," or found.fraction:
        return None
    known = {**_UTC, **_AMERICAN, **_military()}
    size = offset(found.zone.removeprefix("GMT"))
    size = known.get(found.zone.upper(), _ZERO) if size is None else size
    return exact(found.wall, size) if _has_day(found) else None


def _freshrss(text: str, _: Form) -> Shown:
    """Rolls over what is not in the calendar; a name that it does not know is UTC."""
    found = pieces(text)
    if found is None:
        return UNKNOWN if text.strip() else FIRST_SEEN
    size = offset(found.zone)
    if size is None or (re.fullmatch(r"[+-]\d\d", found.zone) and not found.is_mail):
        name = re.match(r"[A-Z]{0,5}", found.zone.upper())
        minutes = timedelta(minutes=int(found.zone[2])) if size else _ZERO  # it takes +08 for eight minutes
        size = {**_AMERICAN, **_OF_FRESHRSS}.get(name[0] if name else "", minutes)
    return rolled(found.wall, size) or FIRST_SEEN


def _miniflux(text: str, _: Form) -> Shown:
    """A list of layouts, each of them exact: what fits none was published when it was first seen."""
    found = pieces(text)
    if found is None:
        return UNKNOWN if text.strip() else FIRST_SEEN
    size = offset(found.zone)
    if found.is_mail:
        known = re.fullmatch(r"|Z|UT|[A-Z]{3}|[A-Z]{3}T|GMT[+-]\d{4}", found.zone)
        size = (_AMERICAN.get(found.zone) or offset(found.zone[3:]) or _ZERO) if known else size
    elif found.separator == "t" or re.fullmatch(r"z|[+-]\d\d", found.zone) or (found.zone != "Z" and " " in found.rest):
        return FIRST_SEEN
    else:
        size = _ZERO if found.zone in ("", "Z") else size
    if size is None or abs(size) > timedelta(hours=24):
        return FIRST_SEEN
    return exact(found.wall, size) or FIRST_SEEN


def _netnewswire(text: str, _: Form) -> Shown:
    """Takes numbers as they come; the fourth digit of a fraction begins the zone, as far as it is concerned."""
    found = pieces(text)
    if found is None:
        return UNKNOWN if text.strip() else FIRST_SEEN
    rest = found.rest if found.is_mail else found.rest.removeprefix(found.fraction[:4])
    zone = re.sub(r"[^A-Za-z0-9+-]", "", rest)[:5]
    if re.search("[A-Za-z]", zone):
        size = {**_AMERICAN, **_OF_NETNEWSWIRE}.get(zone, _ZERO)
    else:
        digits = re.findall(r"\d{1,2}", zone)
        size = timedelta(hours=int(digits[0]), minutes=int(digits[1]) if digits[1:] else 0) if digits else _ZERO
        size = size if zone.startswith("+") else -size
    return rolled(found.wall, size) or FIRST_SEEN


def _newsboat(text: str, form: Form) -> Shown:
    """Two strict readings: of Atom's form no fraction and no +0800, of mail's no +08:00 and no month in full."""
    if form == "json":
        return UNREAD
    found = pieces(text)
    if found is None or found.wall[0] < _UNIX:
        return UNKNOWN if text.strip() else FIRST_SEEN
    if found.is_mail:
        return (_newsboat_mail(found) if form != "atom" else None) or FIRST_SEEN
    _, month, day, hour, minute, _ = found.wall
    if found.separator != "T" or hour > _LAST_HOUR:
        return rolled((*found.wall[:3], 0, 0, 0), _ZERO) or FIRST_SEEN
    if not 0 < month <= _DECEMBER or not day or minute > _LAST_MINUTE:
        return UNKNOWN
    whole = re.fullmatch(r"[+-]\d\d:\d\d", found.rest) and found.has_seconds
    return rolled(found.wall, offset(found.rest) or _ZERO if whole else _ZERO) or FIRST_SEEN


def _newsboat_mail(found: Pieces) -> datetime | None:
    names = {**_UTC, **_AMERICAN, **_OF_NEWSBOAT, **_military()}
    size = offset(found.zone) if re.fullmatch(r"[+-]\d{4}", found.zone) else names.get(_name(found.zone))
    if size is None or abs(size) > timedelta(hours=14) or found.fraction or len(found.month) > len("Dec"):
        return None
    sound = found.wall[3] <= _LAST_HOUR and found.wall[4] <= _LAST_MINUTE
    return rolled(found.wall, size) if sound and (_has_day(found) or not found.weekday.isascii()) else None


def _name(zone: str) -> str:
    """A name, without what some write behind GMT."""
    return "GMT" if zone.startswith("GMT") else zone


def _has_day(found: Pieces) -> bool:
    return not found.weekday or found.weekday[:3].lower() in DAYS


def _military() -> dict[str, timedelta]:
    """The letters with the sign that RFC 822 gave them, and that the military does not."""
    return _hours(**{letter: -hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)}) | _hours(
        **{letter: hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)}
    )


READERS = (
    Reader("feedparser", _feedparser),
    Reader("FreshRSS", _freshrss),
    Reader("miniflux", _miniflux),
    Reader("NetNewsWire", _netnewswire),
    Reader("newsboat", _newsboat),
)
