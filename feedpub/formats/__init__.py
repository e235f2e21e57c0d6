"""Bytes out of a Feed: one module a format, one row each in FORMATS.

An entry is written once a format, however many feeds hold it: a feed joins the bytes of its entries.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from feedpub.formats import atom, jsonfeed, rss
from feedpub.formats.related import related
from feedpub.model import Chain, Entry, Feed


class Format(Struct, frozen=True, kw_only=True):
    """A format: its name in feedpub.toml, the file it is written to, its media type, how entry and feed are written.

    ``suffix`` is that of archived pages.
    """

    name: str
    filename: str
    suffix: str
    media_type: str
    entry: Callable[[Entry], bytes]
    write: Callable[[Feed, str, Sequence[bytes]], list[bytes]]

    def pieces(self, feed: Feed, entries: Sequence[bytes]) -> list[bytes]:
        """A feed, whose own entries are none, with entries that were written before, in their order.

        One after another, the pieces are the document; nobody needs to copy what many feeds share.
        """
        whole = related(feed, self.media_type, self.file_of)
        return self.write(whole, feed.location + self.file_of(feed.chain), entries)

    def file_of(self, chain: Chain) -> str:
        """The file of a feed or of a page of its archive, below the feed's folder."""
        return self.filename if chain.page is None else chain.page + self.suffix

    def document(self, feed: Feed) -> bytes:
        """The feed in this format, for the place where its folder is served."""
        return b"".join(self.pieces(replace(feed, entries=()), [self.entry(entry) for entry in feed.entries]))


FORMATS = {
    made.name: made
    for made in (
        Format(
            name="atom",
            filename="atom.xml",
            suffix=".xml",
            media_type=atom.MEDIA_TYPE,
            entry=atom.entry,
            write=atom.document,
        ),
        Format(
            name="rss",
            filename="rss.xml",
            suffix=".rss",
            media_type=rss.MEDIA_TYPE,
            entry=rss.entry,
            write=rss.document,
        ),
        Format(
            name="json",
            filename="feed.json",
            suffix=".json",
            media_type=jsonfeed.MEDIA_TYPE,
            entry=jsonfeed.entry,
            write=jsonfeed.document,
        ),
    )
}
