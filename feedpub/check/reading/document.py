"""A feed as a subscriber gets it: bytes → Document, the same shape for Atom, RSS and JSON Feed, with line numbers."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal
from zoneinfo import ZoneInfo

from lxml import etree
from msgspec import Struct, field

from feedpub.check.reading.shown import NOTHING, Shown

Kind = Literal["atom", "rss", "json", "opml"]

# Where something stands in JSON: ``("items", 0, "id")``.
Path = tuple[str | int, ...]


class Value(Struct, frozen=True, kw_only=True):
    """A piece of text in a feed: the element or key that holds it, and its line."""

    name: str
    text: str
    line: int


class LinkValue(Value, frozen=True, kw_only=True):
    """A link in a feed; ``rel`` in Atom's words, ``language`` where it leads to another."""

    rel: str
    language: str | None = None


class Item(Struct, frozen=True, kw_only=True):
    """An entry, or the feed itself, as far as it was there to read."""

    line: int
    id: Value | None = None
    title: Value | None = None
    published: Value | None = None
    updated: Value | None = None
    links: tuple[LinkValue, ...] = ()
    shown: Shown = NOTHING

    @property
    def dates(self) -> Iterator[Value]:
        """The dates that are there."""
        yield from (value for value in (self.published, self.updated) if value is not None)

    @property
    def key(self) -> str | None:
        """The id, as a reader would compare it."""
        return self.id.text if self.id else None


class Document(Struct, frozen=True, kw_only=True, eq=False):
    """One file; ``served_at`` is the URL that it will have, ``zone`` the site's timezone, where they are known.

    ``root`` is the whole of it in XML, ``data`` in JSON with the ``lines`` of its values and of keys that were there
    already, for rules that look further than items; ``source`` its bytes, and ``content_type`` what the server said of
    them. A list of feeds (OPML) has no entries.
    """

    file: str
    kind: Kind
    feed: Item
    entries: tuple[Item, ...]
    served_at: str | None = None
    root: etree._Element | None = None
    data: Any = None
    lines: Mapping[Path, int] = field(default_factory=dict)
    repeated: tuple[tuple[Path, int], ...] = ()
    source: bytes = b""
    content_type: str | None = None
    zone: ZoneInfo | None = None

    @property
    def items(self) -> Iterator[Item]:
        """The feed, then its entries."""
        yield self.feed
        yield from self.entries


class NotReadableError(Exception):
    """Bytes that are no well-formed document."""

    def __init__(self, line: int, fact: str, repair: str) -> None:
        super().__init__(fact)
        self.line, self.fact, self.repair = line, fact, repair


class NotAFeedError(Exception):
    """A well-formed document that is no Atom, RSS 2.0 or JSON feed; the argument says what it is."""
