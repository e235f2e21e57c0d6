"""Listed entries → bytes: each is rendered once and written once a format, by as many processes as there are cores."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from feedpub import bodies, entries
from feedpub.config import Site
from feedpub.formats import FORMATS
from feedpub.gathering import PeriodToBe
from feedpub.index import Index
from feedpub.index.heads import Filed
from feedpub.index.rows import packed
from feedpub.listing import Listed
from feedpub.model import Entry
from feedpub.source import Source
from feedpub.story_entries import StoryToBe
from feedpub.workers import Workers

# Entries that are made at a time, and how many make it worth while to do so in several processes.
_CHUNK, _ENOUGH = 8, 32


class Made(NamedTuple):
    """An entry in its formats, by format; the hash of its digest's bytes, and what was noticed in that body."""

    fragments: dict[str, bytes]
    content: bytes
    remarks: bytes | None


def made(
    listed: Iterable[Listed],
    index: Index,
    source: Source,
    site: Site,
    workers: Workers,
    formats: Sequence[str],
) -> dict[str, bytes]:
    """The keys, by name, under which the index has the entries now in some formats. Raises ChangedError."""
    listed = list(listed)
    missing = [one for one in listed if not _is_there(one, index, site, formats)]
    make = partial(_made, source=source, site=site, formats=formats)
    entries = workers.each(make, missing, size=_CHUNK, enough=_ENOUGH)
    keys = {}
    for one, result in zip(missing, entries, strict=True):
        if isinstance(one.of, Filed):
            index.heads.learn(one.of.number, result.content, result.remarks)
        keys[one.name] = _key(one, result.content, site)
        index.fragments.put(keys[one.name], result.fragments)
    known = {one.name: _key(one, _content(one), site) for one in listed if one.name not in keys}
    return keys | known


def _is_there(one: Listed, index: Index, site: Site, formats: Sequence[str]) -> bool:
    content = _content(one)
    return bool(content) and index.fragments.has(_key(one, content, site), formats)


def _content(one: Listed) -> bytes:
    """The hash of what an entry is made of, empty where that is not known."""
    match one.of:
        case Entry():
            return sha256(repr(one.of).encode()).digest()
        case Filed():
            return one.of.content or b""
        case _:
            return one.of.key


def _key(one: Listed, content: bytes, site: Site) -> bytes:
    """A hash of everything that the bytes of an entry depend on."""
    said = (one.name, one.url, one.of.title, one.published.isoformat(), one.updated.isoformat(), one.categories)
    settings = (site.title, site.author, site.url, site.feeds.content, site.feeds.story_links)
    return sha256(repr((content, said, settings)).encode()).digest()


def _made(listed: Iterable[Listed], source: Source, site: Site, formats: Sequence[str]) -> Iterator[Made]:
    return (_one(one, source, site, formats) for one in listed)


def _one(one: Listed, source: Source, site: Site, formats: Sequence[str]) -> Made:
    match one.of:
        case Filed():
            body = bodies.read(one.of, source, site)
            entry, content, remarks = entries.entry(body.digest, one, site), body.content, packed(body.findings)
        case Entry():
            entry, content, remarks = one.of, _content(one), None
        case StoryToBe():
            entry, content, remarks = one.of.entry(site), _content(one), None
        case PeriodToBe():
            entry, content, remarks = one.of.entry(), _content(one), None
    entry = replace(entry, content=None) if one.brief else entry
    return Made({name: FORMATS[name].entry(entry) for name in formats}, content, remarks)
