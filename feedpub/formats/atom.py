"""Atom 1.0 (RFC 4287)."""

from feedpub.formats.generator import generator
from feedpub.model import Feed

MEDIA_TYPE = "application/atom+xml"


def atom(feed: Feed, url: str) -> bytes:
    """The feed as an Atom document that is served at ``url``: UTF-8, indented, with a newline at its end."""
    document: bytes = generator(feed, url, MEDIA_TYPE, rss=False).atom_str(pretty=True)
    return document
