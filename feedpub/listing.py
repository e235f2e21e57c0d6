"""What feeds say and list, before anything of it is made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feedpub import history
from feedpub.changes import Changes
from feedpub.findings import Finding
from feedpub.index.rows import Filed
from feedpub.ledger import Ledger
from feedpub.model import Category, Entry, Feed


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An entry that a feed lists; ``of`` is the digest that it is to be made of, or the last good entry itself.

    ``has_own_page`` says whether feedpub writes the page at ``url``.
    """

    id: str
    url: str
    published: datetime
    updated: datetime
    categories: tuple[Category, ...]
    of: Filed | Entry
    has_own_page: bool = False

    @property
    def title(self) -> str:
        """Its title."""
        return self.of.title


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A feed without its entries, the folder that it is written to, and the entries that it lists, newest first.

    ``categories`` are the numbers in the index of those that it is made of: none for the site's own feed, ``None`` for
    one that is made of nothing any more.
    """

    folder: str
    feed: Feed
    entries: tuple[Listed, ...]
    categories: Sequence[int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """The feeds, the site's own first, each at its folder and at those that it had before; and what goes with them.

    ``digests`` counts those whose date has come; ``scheduled`` are the dates that are yet to come, the next first;
    ``retired`` are the folders of categories that no digest has any more, and old addresses. ``before`` is the ledger
    that it was made from, ``limit`` how many entries a feed holds.
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

    @property
    def entries(self) -> dict[str, Listed]:
        """The entries that any feed lists, by id."""
        return {entry.id: entry for listing in self.listings for entry in listing.entries}

    @property
    def digest_numbers(self) -> frozenset[int]:
        """The numbers in the index of the digests that any feed shows."""
        return frozenset(entry.of.number for entry in self.entries.values() if isinstance(entry.of, Filed))

    @property
    def windows(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the entries that the last build's feeds held: the site's own feed, and all feeds together."""
        return history.windows(self.before, self.limit)

    def pruned(self) -> "Composition":
        """The same without the retired feeds."""
        listings = tuple(listing for listing in self.listings if listing.folder not in self.retired)
        return replace(self, listings=listings, ledger=self.ledger.without(self.retired), retired=())
