"""RSS 2.0, with the content, Dublin Core and Atom modules."""

from feedpub.formats.generator import generator
from feedpub.model import Feed

MEDIA_TYPE = "application/rss+xml"


def rss(feed: Feed, url: str) -> bytes:
    """The feed as an RSS document that is served at ``url``: UTF-8, indented, with a newline at its end."""
    document: bytes = generator(feed, url, MEDIA_TYPE, rss=True).rss_str(pretty=True)
    return document
