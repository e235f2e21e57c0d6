"""What a subscriber sees, in the words of RFC 4287. Every value here is complete and checks itself."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from feedpub.text import is_legal
from feedpub.urls import is_web_address


def _require(condition: bool, fact: str) -> None:
    if not condition:
        raise ValueError(fact)


def _require_text(**values: str | None) -> None:
    for name, value in values.items():
        if value is not None and not is_legal(value):
            raise ValueError(f"{name} has characters that XML cannot hold")


def _require_address(url: str | None, what: str) -> None:
    if url is not None and not is_web_address(url):
        raise ValueError(f'{what} "{url}" is no absolute http(s) URL in ASCII')


def _require_whole_second(instant: datetime) -> None:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no offset")
    if instant.microsecond:
        raise ValueError(f"{instant} has microseconds")


class Person(Struct, frozen=True, kw_only=True):
    """A person construct (RFC 4287, section 3.2)."""

    name: str
    email: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), "a person has a name")
        _require(self.email is None or "@" in self.email, f'email "{self.email}" has no @')
        _require_text(name=self.name, email=self.email)
        _require_address(self.url, "url")


class Link(Struct, frozen=True, kw_only=True):
    """A link (RFC 4287, section 4.2.7); ``length`` in bytes."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    hreflang: str | None = None
    title: str | None = None
    length: int | None = None

    def __post_init__(self) -> None:
        _require_address(self.href, "href")
        _require_text(title=self.title, type=self.type, rel=self.rel, hreflang=self.hreflang)


class Category(Struct, frozen=True, kw_only=True):
    """A category (RFC 4287, section 4.2.2): ``term`` is the stable slug, ``label`` what readers show."""

    term: str
    label: str
    scheme: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.term), "a category has a term")
        _require_text(term=self.term, label=self.label, scheme=self.scheme)


def _alternate(links: Iterable[Link]) -> str:
    # Readers show the last alternate link as the article (feedparser) or the first (miniflux): one, no choice.
    alternates = [link.href for link in links if link.rel == "alternate" and link.hreflang is None]
    _require(len(alternates) == 1, f"exactly one alternate link is due, not {len(alternates)}")
    return alternates[0]


class Entry(Struct, frozen=True, kw_only=True):
    """What a subscriber sees as one item (RFC 4287, section 4.1.2).

    ``title`` and ``summary`` are plain text, ``content`` is safe HTML with absolute URLs or ``None``. ``published``
    and ``updated`` are aware and whole seconds.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    links: tuple[Link, ...]
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    summary: str
    content: str | None = None
    language: str | None = None
    image: str | None = None

    def __post_init__(self) -> None:
        _require(":" in self.id, f"id {self.id!r} is no URI")
        _require(bool(self.title.strip()), "an entry has a title")
        _require_address(self.image, "image")
        _require_text(id=self.id, title=self.title, summary=self.summary, content=self.content, language=self.language)
        _require_whole_second(self.published)
        _require_whole_second(self.updated)
        _alternate(self.links)

    @property
    def url(self) -> str:
        """The page of the entry: its one alternate link."""
        return _alternate(self.links)


class Chain(Struct, frozen=True, kw_only=True):
    """Where a feed goes on (RFC 5005, section 4), in names of pages below its folder, such as ``archive/2025-12``.

    ``page`` is its own name, ``None`` for the feed that is subscribed to; ``closed`` says that it will not change.
    """

    page: str | None = None
    older: str | None = None
    newer: str | None = None
    closed: bool = False


class Translation(Struct, frozen=True, kw_only=True):
    """The same feed in another language, by the URL of its folder, with a slash at the end."""

    language: str
    location: str

    def __post_init__(self) -> None:
        _require_address(self.location, "location")


class Feed(Struct, frozen=True, kw_only=True):
    """A feed in no format yet (RFC 4287, section 4.1.1), its entries newest first.

    ``path`` is the folder of its files below the feeds folder ("" for the site's own), ``location`` the URL where
    that folder is served, with a slash at the end.
    """

    id: str
    path: str
    location: str
    title: str
    subtitle: str
    updated: datetime
    links: tuple[Link, ...]
    authors: tuple[Person, ...]
    categories: tuple[Category, ...] = ()
    language: str | None = None
    translations: tuple[Translation, ...] = ()
    chain: Chain = Chain()
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        _require(":" in self.id, f"id {self.id!r} is no URI")
        _require(bool(self.title.strip() and self.subtitle.strip()), "a feed has a title and a subtitle")
        _require_text(id=self.id, title=self.title, subtitle=self.subtitle)
        _require(self.updated.utcoffset() is not None, f"{self.updated} has no offset")
        _require(bool(self.authors), "a feed has an author")
        _require_address(self.location, "location")
        _require(len({entry.id for entry in self.entries}) == len(self.entries), "an entry stands once in a feed")
        _alternate(self.links)

    @property
    def url(self) -> str:
        """The page that the feed is about: its one alternate link."""
        return _alternate(self.links)
