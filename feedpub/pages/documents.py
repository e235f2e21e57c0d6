"""Every page of a build, by its path below the feeds folder."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from feedpub.config import Site
from feedpub.model import Entry, Feed
from feedpub.pages.opml import FILENAME, opml
from feedpub.pages.writer import Writer

INDEX = "index.html"


def documents(
    site: Site,
    feeds: Sequence[tuple[str, Feed]],
    published: Mapping[str, Sequence[datetime]],
    embeds: Callable[[Feed], Mapping[str, str]],
    digests: Iterable[tuple[Entry, str]] = (),
) -> Iterator[tuple[str, bytes]]:
    """The pages of ``feeds`` (folder and feed, the site's own first), and what they load.

    ``published`` are the dates of all entries by the feed's path, ``embeds`` gives the lines to paste for a feed by
    tier, ``digests`` are the entries whose page feedpub writes, each with all that its digest says, as safe HTML.
    """
    unique = {feed.path: feed for _, feed in feeds}
    writer = Writer(site, list(unique.values()))
    pages = {path: writer.feed_page(feed, published[path], embeds(feed)) for path, feed in unique.items()}
    # An old address shows the page of the new one: both are as deep, so that its links hold.
    yield from ((f"{folder}/{INDEX}".lstrip("/"), pages[feed.path]) for folder, feed in feeds)
    for entry, content in digests:
        yield entry.url.removeprefix(site.feeds_location) + INDEX, writer.digest_page(entry, content)
    yield FILENAME, opml(site, writer.feeds)
    yield from writer.files().items()
