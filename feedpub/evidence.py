"""What contradicts a digest's date: a stamp in its title or file name, a story that is younger than its digest."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from feedpub.dates import Stamp, stamp
from feedpub.findings import Severity
from feedpub.stories import Story

# X counts milliseconds since this instant in the upper 42 bits of an id; Mastodon counts Unix time in the upper 48.
_X_EPOCH = 1_288_834_974_657
_X_POST = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter|fxtwitter|nitter)\.(?:com|net)/[^/]+/status(?:es)?/(\d{11,19})\b"
)
_MASTODON_POST = re.compile(r"https?://[^/]+/(?:@[^/]+|users/[^/]+/statuses|web/statuses)/(\d{18})\b")
_PATH_DATE = re.compile(r"https?://[^/]+/(?:[^?#]*/)?(20\d\d)([/-])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/?#.-]|$)")
_EARLIEST = timezone(timedelta(hours=14))  # where a day begins first

# A job that is meant for 20:00 may start a little early, and a stamp's hour has sixty minutes.
_EARLY, _LATE = timedelta(minutes=10), timedelta(minutes=70)


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
    moments = [(moment, story) for story in stories if (moment := posted(story.link or ""))]
    newest = max(moments, key=lambda pair: pair[0], default=None)
    if newest and newest[0] > latest:
        yield _younger(*newest, latest, place)


def posted(link: str) -> datetime | None:
    """The earliest instant at which a link can have existed, where its id or path tells."""
    if match := _X_POST.match(link):
        return _plausible((int(match[1]) >> 22) + _X_EPOCH)
    if match := _MASTODON_POST.match(link):
        return _plausible(int(match[1]) >> 16)
    if match := _PATH_DATE.match(link):
        try:
            return datetime(int(match[1]), int(match[3]), int(match[4]), tzinfo=_EARLIEST)
        except ValueError:
            return None
    return None


def _plausible(milliseconds: int) -> datetime | None:
    if not 1_262_304_000_000 < milliseconds < 4_102_444_800_000:  # 2010 to 2100
        return None
    return datetime.fromtimestamp(milliseconds // 1000, UTC)


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


def both(instant: datetime, place: tzinfo) -> str:
    """An instant in site time and in UTC."""
    local = instant.astimezone(place)
    offset = local.isoformat()[-6:]
    return f"{local:%Y-%m-%d %H:%M:%S} {offset} ({instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _whole(local: datetime) -> datetime:
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))
