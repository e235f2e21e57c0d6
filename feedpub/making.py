"""Listed entries → bytes: each is rendered once and written once a format, by as many processes as there are cores."""

from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from feedpub import contents, digest, entries
from feedpub.config import Site
from feedpub.errors import ChangedError
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.index.heads import Filed, packed
from feedpub.listing import Listed
from feedpub.model import Entry
from feedpub.notes import Notes, RefusedError
from feedpub.source import Source
from feedpub.workers import Workers

# Entries that are made at a time, and how many make it worth while to do so in several processes.
_CHUNK, _ENOUGH = 8, 32


class Made(NamedTuple):
    """An entry in its formats, by format; the hash of its digest's bytes, and what was noticed in that body."""

    fragments: dict[str, bytes]
    content: bytes
    remarks: bytes | None


def made(listed: Iterable[Listed], index: Index, source: Source, site: Site, workers: Workers) -> dict[str, bytes]:
    """The keys, by id, under which the index has the entries now. Raises ChangedError."""
    listed = list(listed)
    missing = [one for one in listed if not _is_there(one, index, site)]
    entries = workers.each(partial(_made, source=source, site=site), missing, size=_CHUNK, enough=_ENOUGH)
    keys = {}
    for one, result in zip(missing, entries, strict=True):
        if isinstance(one.of, Filed):
            index.heads.learn(one.of.number, result.content, result.remarks)
        keys[one.id] = _key(one, result.content, site)
        index.fragments.put(keys[one.id], result.fragments)
    known = {one.id: _key(one, _content(one), site) for one in listed if one.id not in keys}
    return keys | known


def _is_there(one: Listed, index: Index, site: Site) -> bool:
    content = _content(one)
    return bool(content) and index.fragments.has(_key(one, content, site), site.feeds.formats)


def _content(one: Listed) -> bytes:
    """The hash of what an entry is made of, empty where that is not known."""
    return sha256(repr(one.of).encode()).digest() if isinstance(one.of, Entry) else one.of.content or b""


def _key(one: Listed, content: bytes, site: Site) -> bytes:
    """A hash of everything that the bytes of an entry depend on."""
    said = (one.id, one.url, one.of.title, one.published.isoformat(), one.updated.isoformat(), one.categories)
    settings = (site.title, site.author, site.url, site.feeds.content)
    return sha256(repr((content, said, settings)).encode()).digest()


def _made(listed: Iterable[Listed], source: Source, site: Site) -> Iterator[Made]:
    return (_one(one, source, site) for one in listed)


def _one(one: Listed, source: Source, site: Site) -> Made:
    if isinstance(one.of, Entry):
        return Made(_written(one.of, site), _content(one), None)
    data = _bytes(one.of, source)
    said, findings = digest.read(data, one.of.path, one.of.shown, site)
    if said is None or said.fingerprint != one.of.fingerprint:
        raise ChangedError(one.of.shown)
    return Made(_written(entries.entry(said, one, site), site), sha256(data).digest(), packed(findings))


def _bytes(head: Filed, source: Source) -> bytes:
    try:
        return contents.read(source.shown(head.file), Notes(head.shown))
    except RefusedError:
        raise ChangedError(head.shown) from None


def _written(entry: Entry, site: Site) -> dict[str, bytes]:
    return {name: FORMATS[name].entry(entry) for name in site.feeds.formats}
