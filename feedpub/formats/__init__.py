"""Bytes out of a Feed: one module a format, one row each in FORMATS."""

from collections.abc import Callable
from dataclasses import dataclass

from feedpub.formats import atom, jsonfeed, rss
from feedpub.model import Feed


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format: its name in feedpub.toml, the file it is written to, its media type, and how it is written."""

    name: str
    filename: str
    media_type: str
    write: Callable[[Feed, str], bytes]

    def document(self, feed: Feed) -> bytes:
        """The feed in this format, for the place where its folder is served."""
        return self.write(feed, feed.location + self.filename)


FORMATS = {
    made.name: made
    for made in (
        Format(name="atom", filename="atom.xml", media_type=atom.MEDIA_TYPE, write=atom.atom),
        Format(name="rss", filename="rss.xml", media_type=rss.MEDIA_TYPE, write=rss.rss),
        Format(name="json", filename="feed.json", media_type=jsonfeed.MEDIA_TYPE, write=jsonfeed.jsonfeed),
    )
}
