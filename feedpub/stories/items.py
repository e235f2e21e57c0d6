"""Stories that were found, newest first → the entries to be of a feed, of any granularity. Lazy, renders nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from typing import NamedTuple

from feedpub.stories.periods import Kind, Period, around
from feedpub.stories.story_index import Found


class Item(NamedTuple):
    """An entry to be: a digest or an article (``at`` is 0), a story by its place, or a ``period`` with what it gathers.

    ``published`` is Unix time: of a digest for all of its stories, which keeps them together in its order.
    """

    published: int
    digest: int = 0
    at: int = 0
    period: Period | None = None
    gathered: tuple[Found, ...] = ()

    @property
    def moment(self) -> datetime:
        """When it is published, to the day in the site's time."""
        return datetime.fromtimestamp(self.published, UTC)


def items(found: Iterable[Found], entries: str, zone: tzinfo | None, now: datetime) -> Iterator[Item]:
    """The entries to be, newest first; ``entries`` is the granularity. Periods that are not over at ``now`` wait."""
    match entries:
        case "story":
            return (Item(published, digest, at) for digest, at, published in found)
        case "day" | "week":
            return _periods(found, "day" if entries == "day" else "week", zone or UTC, now)
        case _:
            return _digests(found)


def _digests(found: Iterable[Found]) -> Iterator[Item]:
    """Each digest once, if any of its stories was found."""
    for (digest, published), _ in groupby(found, key=lambda one: (one.digest, one.published)):
        yield Item(published, digest)


def _periods(found: Iterable[Found], kind: Kind, zone: tzinfo, now: datetime) -> Iterator[Item]:
    for period, gathered in groupby(found, key=_Calendar(kind, zone).around):
        if period.end <= now:
            yield Item(int(period.last.timestamp()), period=period, gathered=tuple(gathered))


class _Calendar:
    """The periods of instants that go back in time, each found once."""

    def __init__(self, kind: Kind, zone: tzinfo) -> None:
        self.kind, self.zone = kind, zone
        self.last: Period | None = None
        self.start = 0

    def around(self, found: Found) -> Period:
        if self.last is None or found.published < self.start:
            self.last = around(datetime.fromtimestamp(found.published, UTC), self.kind, self.zone)
            self.start = int(self.last.start.timestamp())
        return self.last
