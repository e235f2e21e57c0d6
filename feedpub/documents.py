"""Listings → the files of the feeds: joined only when what a feed says is new, written only when its bytes are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from feedpub import files
from feedpub.formats import FORMATS, Format
from feedpub.index import Index
from feedpub.index.fragments import Fragments
from feedpub.listing import Composition, Listing


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A feed in a format; ``path`` is below the feeds folder, ``keys`` are those of its entries in the index."""

    path: str
    format: Format
    listing: Listing
    keys: list[bytes]

    @property
    def key(self) -> bytes:
        """A hash of all that the bytes depend on."""
        return sha256(repr((self.format.name, self.listing.feed, self.keys)).encode()).digest()

    def data(self, fragments: Fragments) -> bytes:
        """The bytes."""
        return self.format.joined(self.listing.feed, list(fragments.get(self.keys, self.format.name)))


def documents(composition: Composition, keys: Mapping[str, bytes]) -> Iterator[Document]:
    """The files of the feeds, given the keys of the entries in the index, by name."""
    for listing in composition.listings:
        entries = [keys[entry.name] for entry in listing.entries]
        for made in (FORMATS[name] for name in listing.formats):
            path = f"{listing.folder}/{made.file_of(listing.feed.chain)}".lstrip("/")
            yield Document(path=path, format=made, listing=listing, keys=entries)


class Writer:
    """The feeds folder; ``written`` and ``unchanged`` tell what becomes of each file; ``dry`` leaves all as it is."""

    def __init__(self, folder: Path, index: Index, *, dry: bool) -> None:
        self._folder, self._index, self._dry = folder, index, dry
        self._known: dict[str, tuple[bytes, files.State]] = index.record["documents"] or {}
        self._now: dict[str, tuple[bytes, files.State]] = {}
        self.written: list[str] = []
        self.unchanged: list[str] = []

    @property
    def paths(self) -> list[str]:
        """All files that are to be there."""
        return [*self.written, *self.unchanged]

    def __enter__(self) -> Self:
        """Make room. Raises OutputError."""
        if not self._dry:
            files.make_folder(self._folder)
            files.remove_leftovers(self._folder)
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        """Make what was written last, and remember what is there."""
        if failed or self._dry:
            return
        files.sync({(self._folder / path).parent for path in self.written} | {self._folder})
        self._index.record["documents"] = self._now

    def put(self, document: Document) -> None:
        """Bring a file up to date. Raises OutputError."""
        path, key = self._folder / document.path, document.key
        if self._known.get(document.path) == (key, files.state(path)):
            self.unchanged.append(document.path)
        else:
            self.put_bytes(document.path, document.data(self._index.fragments))
        self._now[document.path] = key, files.state(path)

    def put_bytes(self, path: str, data: bytes) -> None:
        """Write a file unless it holds these bytes already. Raises OutputError."""
        if not files.differs(self._folder / path, data):
            self.unchanged.append(path)
            return
        self.written.append(path)
        if not self._dry:
            files.make_folder((self._folder / path).parent)
            files.replace(self._folder / path, data)
