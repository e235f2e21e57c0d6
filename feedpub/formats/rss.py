"""RSS 2.0, with the content, Dublin Core and Atom modules."""

from collections.abc import Sequence

from feedpub.model import Entry, Feed

MEDIA_TYPE = "application/rss+xml"


def document(feed: Feed, url: str, entries: Sequence[bytes]) -> list[bytes]:
    """A feed without entries, and the items in it, as an RSS document that is served at ``url``."""
    from feedpub.formats import generator

    return generator.document(feed, url, MEDIA_TYPE, entries, rss=True)


def entry(entry: Entry) -> bytes:
    """An entry as an item that stands in an RSS document."""
    from feedpub.formats import stencil

    return stencil.fragment(entry, rss=True)
