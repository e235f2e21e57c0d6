"""What was found becomes digests, stories, days or weeks, one after the other."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from feedpub.stories.items import items
from feedpub.stories.story_index import Found

NEW_YORK = ZoneInfo("America/New_York")


def _found(*moments: str) -> list[Found]:
    """Two stories of each digest, newest first."""
    seconds = [int(datetime.fromisoformat(moment).timestamp()) for moment in moments]
    return [Found(number, at, second) for number, second in enumerate(seconds) for at in (1, 2)]


FALL = _found(
    "2025-11-03T00:00:00-05:00",
    "2025-11-02T23:59:59-05:00",
    "2025-11-02T01:30:00-05:00",
    "2025-11-02T01:30:00-04:00",
    "2025-11-02T00:00:00-04:00",
    "2025-11-01T23:59:59-04:00",
    "2025-10-27T00:00:00-04:00",
)


def test_stories_and_digests() -> None:
    """A digest once, however many of its stories were found."""
    now = datetime.fromisoformat("2025-11-04T00:00:00-05:00")
    assert [(one.digest, one.at) for one in items(FALL, "story", NEW_YORK, now)][:4] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert [(one.digest, one.at) for one in items(FALL, "digest", NEW_YORK, now)] == [(n, 0) for n in range(7)]


@pytest.mark.parametrize(
    ("kind", "now", "expected"),
    [
        ("day", "2025-11-03T23:59:59-05:00", [("2025-11-02", [1, 2, 3, 4]), ("2025-11-01", [5]), ("2025-10-27", [6])]),
        (
            "day",
            "2025-11-04T00:00:00-05:00",
            [("2025-11-03", [0]), ("2025-11-02", [1, 2, 3, 4]), ("2025-11-01", [5]), ("2025-10-27", [6])],
        ),
        ("day", "2025-11-02T23:59:59-05:00", [("2025-11-01", [5]), ("2025-10-27", [6])]),
        ("week", "2025-11-02T23:59:59-05:00", []),
        ("week", "2025-11-03T00:00:00-05:00", [("2025-W44", [1, 2, 3, 4, 5, 6])]),
        ("week", "2025-11-10T00:00:00-05:00", [("2025-W45", [0]), ("2025-W44", [1, 2, 3, 4, 5, 6])]),
    ],
)
def test_periods_that_are_over(kind: str, now: str, expected: list[tuple[str, list[int]]]) -> None:
    """By the site's clock, with an hour that came twice."""
    moment = datetime.fromisoformat(now)
    due = [one for one in FALL if one.published <= moment.timestamp()]
    made = [
        (one.period.name, sorted({found.digest for found in one.gathered}))
        for one in items(due, kind, NEW_YORK, moment)
        if one.period is not None
    ]
    assert made == expected


def test_no_more_is_asked_for_than_is_shown() -> None:
    """A feed of the newest days does not look at all stories ever told."""
    asked = iter(FALL * 1000)
    now = datetime.fromisoformat("2025-11-04T00:00:00-05:00")
    assert len(list(islice(items(asked, "day", NEW_YORK, now), 2))) == 2
    assert len(list(asked)) > 13_000 - len(FALL)
