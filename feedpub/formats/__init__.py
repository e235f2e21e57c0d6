"""Bytes out of a Feed: one module a format, one row each in FORMATS.

An entry is written once a format, however many feeds hold it: a feed joins the bytes of its entries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from feedpub.formats import atom, jsonfeed, rss
from feedpub.model import Entry, Feed


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format: its name in feedpub.toml, the file it is written to, its media type, how entry and feed are written."""

    name: str
    filename: str
    media_type: str
    entry: Callable[[Entry], bytes]
    write: Callable[[Feed, str, Sequence[bytes]], bytes]

    def joined(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """A feed, whose own entries are none, with entries that were written before, in their order."""
        return self.write(feed, feed.location + self.filename, entries)

    def document(self, feed: Feed) -> bytes:
        """The feed in this format, for the place where its folder is served."""
        return self.joined(replace(feed, entries=()), [self.entry(entry) for entry in feed.entries])


FORMATS = {
    made.name: made
    for made in (
        Format(name="atom", filename="atom.xml", media_type=atom.MEDIA_TYPE, entry=atom.entry, write=atom.document),
        Format(name="rss", filename="rss.xml", media_type=rss.MEDIA_TYPE, entry=rss.entry, write=rss.document),
        Format(
            name="json",
            filename="feed.json",
            media_type=jsonfeed.MEDIA_TYPE,
            entry=jsonfeed.entry,
            write=jsonfeed.document,
        ),
    )
}
