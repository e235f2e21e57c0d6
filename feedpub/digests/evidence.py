"""What contradicts a digest's date: a stamp in its title or file name, and the age of the stories that it tells."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from feedpub.digests.dates import Stamp, stamp
from feedpub.digests.posted import Span, posted
from feedpub.digests.stories import Story
from feedpub.findings import Severity
from feedpub.patterns import expression

# A job that is meant for 20:00 may start a little early, and a stamp's hour has sixty minutes.
_EARLY, _LATE = timedelta(minutes=10), timedelta(minutes=70)

# "过去4小时", "past 24 hours": what a title promises. A collection takes its time, so an hour more is no lie.
_PERIOD = expression(
    r"(?:过去|最近|近)\s*(\d+|[一二两三四五六七八九十]+)\s*个?小时|\b(?:past|last)\s+(\d+)\s+hours?\b", re.IGNORECASE
)
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "六": 6, "八": 8, "十": 10, "十二": 12, "二十四": 24}
_GRACE = timedelta(hours=1)
# Where no zone says what else the clock may have meant, one old story proves nothing.
_WITNESSES = 3
_EASTERNMOST = timedelta(hours=14)


class Contradiction(NamedTuple):
    """A proof that a date is wrong: rule, severity, line (``None``: that of the date), fact and repair."""

    rule: str
    severity: Severity
    line: int | None
    fact: str
    repair: str


def contradictions(
    published: datetime, latest: datetime, title: str, path: str, stories: Sequence[Story], zone: tzinfo | None
) -> Iterator[Contradiction]:
    """What contradicts the date ``published``; stamps are wall clocks of ``zone``, else of the date's own offset.

    A story counts as younger when it is after ``latest``, the digest's last change.
    """
    place = zone or published.tzinfo or UTC
    for where, text in (("title", title), ("file name", path)):
        found = stamp(text)
        if found and not _agrees(found, published.astimezone(place)):
            yield _stamped(where, found, published, place)
            break
    spans = [(span, story) for story in stories if (span := posted(story.link or ""))]
    newest = max(spans, key=lambda pair: pair[0].earliest, default=None)
    if newest and newest[0].earliest > latest:
        yield _younger(newest[0].earliest, newest[1], latest, place)
    elif (period := _PERIOD.search(title)) and spans:
        yield from _too_old(period[0], _hours(period), published, [span for span, _ in spans], zone)


def _agrees(found: Stamp, local: datetime) -> bool:
    wall = local.replace(tzinfo=None)
    if found.has_hour:
        return found.wall - _EARLY <= wall < found.wall + _LATE
    return found.wall.date() == wall.date()


def _stamped(where: str, found: Stamp, published: datetime, place: tzinfo) -> Contradiction:
    said = found.wall.replace(tzinfo=place)
    fact = f'the date is {both(published, place)}, but the {where} says "{found.text}": {both(said, place)}'
    wall = published.replace(tzinfo=place)
    fits = _agrees(found, wall)
    repair = f"write {_whole(wall).isoformat()} if its clock is right" if fits else f"correct the date or the {where}"
    return Contradiction("date-contradicts-title", "warning", None, fact, repair)


def _younger(moment: datetime, story: Story, latest: datetime, place: tzinfo) -> Contradiction:
    fact = f"story {story.number} links to a post of {both(moment, place)}, after the digest of {both(latest, place)}"
    wall = latest.replace(tzinfo=place)
    repair = "correct the date's offset, or say with lastmod when the story was added"
    if wall >= moment and wall.utcoffset() != latest.utcoffset():
        repair = f"write {_whole(wall).isoformat()} if the date's clock is right, or say with lastmod when it was added"
    return Contradiction("story-newer-than-digest", "error", story.line, fact, repair)


def _hours(period: re.Match[str]) -> timedelta:
    number = period[1] or period[2]
    return timedelta(hours=int(number) if number.isdecimal() else _NUMERALS.get(number, 24))


def _too_old(
    words: str, hours: timedelta, published: datetime, spans: Sequence[Span], zone: tzinfo | None
) -> Iterator[Contradiction]:
    """Stories that are all older than the title promises, where the same clock at another offset keeps the promise."""
    newest = max(span.latest for span in spans)
    limit = newest + hours + _GRACE
    if published <= limit or not any(span.is_exact for span in spans):
        return
    meant = published.replace(tzinfo=zone) if zone else None
    if meant and newest - _EARLY <= meant <= limit:
        repair = f"write {_whole(meant).isoformat()} if the date's clock is right"
    elif len(spans) >= _WITNESSES and _may_have_lost_its_offset(published, limit, zone):
        repair = "write the offset of its clock, or set site.timezone in feedpub.toml to where it is read"
    else:
        return
    place = zone or UTC
    fact = f'the title says "{words}", but the newest story that tells its age is of {both(newest, place)}'
    fact = f"{fact}, and the date is {both(published, place)}"
    yield Contradiction("stories-too-old", "warning", None, fact, repair)


def _may_have_lost_its_offset(published: datetime, limit: datetime, zone: tzinfo | None) -> bool:
    """Whether a date in UTC, or west of it where no zone says why, would keep the limit as a clock in the east."""
    size = published.utcoffset() or timedelta()
    told = zone is not None and bool(published.astimezone(zone).utcoffset())
    return not told and size <= timedelta() and published + size - _EASTERNMOST <= limit


def both(instant: datetime, place: tzinfo) -> str:
    """An instant in site time and in UTC."""
    local = instant.astimezone(place)
    offset = local.isoformat()[-6:]
    return f"{local:%Y-%m-%d %H:%M:%S} {offset} ({instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _whole(local: datetime) -> datetime:
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))
