"""Entries of one shape differ in their texts alone: feedgen writes one of each shape, the others are filled in.

A shape is which elements and attributes there are. tests/test_stencil.py holds what is filled in against feedgen's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from feedpub.formats import generator
from feedpub.formats.dates import rfc_5322
from feedpub.model import Category, Entry, Link, Person

_SLOT = "https://slot.invalid/@"  # what any text of an entry can be: an address, an id, somebody's e-mail
_CONTENT = 5  # its number among the texts
_UPDATED, _PUBLISHED = datetime(1901, 1, 1, tzinfo=UTC), datetime(1902, 1, 1, tzinfo=UTC)


class _Shape(NamedTuple):
    """Which texts are missing, how many authors and categories there are, and of links what decides how they look."""

    missing: tuple[bool, ...]
    authors: int
    categories: int
    links: tuple[tuple[str, str | None, str | None], ...]


class _Slot(NamedTuple):
    """The place of a text, by its number, and what stands between it and the next."""

    text: int
    in_attribute: bool
    after: bytes


def fragment(entry: Entry, rss: bool) -> bytes:
    """An entry as it stands in its feed, as feedgen makes it."""
    texts = _texts(entry, rss)
    if "" in texts or not all(map(_is_simple, entry.links)):
        return generator.fragment(entry, rss)
    links = tuple((link.rel, link.type, link.hreflang) for link in entry.links)
    shape = _Shape(tuple(text is None for text in texts), len(entry.authors), len(entry.categories), links)
    before, slots = _stencil(shape, rss)
    pieces = [before]
    for slot in slots:
        if slot.text == _CONTENT:
            pieces += (_content(entry), slot.after)
        else:
            pieces += (_escaped((texts[slot.text] or "").encode(), slot.in_attribute), slot.after)
    return b"".join(pieces)


def _is_simple(link: Link) -> bool:
    """Whether a link differs from others of its kind in its texts alone; and its kind holds nothing like a slot."""
    kind = (link.rel, link.type or "", link.hreflang or "")
    return link.length is None and link.rel != "enclosure" and not any(":" in text for text in kind)


_last: list[tuple[Entry, bytes]] = []  # one at most; whichever thread has put it there


def _content(entry: Entry) -> bytes:
    """The content of an entry, by far the longest of its texts, as it stands in each of its formats."""
    for known, data in _last:
        if known is entry:
            return data
    data = _escaped((entry.content or "").encode(), in_attribute=False)
    _last[:] = [(entry, data)]
    return data


def _texts(entry: Entry, rss: bool) -> list[str | None]:
    """All that an entry says, in the order of ``_model``."""
    texts = [
        entry.updated.isoformat(),
        rfc_5322(entry.published) if rss else entry.published.isoformat(),
        entry.id,
        entry.title,
        generator.summary(entry, rss),
        entry.content,
        entry.language,
        entry.image,
    ]
    for author in entry.authors:
        texts += (author.name, author.email, author.url)
    for category in entry.categories:
        texts += (category.term, category.label, category.scheme)
    for link in entry.links:
        texts += (link.href, link.title)
    return texts


@lru_cache(maxsize=256)
def _stencil(shape: _Shape, rss: bool) -> tuple[bytes, list[_Slot]]:
    """What feedgen makes of a shape: what stands before the first text, and the places of texts in their order."""
    model = _model(shape)
    made = generator.fragment(model, rss)
    for number, date in enumerate(_texts(model, rss)[:2]):
        made = made.replace(str(date).encode(), f"{_SLOT}{number}/".encode())
    before, *rest = made.split(_SLOT.encode())
    slots = []
    for left, piece in zip((before, *rest), rest, strict=False):
        text, _, after = piece.partition(b"/")
        slots.append(_Slot(int(text), in_attribute=left.endswith(b'="'), after=after))
    return before, slots


def _model(shape: _Shape) -> Entry:
    """An entry of this shape that says nothing, with a number in each place of a text."""
    texts = _numbered(shape)
    return Entry(
        updated=_UPDATED,
        published=_PUBLISHED,
        id=next(texts),
        title=next(texts),
        summary=next(texts),
        content=next(texts),
        language=next(texts),
        image=next(texts),
        authors=tuple(Person(name=next(texts), email=next(texts), url=next(texts)) for _ in range(shape.authors)),
        categories=tuple(
            Category(term=next(texts), label=next(texts), scheme=next(texts)) for _ in range(shape.categories)
        ),
        links=tuple(
            Link(href=next(texts), title=next(texts), rel=rel, type=media_type, hreflang=language)
            for rel, media_type, language in shape.links
        ),
    )


def _numbered(shape: _Shape) -> Iterator[Any]:
    """A text for each place after the dates, ``None`` where it is missing."""
    for number, missing in enumerate(shape.missing[2:], start=2):
        yield None if missing else f"{_SLOT}{number}/"


def _escaped(text: bytes, in_attribute: bool) -> bytes:
    """A text as libxml2 writes it."""
    text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")
    if in_attribute:
        text = text.replace(b'"', b"&quot;").replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")
    return text
