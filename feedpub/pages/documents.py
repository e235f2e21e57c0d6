"""Every page of a build, by its path below the feeds folder: known by a key, and made when it is asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from feedpub import embed
from feedpub.config import Site
from feedpub.model import Entry, Feed
from feedpub.pages import fingerprints
from feedpub.pages.activity import Activity
from feedpub.pages.opml import FILENAME, opml
from feedpub.pages.writer import Writer

INDEX = "index.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A file for people: ``key`` is a hash of all that it depends on, so that the same key means the same bytes."""

    path: str
    key: str
    render: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """An entry whose page feedpub writes: all that its digest says, as safe HTML, and what that is known by."""

    entry: Entry
    fingerprint: str
    content: Callable[[], str]


def documents(
    site: Site,
    feeds: Sequence[tuple[str, Feed]],
    published: Mapping[str, Sequence[datetime]],
    articles: Iterable[Article] = (),
    *,
    entry_key: Callable[[Entry], str] = fingerprints.of_entry,
) -> Iterator[Page]:
    """Whatever is written for people beside ``feeds`` (folder and feed, the site's own first): embeds, and pages.

    ``published`` are the dates of all entries by the feed's path, newest first; ``entry_key`` gives a hash of all that
    an entry says. Nothing is rendered before a page's ``render`` is called. That raises ConfigError where a user's
    template is broken, this where their folder is missing.
    """
    unique = list({feed.path: feed for _, feed in feeds}.values())
    keys = cache(entry_key)
    yield from _scripts()
    yield from _moved(feeds, {feed.path: _embeds(feed, keys) for feed in unique})
    if site.pages.enabled:
        made = _Documents(site, unique, keys)
        yield from _moved(feeds, {feed.path: [made.feed_page(feed, published[feed.path])] for feed in unique})
        yield from map(made.digest_page, articles)
        yield made.opml()
        yield from made.assets()


def due(pages: Iterable[Page], known: Mapping[str, str], folder: Path) -> Iterator[Page]:
    """The pages that are to be made: their key is not the one ``known`` for their path, or ``folder`` has no file."""
    return (page for page in pages if known.get(page.path) != page.key or not (folder / page.path).is_file())


def _moved(feeds: Iterable[tuple[str, Feed]], made: Mapping[str, Iterable[Page]]) -> Iterator[Page]:
    """What stands beside a feed, in its folder; at an old address, too, which is as deep, so that links hold."""
    for folder, feed in feeds:
        yield from (replace(page, path=f"{folder}/{page.path}".lstrip("/")) for page in made[feed.path])


def _scripts() -> Iterator[Page]:
    return (Page(path=path, key=path, render=partial(bytes, data)) for path, data in embed.files().items())


def _embeds(feed: Feed, entry_key: Callable[[Entry], str]) -> list[Page]:
    made = cache(lambda: embed.documents(feed))
    key = fingerprints.key(fingerprints.of_program(), fingerprints.of_feed(feed), list(map(entry_key, feed.entries)))
    return [Page(path=name, key=key, render=partial(lambda name: made()[name], name)) for name in embed.NAMES]


class _Documents:
    """The pages of one build."""

    def __init__(self, site: Site, feeds: Sequence[Feed], entry_key: Callable[[Entry], str]) -> None:
        self.site, self.feeds, self.entry_key = site, feeds, entry_key
        self.writer = Writer(site, feeds)
        self.heads = [fingerprints.of_feed(feed) for feed in feeds]
        self.common = self._common()

    def _common(self) -> str:
        """What every page depends on; with templates of the user's own that is all, as they may show it anywhere."""
        home, names = self.feeds[0], {term: feed.location for term, feed in self.writer.categories.items()}
        own = [map(self.entry_key, feed.entries) for feed in self.feeds] if self.site.pages.templates else []
        return fingerprints.key(
            fingerprints.of_site(self.site),
            (home.title, home.location),
            names,
            self.heads if own else [],
            [list(keys) for keys in own],
        )

    def feed_page(self, feed: Feed, published: Sequence[datetime]) -> Page:
        activity = Activity.of(published, self.writer.local)
        key = fingerprints.key(
            self.common,
            fingerprints.of_feed(feed),
            [self.entry_key(entry) for entry in feed.entries],
            activity,
            [] if feed.path else self.heads,
        )
        return Page(path=INDEX, key=key, render=cache(lambda: self.writer.feed_page(feed, activity)))

    def digest_page(self, article: Article) -> Page:
        entry = article.entry
        return Page(
            path=entry.url.removeprefix(self.site.feeds_location) + INDEX,
            key=fingerprints.key(self.common, self.entry_key(entry), article.fingerprint),
            render=lambda: self.writer.digest_page(entry, article.content()),
        )

    def opml(self) -> Page:
        key = fingerprints.key(self.common, self.heads)
        return Page(path=FILENAME, key=key, render=lambda: opml(self.site, self.feeds))

    def assets(self) -> Iterator[Page]:
        for asset in self.writer.assets.values():
            yield Page(path=asset.path, key=asset.path, render=partial(bytes, asset.data))
