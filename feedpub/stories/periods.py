"""Days and weeks in the site's own time: when they begin and end, wherever clocks are changed or days left out."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

Kind = Literal["day", "week"]

_LENGTHS = {"day": timedelta(days=1), "week": timedelta(days=7)}


class Period(Struct, frozen=True, kw_only=True):
    """A day (``2025-12-20``) or an ISO week (``2025-W51``): from ``start`` until before ``end``, in the site's time."""

    name: str
    start: datetime
    end: datetime

    @property
    def last(self) -> datetime:
        """Its last second: what is told of it is dated then, as readers show the day of a date."""
        return (self.end.astimezone(UTC) - timedelta(seconds=1)).astimezone(self.end.tzinfo)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day, which is not midnight where a clock change takes that hour.

    Of a day that never was, it is the first instant of the next.
    """
    return datetime.combine(day, time(), zone).astimezone(UTC).astimezone(zone)


def around(moment: datetime, kind: Kind, zone: tzinfo) -> Period:
    """The period that an instant is in."""
    day = moment.astimezone(zone).date()
    first = day if kind == "day" else day - timedelta(days=day.weekday())
    # Where clocks are put back over midnight, the date goes back as well: instants decide.
    while moment < (found := _from(first, kind, zone)).start:
        first -= _LENGTHS[kind]
    while moment >= found.end:
        first += _LENGTHS[kind]
        found = _from(first, kind, zone)
    return found


def _from(first: date, kind: Kind, zone: tzinfo) -> Period:
    year, week, _ = first.isocalendar()
    name = f"{first:%Y-%m-%d}" if kind == "day" else f"{year:04}-W{week:02}"
    return Period(name=name, start=start_of_day(first, zone), end=start_of_day(first + _LENGTHS[kind], zone))


def month(moment: datetime, zone: tzinfo) -> date:
    """The first day of the month that an instant is in."""
    return around(moment, "day", zone).start.date().replace(day=1)
