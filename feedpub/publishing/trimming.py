"""Listings whose files would be too large → listings that keep to their size, with what that costs as findings."""

from collections.abc import Callable

from msgspec.structs import replace

from feedpub.composition import sizes
from feedpub.composition.listing import Composition, Listed, Listing
from feedpub.config import Site
from feedpub.findings import Finding
from feedpub.formats import FORMATS
from feedpub.index.fragments import Fragments

# What parts two entries in JSON Feed.
_BETWEEN = 2


class Trimming:
    """``make`` brings an entry into the index and gives its key there."""

    def __init__(self, fragments: Fragments, site: Site, make: Callable[[Listed], bytes]) -> None:
        self._fragments, self._site, self._make = fragments, site, make

    def of(self, composition: Composition) -> Composition:
        """The composition with every feed in its size."""
        trimmed = [self._trimmed(listing) for listing in composition.listings]
        findings = (finding for _, finding in trimmed if finding)
        return replace(
            composition,
            listings=tuple(listing for listing, _ in trimmed),
            findings=(*composition.findings, *findings),
        )

    def _trimmed(self, listing: Listing) -> tuple[Listing, Finding | None]:
        if listing.max_bytes is None:
            return listing, None
        shells = (FORMATS[name].pieces(listing.feed, []) for name in listing.formats)
        room = listing.max_bytes - max(sum(map(len, shell)) for shell in shells)
        full = [self._size(entry, listing) for entry in listing.entries]
        found = sizes.fitted(full, lambda at: self._size(replace(listing.entries[at], brief=True), listing), room)
        kept = listing.entries[: found.kept]
        entries = tuple(replace(entry, brief=at in found.brief) for at, entry in enumerate(kept))
        folder = self._site.feeds_folder / listing.folder
        file = (folder / FORMATS[listing.formats[0]].file_of(listing.feed.chain)).as_posix()
        return replace(listing, entries=entries), sizes.finding(found, file, listing.max_bytes)

    def _size(self, entry: Listed, listing: Listing) -> int:
        return self._fragments.size(self._make(entry), listing.formats) + _BETWEEN
