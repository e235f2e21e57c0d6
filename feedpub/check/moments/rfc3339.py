"""The dates of Atom and JSON Feed (RFC 3339), and those of Dublin Core (W3C-DTF), which may be shorter."""

import re
from datetime import timedelta

from feedpub.check.moments import clock
from feedpub.check.moments.clock import Fault, FaultyError, Reading

_DATE_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?P<separator>[Tt])"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?P<second>:\d\d(?P<fraction>\.\d+)?)?(?P<zone>.*)",
    re.ASCII | re.DOTALL,
)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)


def read(text: str, *, capitals: bool) -> Reading:
    """A ``date-time`` of RFC 3339, section 5.6; with ``capitals`` as Atom wants it (RFC 4287, section 3.3)."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise FaultyError("date-malformed", "is no date of RFC 3339")
    if match["second"] is None:
        raise FaultyError("date-malformed", "has no seconds")
    faults = _in_capitals(match, strict=capitals)
    return _read(match, faults)


def read_short(text: str) -> Reading:
    """A date of W3C-DTF: a year, month or day, which is no instant; or a time, with or without seconds."""
    if match := _DAY.fullmatch(text):
        clock.instant(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1), (0, 0, 0), timedelta())
        return Reading(None)
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise FaultyError("date-malformed", "is no date of W3C-DTF")
    return _read(match, _in_capitals(match, strict=True))


def _in_capitals(match: re.Match[str], *, strict: bool) -> list[Fault]:
    if match["separator"] == "T" and match["zone"] != "z":
        return []
    if strict:
        raise FaultyError("date-malformed", "needs a capital T and Z")
    return [Fault("date-unusual", "has a small t or z")]


def _read(match: re.Match[str], faults: list[Fault]) -> Reading:
    if not match["zone"]:
        raise FaultyError("date-without-offset", "has no offset")
    size = timedelta()
    if match["zone"] not in ("Z", "z"):
        size, odd = clock.offset(match["zone"], colon=True)
        faults += odd
    if match["fraction"]:
        faults.append(Fault("date-fractional", f"has fractions of a second ({match['fraction']})"))
    second = int((match["second"] or ":00")[1:3])
    wall = (int(match["hour"]), int(match["minute"]), second)
    found = clock.instant(int(match["year"]), int(match["month"]), int(match["day"]), wall, size)
    return Reading(found + _fraction(match["fraction"] or "."), tuple(faults))


def _fraction(text: str) -> timedelta:
    """``.25`` of a second, to the microsecond."""
    return timedelta(microseconds=int(text[1:7].ljust(6, "0")))
