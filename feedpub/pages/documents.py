"""Every file that is written for people, by its path below the feeds folder: known by a key, made when asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from msgspec import Struct

from feedpub import embed
from feedpub.config import Site
from feedpub.model import Entry
from feedpub.pages import fingerprints
from feedpub.pages.look import Look
from feedpub.pages.opml import FILENAME, opml
from feedpub.pages.writer import Listing, Writer

INDEX = "index.html"
BESIDE = (INDEX, *embed.NAMES)
"""What stands beside every feed."""


class Page(Struct, frozen=True, kw_only=True):
    """A file for people: ``key`` is a hash of all that it depends on, so that the same key means the same bytes."""

    path: str
    key: bytes
    data: Callable[[], bytes]


class Article(Struct, frozen=True, kw_only=True):
    """An entry whose page feedpub writes, at ``url``: a hash of all that it says, and that itself, content in full."""

    url: str
    key: bytes
    entry: Callable[[], Entry]


def documents(
    site: Site, listings: Sequence[Listing], entry: Callable[[bytes], str], articles: Iterable[Article] = ()
) -> Iterator[Page]:
    """Whatever is written for people beside the feeds of ``listings``, the site's own first: embeds, and pages.

    ``entry`` gives what ``Look.entry`` made of an entry, by its key. Nothing is made before the ``data`` of a page is
    asked for. That raises ConfigError where a user's template is broken, this where their folder is missing.
    """
    yield from _files(embed.files())
    for listing in listings:
        yield from _embeds(listing)
    if site.pages.enabled:
        look = Look(site, {listing.feed.path: listing.formats for listing in listings})
        yield from _Documents(look, listings, entry).all(articles)
        yield from _files({asset.path: asset.data for asset in look.assets.values()})


def _files(named: dict[str, bytes]) -> Iterator[Page]:
    """Files whose names hold the hash of their bytes."""
    return (Page(path=path, key=path.encode(), data=partial(bytes, data)) for path, data in named.items())


def _embeds(listing: Listing) -> Iterator[Page]:
    made = cache(lambda: embed.documents(listing.feed, listing.headlines))
    key = fingerprints.key(fingerprints.of_program(), fingerprints.of_feed(listing.feed), listing.keys)
    for name in embed.NAMES:
        yield Page(path=_beside(listing, name), key=key, data=partial(lambda name: made()[name], name))


def _beside(listing: Listing, name: str) -> str:
    return f"{listing.folder}/{name}".lstrip("/")


class _Documents:
    """The pages of one build."""

    def __init__(self, look: Look, listings: Sequence[Listing], entry: Callable[[bytes], str]) -> None:
        self.site, self.listings, self.entry = look.site, listings, entry
        self.present = [one for one in listings if one.folder == one.feed.path]
        self.writer = Writer(look, self.present)
        self.common = fingerprints.of_site(look.site)
        self.directory = [
            (fingerprints.of_feed(one.feed), one.formats, one.headlines[0].published) for one in self.present
        ]

    def all(self, articles: Iterable[Article]) -> Iterator[Page]:
        # At an old address stands the page of the new one: both are as deep, so that its links hold.
        yield from map(self._feed, self.listings)
        yield from map(self._digest, articles)
        feeds = [(one.feed, one.formats) for one in self.present]
        key = fingerprints.key(self.common, self.directory)
        yield Page(path=FILENAME, key=key, data=lambda: opml(self.site, feeds))

    def _feed(self, listing: Listing) -> Page:
        feed = listing.feed
        return Page(
            path=_beside(listing, INDEX),
            key=fingerprints.key(
                self.common,
                fingerprints.of_feed(feed),
                listing.formats,
                listing.keys,
                listing.activity,
                [] if feed.path else self.directory,
            ),
            data=lambda: self.writer.feed_page(listing, self.entry),
        )

    def _digest(self, article: Article) -> Page:
        home = self.listings[0].feed
        return Page(
            path=article.url.removeprefix(self.site.feeds_location) + INDEX,
            key=fingerprints.key(self.common, home.title, home.location, article.key),
            data=lambda: self.writer.digest_page(article.entry()),
        )
