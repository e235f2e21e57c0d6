"""A day is a day where the site lives: of 23, 24 or 25 hours, or none at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedpub.stories.periods import around, start_of_day

BORDERS = [
    ("Asia/Shanghai", "2025-12-20T23:59:59+08:00", "2025-12-20", 24, "2025-12-20T23:59:59+08:00"),
    ("Asia/Shanghai", "2025-12-21T00:00:00+08:00", "2025-12-21", 24, "2025-12-21T23:59:59+08:00"),
    ("Asia/Shanghai", "2025-12-20T16:00:00Z", "2025-12-21", 24, "2025-12-21T23:59:59+08:00"),
    ("America/New_York", "2025-03-09T12:00:00-04:00", "2025-03-09", 23, "2025-03-09T23:59:59-04:00"),
    ("America/New_York", "2025-11-02T12:00:00-05:00", "2025-11-02", 25, "2025-11-02T23:59:59-05:00"),
    ("America/New_York", "2025-11-02T05:30:00Z", "2025-11-02", 25, "2025-11-02T23:59:59-05:00"),
    ("America/New_York", "2025-11-02T03:59:59Z", "2025-11-01", 24, "2025-11-01T23:59:59-04:00"),
    ("Pacific/Apia", "2011-12-29T23:00:00-10:00", "2011-12-29", 24, "2011-12-29T23:59:59-10:00"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31", 24, "2011-12-31T23:59:59+14:00"),
    ("America/Sao_Paulo", "2018-11-04T01:00:00-02:00", "2018-11-04", 23, "2018-11-04T23:59:59-02:00"),
    ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03", 24, "2018-11-03T23:59:59-03:00"),
    ("America/Havana", "2025-11-02T00:30:00-05:00", "2025-11-02", 25, "2025-11-02T23:59:59-05:00"),
    ("Australia/Lord_Howe", "2025-04-06T12:00:00+10:30", "2025-04-06", 24.5, "2025-04-06T23:59:59+10:30"),
]


@pytest.mark.parametrize(("zone", "moment", "name", "hours", "last"), BORDERS)
def test_the_day_that_a_moment_is_in(zone: str, moment: str, name: str, hours: float, last: str) -> None:
    """By the clocks of the place, with as many hours as they show; it is dated in its last second."""
    day = around(datetime.fromisoformat(moment), "day", ZoneInfo(zone))
    length = day.end.astimezone(UTC) - day.start.astimezone(UTC)
    assert (day.name, length, day.last.isoformat()) == (name, timedelta(hours=hours), last)


@pytest.mark.parametrize(
    ("zone", "moment", "name", "hours"),
    [
        ("Asia/Shanghai", "2025-12-21T23:59:59+08:00", "2025-W51", 168),
        ("Asia/Shanghai", "2025-12-22T00:00:00+08:00", "2025-W52", 168),
        ("Asia/Shanghai", "2024-12-30T00:00:00+08:00", "2025-W01", 168),
        ("Asia/Shanghai", "2027-01-01T00:00:00+08:00", "2026-W53", 168),
        ("America/New_York", "2025-03-09T12:00:00-04:00", "2025-W10", 167),
        ("America/New_York", "2025-11-02T12:00:00-05:00", "2025-W44", 169),
        ("Pacific/Apia", "2011-12-31T00:00:00+14:00", "2011-W52", 144),
    ],
)
def test_the_week_that_a_moment_is_in(zone: str, moment: str, name: str, hours: float) -> None:
    """From Monday on, numbered as ISO 8601 has it."""
    week = around(datetime.fromisoformat(moment), "week", ZoneInfo(zone))
    assert (week.name, week.end.astimezone(UTC) - week.start.astimezone(UTC)) == (name, timedelta(hours=hours))


def test_the_day_that_never_was_is_empty() -> None:
    """Samoa went to bed on a Thursday and woke up on a Saturday."""
    zone = ZoneInfo("Pacific/Apia")
    assert start_of_day(date(2011, 12, 30), zone) == start_of_day(date(2011, 12, 31), zone)
    assert around(start_of_day(date(2011, 12, 29), zone), "day", zone).end == start_of_day(date(2011, 12, 31), zone)


@given(
    st.sampled_from(sorted(available_timezones() - {"localtime"})),
    st.integers(-1_000_000_000, 2_100_000_000),
    st.sampled_from(["day", "week"]),
)
def test_periods_leave_no_gap(zone: str, seconds: int, kind: Literal["day", "week"]) -> None:
    """In every zone each moment is in one period, and where one ends the next begins."""
    moment = datetime.fromtimestamp(seconds, UTC)
    period = around(moment, kind, ZoneInfo(zone))
    assert period.start <= moment < period.end
    assert around(period.end, kind, ZoneInfo(zone)).start == period.end
    assert around(period.start, kind, ZoneInfo(zone)) == period == around(period.last, kind, ZoneInfo(zone))
