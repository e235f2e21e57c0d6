"""Atom 1.0 (RFC 4287)."""

from collections.abc import Sequence

from feedpub.model import Entry, Feed

MEDIA_TYPE = "application/atom+xml"


def document(feed: Feed, url: str, entries: Sequence[bytes]) -> list[bytes]:
    """A feed without entries, and the entries in it, as an Atom document that is served at ``url``."""
    from feedpub.formats import generator

    return generator.document(feed, url, MEDIA_TYPE, entries, rss=False)


def entry(entry: Entry) -> bytes:
    """An entry as it stands in an Atom document."""
    from feedpub.formats import stencil

    return stencil.fragment(entry, rss=False)
