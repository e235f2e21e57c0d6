"""Listings → every file that is written: the feeds, and what stands beside them for people. Made when asked for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from feedpub.composition.listing import Composition, Listing
from feedpub.config import Site
from feedpub.formats import FORMATS, Format
from feedpub.index import Index
from feedpub.model import Entry
from feedpub.publishing import making
from feedpub.publishing.making import Making

if TYPE_CHECKING:
    from feedpub import pages


class Document(Struct, frozen=True, kw_only=True):
    """A file below the feeds folder; ``key`` is a hash of all that its bytes depend on."""

    path: str
    key: bytes
    data: Callable[[], Sequence[bytes]]


class Documents:
    """The files of a composition, as its entries are made, which have ``keys`` in the index by name."""

    def __init__(self, composition: Composition, keys: Making, index: Index, site: Site) -> None:
        self._composition, self._keys, self._index, self._site = composition, keys, index, site

    def feeds(self) -> Iterator[Document]:
        """The feeds in every format."""
        for listing in self._composition.listings:
            entries = self._keys_of(listing)
            for made in (FORMATS[name] for name in listing.formats):
                yield Document(
                    path=f"{listing.folder}/{made.file_of(listing.feed.chain)}".lstrip("/"),
                    key=sha256(repr((made.name, listing.feed, entries)).encode()).digest(),
                    data=partial(self._feed, listing, made, entries),
                )

    def _keys_of(self, listing: Listing) -> list[bytes]:
        return [self._keys[entry.name] for entry in listing.entries]

    def _feed(self, listing: Listing, made: Format, entries: list[bytes]) -> list[bytes]:
        return made.pieces(listing.feed, list(self._index.fragments.get(entries, made.name)))

    def beside(self, now: datetime) -> Iterator[Document]:
        """Pages, embeds, and what they load, if the site has any. Raises ConfigError where templates are broken."""
        if not self._site.pages.enabled or not self._composition.listings:
            return
        from feedpub import pages

        listings = [self._page(listing, now) for listing in self._composition.listings if listing.is_live]
        for page in pages.documents(self._site, listings, self._entry, self._articles()):
            yield Document(path=page.path, key=page.key, data=partial(_whole, page))

    def _page(self, listing: Listing, now: datetime) -> "pages.Listing":
        from feedpub import pages

        return pages.Listing(
            folder=listing.folder,
            feed=listing.feed,
            headlines=listing.entries,
            keys=self._keys_of(listing),
            formats=listing.formats,
            activity=self._activity(listing, now),
        )

    def _activity(self, listing: Listing, now: datetime) -> "pages.Activity":
        """How often a feed is updated; of one that does not have all digests of a kind, only what it shows is known."""
        from feedpub import pages

        newest = listing.entries[0].published
        zone = self._site.zone or newest.tzinfo
        if listing.categories is None:
            return pages.Activity.of([entry.published for entry in listing.entries], zone, whole=False)
        heads, until = self._index.heads, int(now.timestamp())
        kept = [entry.published for entry in listing.entries if isinstance(entry.of, Entry)]
        start = int((newest - timedelta(weeks=pages.WEEKS + 1)).timestamp())
        dates = takewhile(lambda date: date >= start, (date for date, _ in heads.newest(until, listing.categories)))
        recent = sorted([*kept, *(datetime.fromtimestamp(date, zone) for date in dates)], reverse=True)
        return pages.Activity.of(recent, zone, total=heads.size(until, listing.categories) + len(kept))

    def _entry(self, key: bytes) -> str:
        return next(self._index.fragments.get([key], making.PAGE)).decode()

    def _articles(self) -> "Iterator[pages.Article]":
        from feedpub import pages

        for one in self._composition.articles.values():
            key = self._keys[one.name]
            yield pages.Article(url=one.url, key=key, entry=partial(self._article, key))

    def _article(self, key: bytes) -> Entry:
        return making.article(next(self._index.fragments.get([key], making.ARTICLE)))


def _whole(page: "pages.Page") -> list[bytes]:
    return [page.data()]
