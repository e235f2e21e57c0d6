"""What feeds say and list, before anything of it is made."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from feedpub.findings import Finding
from feedpub.index.rows import Filed
from feedpub.memory import history
from feedpub.memory.changes import Changes
from feedpub.memory.ledger import Ledger
from feedpub.model import Category, Entry, Feed
from feedpub.stories.gathering import PeriodToBe
from feedpub.stories.story_entries import StoryToBe


class Listed(Struct, frozen=True, kw_only=True):
    """An entry that a feed lists; ``of`` is what it is to be made of, or the last good entry itself.

    ``has_own_page`` says whether feedpub writes the page at ``url``. A ``brief`` one has no text, so that its feed
    keeps to a size.
    """

    id: str
    url: str
    published: datetime
    updated: datetime
    categories: tuple[Category, ...]
    of: Filed | Entry | StoryToBe | PeriodToBe
    has_own_page: bool = False
    brief: bool = False

    @property
    def title(self) -> str:
        """Its title."""
        return self.of.title

    @property
    def name(self) -> str:
        """What tells it from all other entries, the same in brief included."""
        return f"{self.id} in brief" if self.brief else self.id


class Listing(Struct, frozen=True, kw_only=True):
    """A feed without its entries, the folder that it is written to, and the entries that it lists, newest first.

    ``formats`` are those that it is written in, ``max_bytes`` the size that none of its files may exceed.
    ``categories`` are the numbers in the index of those whose digests it has: none for the site's own feed, ``None``
    for one that has others, or none any more.
    """

    folder: str
    feed: Feed
    entries: tuple[Listed, ...]
    formats: tuple[str, ...]
    max_bytes: int | None = None
    categories: Sequence[int] | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is what people subscribe to, and no page of an archive."""
        return self.feed.chain.page is None


class Composition(Struct, frozen=True, kw_only=True, dict=True):
    """The feeds, the site's own first, each at its folder and at those that it had before; and what goes with them.

    ``digests`` counts those whose date has come; ``scheduled`` are the dates that are yet to come, the next first;
    ``retired`` are the folders of feeds that are no more, and old addresses. ``before`` is the ledger that it was made
    from, ``limit`` how many entries a feed holds; ``border`` is when a day or week ends that a feed gathers. ``told``
    are the digests that feeds tell the stories of, some of which no feed lists.
    """

    listings: tuple[Listing, ...]
    told: tuple[Listed, ...]
    before: Ledger
    ledger: Ledger
    changes: Changes
    digests: int
    limit: int
    scheduled: tuple[datetime, ...]
    retired: tuple[str, ...]
    findings: tuple[Finding, ...]
    border: datetime | None

    @cached_property
    def entries(self) -> dict[str, Listed]:
        """The entries that any feed lists, by name."""
        return {entry.name: entry for listing in self.listings for entry in listing.entries}

    @cached_property
    def articles(self) -> dict[str, Listed]:
        """The digests whose pages feedpub writes, by id."""
        return {one.id: one for one in (*self.entries.values(), *self.told) if one.has_own_page}

    @cached_property
    def to_make(self) -> dict[str, Listed]:
        """All that is to be made of something, by name: what feeds list, and what has a page alone."""
        return {one.name: one for one in self.articles.values()} | self.entries

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
        """The numbers in the index of the digests that any feed or page shows."""
        return frozenset(one.of.number for one in self.to_make.values() if isinstance(one.of, Filed))

    @property
    def windows(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the entries that the last build's feeds held: the site's own feed, and all feeds together."""
        return history.windows(self.before, self.limit)

    def pruned(self) -> "Composition":
        """The same without the retired feeds."""
        listings = tuple(listing for listing in self.listings if listing.folder not in self.retired)
        return replace(self, listings=listings, ledger=self.ledger.without(self.retired), retired=())
