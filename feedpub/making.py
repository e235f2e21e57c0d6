"""Listed entries → bytes: each is rendered once and written once a format, by as many processes as there are cores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from feedpub import contents, digest, entries
from feedpub.config import Site
from feedpub.errors import ChangedError
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.index.rows import Filed, packed
from feedpub.listing import Listed
from feedpub.model import Entry
from feedpub.notes import Notes, RefusedError
from feedpub.source import Source
from feedpub.workers import Plan, Workers

if TYPE_CHECKING:
    from feedpub.pages import Look

PAGE, ARTICLE = "page", "article"


class Made(NamedTuple):
    """An entry in its forms, by name; the hash of its digest's bytes, and what was noticed in that body."""

    forms: dict[str, bytes]
    content: bytes
    remarks: bytes | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Maker:
    """How entries are made: in the formats of the site, and for pages, if these are written.

    ``style`` is a hash of what entries on pages depend on besides what they say; ``None`` where there are no pages.
    ``in_full`` are the ids of the entries that pages show in full.
    """

    source: Source
    site: Site
    style: bytes | None
    in_full: frozenset[str]

    def made(self, listed: Iterable[Listed], index: Index, workers: Workers) -> dict[str, bytes]:
        """The keys, by id, under which the index has the entries now. Raises ChangedError."""
        listed = list(listed)
        missing = [one for one in listed if not self._is_there(one, index)]
        plan = Plan("rendering", size=8, enough=32, total=lambda: len(missing))
        keys = {}
        for one, made in zip(missing, workers.each(partial(_made, maker=self), missing, plan), strict=True):
            if isinstance(one.of, Filed):
                index.heads.learn(one.of.number, made.content, made.remarks)
            keys[one.id] = self._key(one, made.content)
            index.fragments.put(keys[one.id], made.forms)
        return keys | {one.id: self._key(one, _content(one)) for one in listed if one.id not in keys}

    def forms(self, one: Listed) -> set[str]:
        """What an entry is made into."""
        for_people = {PAGE} if self.style and one.id in self.in_full else set()
        return {*self.site.feeds.formats, *for_people, *({ARTICLE} if one.has_own_page else ())}

    def _is_there(self, one: Listed, index: Index) -> bool:
        content = _content(one)
        return bool(content) and index.fragments.has(self._key(one, content), self.forms(one))

    def _key(self, one: Listed, content: bytes) -> bytes:
        """A hash of everything that an entry depends on, in any form."""
        said = (one.id, one.url, one.title, one.published.isoformat(), one.updated.isoformat(), one.categories)
        settings = (self.site.title, self.site.author, self.site.url, self.site.feeds.content)
        style = self.style if one.id in self.in_full else None
        return sha256(repr((content, said, settings, style)).encode()).digest()


def article(data: bytes) -> Entry:
    """The entry with all that its digest says, from the form that is made for its page."""
    return msgspec.json.decode(data, type=Entry)


def _content(one: Listed) -> bytes:
    """The hash of what an entry is made of, empty where that is not known."""
    return sha256(repr(one.of).encode()).digest() if isinstance(one.of, Entry) else one.of.content or b""


def _made(listed: Iterable[Listed], maker: Maker) -> Iterator[Made]:
    return (_one(one, maker) for one in listed)


def _one(one: Listed, maker: Maker) -> Made:
    if isinstance(one.of, Entry):
        return Made(_forms(one.of, maker.forms(one), maker), _content(one), None)
    data = _bytes(one.of, maker.source)
    said, findings = digest.read(data, one.of.path, one.of.shown, maker.site)
    if said is None or said.fingerprint != one.of.fingerprint:
        raise ChangedError(one.of.shown)
    entry = entries.entry(said, one, maker.site)
    return Made(_forms(entry, maker.forms(one), maker), sha256(data).digest(), packed(findings))


def _bytes(head: Filed, source: Source) -> bytes:
    try:
        return contents.read(source.shown(head.file), Notes(head.shown))
    except RefusedError:
        raise ChangedError(head.shown) from None


def _forms(entry: Entry, forms: set[str], maker: Maker) -> dict[str, bytes]:
    """An entry, its content in full, in these forms."""
    shown = entry if maker.site.feeds.content == "full" else replace(entry, content=None)
    made = {name: FORMATS[name].entry(shown) for name in maker.site.feeds.formats}
    if PAGE in forms:
        made[PAGE] = _look(maker).entry(shown).encode()
    if ARTICLE in forms:
        made[ARTICLE] = msgspec.json.encode(entry)
    return made


_looks: dict[bytes | None, "Look"] = {}


def _look(maker: Maker) -> "Look":
    """How pages look, as long as that does not change: templates are read once, not for every entry."""
    if maker.style not in _looks:
        from feedpub.pages import Look

        _looks.clear()
        _looks[maker.style] = Look(maker.site)
    return _looks[maker.style]
