"""Listed entries → bytes: each is rendered once and written once a format, by as many processes as there are cores."""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedpub.composition.listing import Listed
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.errors import ChangedError
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.index.rows import UNREADABLE, Filed, packed
from feedpub.model import Entry
from feedpub.publishing import entries
from feedpub.stories import bodies
from feedpub.stories.gathering import PeriodToBe
from feedpub.stories.story_entries import StoryToBe
from feedpub.system.workers import Plan, Workers

if TYPE_CHECKING:
    from feedpub.pages import Look

PAGE, ARTICLE = "page", "article"


class Made(NamedTuple):
    """An entry in its forms, by name; of its digest a hash of the bytes, the fingerprint, and the body's findings."""

    forms: dict[str, bytes]
    content: bytes
    fingerprint: str = ""
    remarks: bytes | None = None


class Maker(Struct, frozen=True, kw_only=True, dict=True):
    """How entries are made: in ``formats``, and for pages, if these are written.

    ``style`` is a hash of what entries on pages depend on besides what they say; ``None`` where there are no pages.
    ``in_full`` are the names of the entries that pages show in full, ``unlisted`` of those that have a page of their
    own and that no feed lists.
    """

    source: Source
    site: Site
    formats: tuple[str, ...]
    style: bytes | None = None
    in_full: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()

    def making(self, listed: Iterable[Listed], index: Index, workers: Workers) -> "Making":
        """The entries on their way into the index."""
        return Making(self._coming([*listed], index, workers))

    def _coming(self, listed: list[Listed], index: Index, workers: Workers) -> Iterator[tuple[str, bytes]]:
        """The names of the entries, and their keys, once these are in the index. Raises ChangedError."""
        for one in listed:
            if isinstance(one.of, Filed) and one.of.content == UNREADABLE:
                raise ChangedError(one.of.shown)
        missing = []
        for one in listed:
            key = self._known_key(one)
            if key is not None and index.fragments.has(key, self.forms(one)):
                yield one.name, key
            else:
                missing.append(one)
        plan = Plan("rendering", size=4, enough=32, total=len(missing))
        for one, made in zip(missing, workers.each(partial(_made, maker=self), missing, plan), strict=True):
            if isinstance(one.of, Filed):
                index.heads.learn(one.of.number, made.content, made.fingerprint, made.remarks)
            key = self._key(one, made.content)
            index.fragments.put(key, made.forms)
            index.go_on()
            yield one.name, key

    def forms(self, one: Listed) -> set[str]:
        """What an entry is made into."""
        for_feeds = () if one.name in self.unlisted else self.formats
        for_people = {PAGE} if self.style and one.name in self.in_full else set()
        return {*for_feeds, *for_people, *({ARTICLE} if one.has_own_page else ())}

    @cached_property
    def _settings(self) -> bytes:
        feeds = self.site.feeds
        said = (self.site.title, self.site.author, self.site.url, feeds.content, feeds.story_links)
        return repr(said).encode()

    def _known_key(self, one: Listed) -> bytes | None:
        content = _content(one)
        return self._key(one, content) if content else None

    def _key(self, one: Listed, content: bytes) -> bytes:
        """A hash of everything that an entry depends on, in any form."""
        style = self.style if one.name in self.in_full else None
        said = (content, one.name, one.url, one.title, one.published, one.updated, one.categories, style)
        return sha256(self._settings + msgspec.json.encode(said)).digest()


class Making:
    """Entries that are made one after another: ``[name]`` is the key in the index of one that is, by then."""

    def __init__(self, coming: Iterator[tuple[str, bytes]]) -> None:
        self._coming = coming
        self._keys: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """Raises ChangedError."""
        if name not in self._keys:
            for made, key in self._coming:
                self._keys[made] = key
                if made == name:
                    break
        return self._keys[name]

    def all(self) -> dict[str, bytes]:
        """The keys of all. Raises ChangedError."""
        self._keys.update(self._coming)
        return self._keys


def article(data: bytes) -> Entry:
    """The entry with all that its digest says, from the form that is made for its page."""
    return msgspec.json.decode(data, type=Entry)


def _content(one: Listed) -> bytes:
    """The hash of what an entry is made of, empty where that is not known."""
    match one.of:
        case Entry():
            return sha256(repr(one.of).encode()).digest()
        case Filed():
            return one.of.content or b""
        case _:
            return one.of.key


def _made(listed: Iterable[Listed], maker: Maker) -> Iterator[Made]:
    return (_one(one, maker) for one in listed)


def _one(one: Listed, maker: Maker) -> Made:
    match one.of:
        case Filed():
            body = bodies.read(one.of, maker.source, maker.site)
            entry = entries.entry(body.digest, one, maker.site)
            return Made(_forms(entry, one, maker), body.content, body.digest.fingerprint, packed(body.findings))
        case Entry():
            entry = one.of
        case StoryToBe():
            entry = one.of.entry(maker.site)
        case PeriodToBe():
            entry = one.of.entry()
    return Made(_forms(entry, one, maker), _content(one))


def _forms(entry: Entry, one: Listed, maker: Maker) -> dict[str, bytes]:
    """An entry, its content in full, in its forms."""
    forms = maker.forms(one)
    in_full = maker.site.feeds.content == "full" and not one.brief
    shown = entry if in_full else replace(entry, content=None)
    made = {name: FORMATS[name].entry(shown) for name in maker.formats if name in forms}
    if PAGE in forms:
        made[PAGE] = _look(maker).entry(shown).encode()
    if ARTICLE in forms:
        made[ARTICLE] = msgspec.json.encode(entry)
    return made


_looks: dict[bytes | None, "Look"] = {}


def _look(maker: Maker) -> "Look":
    """How pages look, as long as that does not change: templates are read once, not for every entry."""
    look = _looks.get(maker.style)
    if look is None:
        from feedpub.pages import Look

        _looks.clear()
        look = _looks[maker.style] = Look(maker.site)
    return look
