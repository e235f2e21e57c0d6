"""What feeds say and list, before anything of it is made."""

from dataclasses import dataclass, replace
from datetime import datetime

from feedpub import history
from feedpub.changes import Changes
from feedpub.findings import Finding
from feedpub.gathering import PeriodToBe
from feedpub.index.heads import Filed
from feedpub.ledger import Ledger
from feedpub.model import Category, Entry, Feed
from feedpub.story_entries import StoryToBe


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An entry that a feed lists; ``of`` is what it is to be made of, or the last good entry itself.

    A ``brief`` one has no text, so that its feed keeps to a size.
    """

    id: str
    url: str
    published: datetime
    updated: datetime
    categories: tuple[Category, ...]
    of: Filed | Entry | StoryToBe | PeriodToBe
    brief: bool = False

    @property
    def name(self) -> str:
        """What tells it from all other entries, the same in brief included."""
        return f"{self.id} in brief" if self.brief else self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A feed without its entries, the folder that it is written to, and the entries that it lists, newest first.

    ``formats`` are those that it is written in, ``max_bytes`` the size that none of its files may exceed.
    """

    folder: str
    feed: Feed
    entries: tuple[Listed, ...]
    formats: tuple[str, ...]
    max_bytes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """The feeds, the site's own first, each at its folder and at those that it had before; and what goes with them.

    ``digests`` counts those whose date has come; ``scheduled`` are the dates that are yet to come, the next first;
    ``retired`` are the folders of feeds that are no more, and old addresses. ``before`` is the ledger
    that it was made from, ``limit`` how many entries a feed holds; ``border`` is when a day or week ends that a feed
    gathers.
    """

    listings: tuple[Listing, ...]
    before: Ledger
    ledger: Ledger
    changes: Changes
    digests: int
    limit: int
    scheduled: tuple[datetime, ...]
    retired: tuple[str, ...]
    findings: tuple[Finding, ...]
    border: datetime | None

    @property
    def entries(self) -> dict[str, Listed]:
        """The entries that any feed lists, by name."""
        return {entry.name: entry for listing in self.listings for entry in listing.entries}

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that any feed is written in."""
        return tuple(sorted({name for listing in self.listings for name in listing.formats}))

    @property
    def newest(self) -> datetime | None:
        """The date of the newest entry."""
        return max((entry.published for listing in self.listings for entry in listing.entries[:1]), default=None)

    @property
    def digest_numbers(self) -> frozenset[int]:
        """The numbers in the index of the digests that any feed shows."""
        return frozenset(entry.of.number for entry in self.entries.values() if isinstance(entry.of, Filed))

    @property
    def visible(self) -> int:
        """How many entries the feeds of the last build held."""
        return len(history.visible(self.before, self.limit))

    def pruned(self) -> "Composition":
        """The same without the retired feeds."""
        listings = tuple(listing for listing in self.listings if listing.folder not in self.retired)
        return replace(self, listings=listings, ledger=self.ledger.without(self.retired), retired=())
