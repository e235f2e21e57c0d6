"""Which documents are one feed in several formats, and which only lie in the same folder."""

from collections.abc import Iterable, Iterator

from feedpub.check.reading.document import Document
from feedpub.check.reading.intake import Place


def siblings(documents: Iterable[tuple[Document, Place]]) -> Iterator[tuple[tuple[Document, Place], ...]]:
    """The documents of one feed in several formats: alone of their format in their folder.

    Where there are two of a format, each is a feed of its own; then no more than one is held at a time.
    """
    held: dict[str, tuple[Document, Place]] = {}
    many = False
    for pair in documents:
        many = many or pair[0].kind in held
        if not many:
            held[pair[0].kind] = pair
            continue
        yield from ((one,) for one in held.values())
        held.clear()
        yield (pair,)
    yield from _related(list(held.values()))


def _related(pairs: list[tuple[Document, Place]]) -> Iterator[tuple[tuple[Document, Place], ...]]:
    """Formats of one feed together: those that share an entry or a home page with the first."""
    together = [pair for pair in pairs if _marks(pair[0]) & _marks(pairs[0][0])]
    if together:
        yield tuple(together)
    names = {place.name for _, place in together}
    yield from ((pair,) for pair in pairs if pair[1].name not in names)


def _marks(document: Document) -> set[str | None]:
    homes = {link.text for link in document.feed.links if link.rel == "alternate"}
    return {document.file, *homes, *(entry.key for entry in document.entries if entry.key)}
