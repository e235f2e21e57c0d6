"""What the readers of date texts share: what they find, and a wall clock with its offset → an instant."""

import re
from datetime import datetime, timedelta, timezone

from msgspec import Struct

_NUMERIC = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d)(?P<colon>:?)(?P<minutes>\d\d)?", re.ASCII)
# The world's clocks run between these, in quarters of an hour.
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_DAY, _QUARTER = timedelta(days=1), timedelta(minutes=15)


class Fault(Struct, frozen=True):
    """What is wrong with a date: the rule that it breaks, and a fact that goes on after the quoted date."""

    rule: str
    fact: str


class Reading(Struct, frozen=True):
    """The instant that the specification gives a date, if it gives one, and what is wrong with the text."""

    instant: datetime | None
    faults: tuple[Fault, ...] = ()


class FaultyError(Exception):
    """The date has no instant, for this reason."""

    def __init__(self, rule: str, fact: str) -> None:
        super().__init__(fact)
        self.fault = Fault(rule, fact)


def offset(text: str, *, colon: bool) -> tuple[timedelta, list[Fault]]:
    """A numeric offset, ``+08:00`` or without the ``colon``, and what is odd about it. Raises FaultyError."""
    match = _NUMERIC.fullmatch(text)
    if match is None:
        raise FaultyError("date-malformed", f'ends in "{text}", which is no offset')
    if match["minutes"] is None or bool(match["colon"]) != colon:
        form = "with a colon, as in +08:00" if colon else "without a colon, as in +0800"
        raise FaultyError("offset-colon", f"has the offset {text}; its format has it {form}")
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
    if size >= _DAY or int(match["minutes"]) > 59:
        raise FaultyError("offset-out-of-range", f"has the offset {text}, which is none of a clock")
    if match["sign"] == "-" and not size:
        return size, [Fault("offset-unknown", f"has the offset {text}: UTC, at a place that is not told")]
    size = size if match["sign"] == "+" else -size
    if not _WEST <= size <= _EAST:
        return size, [Fault("offset-unreal", f"has the offset {text}, which no place on earth has")]
    return size, [Fault("offset-odd", f"has the offset {text}, no quarter of an hour")] if size % _QUARTER else []


def instant(year: int, month: int, day: int, clock: tuple[int, int, int], size: timedelta) -> datetime:
    """The wall clock at its offset as an instant; a leap second is the second after it. Raises FaultyError."""
    hour, minute, second = clock
    leap = second == 60
    try:
        wall = datetime(year, month, day, hour, minute, second - leap, tzinfo=timezone(size))
    except ValueError as error:
        raise FaultyError("date-not-in-calendar", f"does not exist ({error})") from None
    try:
        wall += timedelta(seconds=leap)
        at_midnight = (wall - size).replace(tzinfo=None).strftime("%d %H:%M:%S") == "01 00:00:00"
    except OverflowError:
        at_midnight = False
    if leap and not at_midnight:  # RFC 3339, section 5.7: at the end of a month, in UTC
        raise FaultyError("date-not-in-calendar", "has a second 60 when no minute had one")
    return wall
