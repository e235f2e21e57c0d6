"""How often a feed is updated: a calendar of its last weeks as an SVG picture, and one honest number. No clock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from html import escape
from itertools import takewhile

from msgspec import Struct

from feedpub.pages.words import Words

WEEKS = 16
_CELL, _GAP, _TOP, _LEFT = 12, 3, 18, 30
_STEP = _CELL + _GAP
_RECENT = 28


class Activity(Struct, frozen=True, kw_only=True):
    """How many entries a feed has ever had, the day of its newest, and what came on which of its last days.

    Days are those of the site's own time; ``days`` are those that the picture shows, ``since`` the first of these if
    nobody knows what came before.
    """

    total: int
    newest: date
    days: Mapping[date, int]
    since: date | None = None

    @classmethod
    def of(
        cls, published: Sequence[datetime], zone: tzinfo | None, *, total: int | None = None, whole: bool = True
    ) -> "Activity":
        """The activity of a feed whose entries were published at these moments (one at least), newest first.

        Days are those in ``zone``, or where a moment is. Older moments than the last ``WEEKS`` weeks may be left out,
        if ``total`` counts them; however many they are, they are not looked at. ``whole`` says whether these are all.
        """
        newest = published[0].astimezone(zone).date() if zone else published[0].date()
        start = _start(newest)
        # Two days more than are shown: that much may offsets move a day.
        oldest = published[0] - timedelta(weeks=WEEKS, days=2)
        recent = takewhile(lambda moment: moment >= oldest, published)
        days = (moment.astimezone(zone).date() if zone else moment.date() for moment in recent)
        counted = Counter(day for day in days if day >= start)
        total = len(published) if total is None else total
        return cls(total=total, newest=newest, days=counted, since=None if whole else min(counted))

    @property
    def start(self) -> date:
        """The first day that the picture tells of."""
        return max(_start(self.newest), self.since or date.min)

    def rhythm(self, words: Words) -> str:
        """How many entries came in a day, a week or a month of late; their number where that says too little."""
        first = self.newest - timedelta(days=_RECENT - 1)
        if self.total == sum(self.days.values()):
            first = max(first, min(self.days))
        span = (self.newest - first).days + 1
        count = sum(number for day, number in self.days.items() if day >= first)
        if span == 1 or count == 1:
            return words.entries(self.total)
        daily = count / span
        for unit, days in (("day", 1), ("week", 7)):
            if daily * days >= 1:
                return words.every(unit, round(daily * days))
        return words.every("month", max(1, round(daily * 30)))

    def picture(self, words: Words) -> str:
        """The calendar: a column a week, a row a weekday, the more entries a day the stronger its colour."""
        start = _start(self.newest)
        width, height = _LEFT + WEEKS * _STEP, _TOP + 7 * _STEP
        summary = words.activity(sum(self.days.values()), len(self.days), self.start, self.newest)
        return (
            f'<svg class="activity" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
            f' aria-labelledby="activity-title activity-desc"><title id="activity-title">{escape(words["rhythm"])}'
            f'</title><desc id="activity-desc">{escape(summary)}</desc>'
            f"{_labels(start, words)}{self._cells(start, words)}</svg>"
        )

    def _cells(self, start: date, words: Words) -> str:
        most = max(self.days.values())
        days = (self.start + timedelta(days=number) for number in range((self.newest - self.start).days + 1))
        return "".join(_cell(day, start, self.days.get(day, 0), most, words) for day in days)


def _start(newest: date) -> date:
    """The first day of the picture: a Monday."""
    return newest - timedelta(days=newest.weekday(), weeks=WEEKS - 1)


def _labels(start: date, words: Words) -> str:
    days = "".join(_label(0, _TOP + row * _STEP, words.weekday(start + timedelta(days=row))) for row in (0, 2, 4))
    mondays = [start + timedelta(weeks=week) for week in range(WEEKS)]
    turns = [week for week in range(WEEKS - 1) if mondays[week].day <= 7]
    months = "".join(_label(_LEFT + week * _STEP, 0, words.month(mondays[week])) for week in turns)
    return days + months


def _label(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y + _CELL - 2}">{escape(text)}</text>'


def _cell(day: date, start: date, count: int, most: int, words: Words) -> str:
    week, row = divmod((day - start).days, 7)
    level = -(-4 * count // most)  # rounded up: one entry is seen
    place = f'x="{_LEFT + week * _STEP}" y="{_TOP + row * _STEP}" width="{_CELL}" height="{_CELL}" rx="2.5"'
    if not count:
        return f'<rect class="level-0" {place}/>'
    told = f"{words.day(day)} · {words.entries(count)}"
    return f'<rect class="level-{level}" {place}><title>{escape(told)}</title></rect>'
