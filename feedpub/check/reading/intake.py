"""What the user named (files, folders, URLs, ``-``) → bytes, within limits, one folder after the other."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from feedpub.check.addresses.hostnames import hostname, is_loopback
from feedpub.check.reading import read_json, read_xml
from feedpub.check.reading.document import Document, NotReadableError
from feedpub.check.reading.unusable import MAX_BYTES, UnusableError, refuse_crowds, too_large
from feedpub.errors import SourceError

SUFFIXES = {".xml", ".atom", ".rss", ".rdf", ".json", ".opml"}
STDIN = "-"

_SPACE = b"\xef\xbb\xbf \t\r\n\f"
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_FEED_LINK = re.compile(rb"<link\b[^>]{0,500}application/(?:atom|rss|feed)\+(?:xml|json)[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]{1,500})""", re.IGNORECASE)


class Place(Struct, frozen=True, kw_only=True):
    """Something to read: ``name`` as messages show it; ``named`` by the user, not found in the folder ``root``."""

    name: str
    named: bool = True
    root: str | None = None

    @property
    def is_url(self) -> bool:
        """Whether it has to be fetched."""
        return is_url(self.name)

    @property
    def is_here(self) -> bool:
        """Whether it is a file of this machine, or served by it."""
        return not self.is_url or is_loopback(hostname(self.name))

    @property
    def folder(self) -> str:
        """Where it lies: files of one folder may be one feed in several formats."""
        return self.name.rpartition("/")[0] if self.is_url else str(Path(self.name).parent)


def is_url(name: str) -> bool:
    """Whether the user means an address, not a file."""
    return "://" in name


def places(paths: Iterable[str | Path]) -> list[Place]:
    """What to read, each once, by folder. Raises SourceError for a folder without a feed."""
    found: dict[str, Place] = {}
    for path in paths:
        for place in _places(str(path)):
            found.setdefault(place.name, place)
    return sorted(found.values(), key=lambda place: (place.folder, place.name))


def _places(name: str) -> Iterator[Place]:
    if name == STDIN or is_url(name) or not Path(name).is_dir():
        yield Place(name=name if name == STDIN or is_url(name) else str(Path(name)))
        return
    inside = [file for file in Path(name).rglob("*") if file.suffix in SUFFIXES and file.is_file()]
    if not inside:
        raise SourceError(f"{name}: there is no feed in this folder; run feedpub build, or name another")
    for file in inside:
        yield Place(name=str(file), named=False, root=name)


def document(place: Place, served_at: str | None = None) -> Document:
    """The feed at a place; one that was fetched is served where it came from.

    Raises UnusableError, NotReadableError, NotAFeedError, and SourceError for a file that cannot be read.
    """
    data, content_type = b"", None
    if place.is_url:
        from feedpub.check.reading.fetch import fetch

        answer = fetch(place.name)
        data, served_at, content_type = answer.data, answer.url, answer.content_type
    else:
        data = local(place.name)
    _refuse_html(data, place.name)
    is_json = data.lstrip(_SPACE).startswith((b"{", b"["))
    refuse_crowds(data, is_json=is_json)
    read = read_json.read if is_json else read_xml.read
    try:
        return replace(read(data, place.name, served_at), content_type=content_type)
    except (RecursionError, ValueError, OverflowError) as error:
        fact = f"this cannot be read ({str(error).partition(';')[0]})"
        raise NotReadableError(1, fact, "write a feed that is simpler") from None


def local(name: str) -> bytes:
    """The bytes of a file, or of standard input. Raises UnusableError when they are too many, SourceError."""
    try:
        if name == STDIN:
            return _limited(sys.stdin.buffer)
        with Path(name).open("rb") as file:
            return _limited(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{name}: cannot be read ({reason}); name a feed or a folder of feeds") from None


def _limited(file: BinaryIO) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


def _refuse_html(data: bytes, name: str) -> None:
    start = data[:2_000].lstrip(_SPACE)
    if start.startswith(b"\x1f\x8b"):
        raise UnusableError("not-a-feed", "this is compressed (gzip), no feed", "unpack it, or say Content-Encoding")
    if not _HTML.match(start):
        return
    link = _FEED_LINK.search(data[:200_000])
    href = _HREF.search(link[0]) if link else None
    repair = f'check its feed, "{href[1].decode(errors="replace")}"' if href else "name an Atom, RSS 2.0 or JSON feed"
    fact = "this is an HTML page, no feed" + (f"; {name} may be where people read" if is_url(name) else "")
    raise UnusableError("not-a-feed", fact, repair)
