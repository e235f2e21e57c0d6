"""Stories and periods whose digests are broken now: they stay in each feed as subscribers saw them last."""

from collections.abc import Collection, Mapping
from datetime import datetime, tzinfo
from typing import Protocol

from feedpub.memory.ledger import EntryLine, Ledger
from feedpub.memory.story_lines import PeriodLine, StoryLine
from feedpub.model import Entry
from feedpub.stories.gathering import period_id
from feedpub.stories.periods import Kind, around

Shown = EntryLine | StoryLine | PeriodLine


class Published(Protocol):
    """What was published before: the ledger, and what the feeds themselves tell where it is not enough."""

    @property
    def ledger(self) -> Ledger: ...

    def kept(self, broken: frozenset[str]) -> list[Entry]:
        """The last good entries of the digests in these files."""

    def verbatim(self, folder: str, lines: Mapping[str, Shown]) -> list[Entry]:
        """The entries with these ids, as the feed in a folder has them."""

    def shown(self) -> Mapping[tuple[str, datetime], str]:
        """The ids in the site's own feed by title and date, for entries that the ledger lacks."""

    def has_page(self, url: str) -> bool:
        """Whether the page at a URL is there."""


class Lost:
    """What feeds showed of digests in the ``broken`` files; what was ``published`` tells it."""

    def __init__(self, broken: Collection[str], published: Published) -> None:
        ledger = published.ledger
        lines = [line for line in ledger.entries.values() if line.source in broken and not line.withdrawn]
        digests: dict[str, Shown] = {line.entry: line for line in lines}
        self._moments = [line.published for line in lines]
        self._entries = digests | {name: line for name, line in ledger.stories.items() if line.digest in digests}
        self._periods, self._verbatim = ledger.periods, published.verbatim

    def entries(self, folder: str) -> list[Entry]:
        """The digests and stories that the feed in a folder showed."""
        return self._verbatim(folder, self._entries)

    def periods(self, folder: str, feed: str, kind: Kind, zone: tzinfo) -> list[Entry]:
        """The days or weeks that the feed in a folder showed, if one of their digests is broken now."""
        names = {period_id(feed, around(moment, kind, zone)) for moment in self._moments}
        return self._verbatim(folder, {name: self._periods[name] for name in names & self._periods.keys()})
