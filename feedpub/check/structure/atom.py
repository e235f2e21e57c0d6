"""Rules of Atom that look at several elements at once: authors, summaries, order, and documents of a history."""

from collections.abc import Iterator

from feedpub.check.reading import elements
from feedpub.check.reading.document import Document
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.rule import Problem, rule
from feedpub.check.vocabulary import atom_text

_HISTORY = "{http://purl.org/syndication/history/1.0}"
_AUTHOR = "<author><name>Jo Editor</name></author>"
_ENTRY = "<entry><title>a</title>{}</entry>"
_COMPLETE = '<complete xmlns="http://purl.org/syndication/history/1.0"/><link rel="{}" href="https://example.com/{}"/>'
# RFC 5005: links to the rest of a feed that is in several documents.
_PAGES = frozenset(["first", "last", "next", "previous", "prev", "prev-archive", "next-archive"])


@rule(severity="error", bad=_ENTRY.format(""), good=_AUTHOR + _ENTRY.format(""))
def author_missing(document: Document) -> Iterator[Problem]:
    """An entry without an author, in a feed without one, is by nobody: aggregators leave the name out, or make one up.

    RFC 4287, section 4.1.2: entries "MUST contain one or more atom:author elements, unless the entry contains an
    atom:source element that contains an atom:author element", or the feed does.
    """
    for entry in _entries(document):
        if not any(map(_authors, (document.root, entry, entry.find(f"{ATOM}source")))):
            yield _problem(entry, "neither this entry nor the feed has an author", "give the feed one")


@rule(
    severity="error",
    bad=_ENTRY.format('<content type="audio/mpeg" src="https://example.com/1.mp3"/>'),
    good=_ENTRY.format('<content type="audio/mpeg" src="https://example.com/1.mp3"/><summary>One</summary>'),
)
def summary_missing(document: Document) -> Iterator[Problem]:
    """Content that is elsewhere, or in Base64, is nothing to be read: the summary is what readers show.

    RFC 4287, section 4.1.2: such entries "MUST contain an atom:summary element".
    """
    for entry in _entries(document):
        content = entry.find(f"{ATOM}content")
        if content is None or entry.find(f"{ATOM}summary") is not None:
            continue
        if content.get("src") is not None or atom_text.is_base64(content.get("type", "")):
            yield _problem(entry, "this entry's content cannot be shown, and it has no summary", "add a summary")


@rule(
    severity="error",
    bad=_ENTRY.format("") + _AUTHOR,
    good=_AUTHOR + _ENTRY.format(""),
)
def metadata_after_entry(document: Document) -> Iterator[Problem]:
    """Readers that show a feed while it arrives know it by what comes before its entries.

    RFC 4287, section 4.1.1: "metadata elements followed by zero or more atom:entry child elements".
    """
    root = _root(document)
    first = root.find(f"{ATOM}entry") if root is not None else None
    for child in first.itersiblings(f"{ATOM}*") if first is not None else ():
        if child.tag != f"{ATOM}entry":
            yield _problem(child, f"<{elements.name(child)}> comes after an entry", "write it before all entries")


@rule(
    severity="error",
    bad=_COMPLETE.format("next", "2.xml"),
    good=_COMPLETE.format("self", "feeds/atom.xml"),
)
def history_contradicts(document: Document) -> Iterator[Problem]:
    """A feed that says that it is complete has no more pages: readers delete what it does not list.

    RFC 5005, section 2: a complete feed is one document; sections 3 and 4 have the links between several.
    """
    for parent in _holders(document):
        if parent.find(f"{_HISTORY}complete") is None:
            continue
        own = {link.get("href") for link in parent.iterchildren(f"{ATOM}link") if link.get("rel") == "self"}
        for link in parent.iterchildren(f"{ATOM}link"):
            rel = link.get("rel")
            if rel in _PAGES or (rel == "current" and own and link.get("href") not in own):
                fact = f'this feed is complete, and has a link of rel="{rel}"'
                yield _problem(link, fact, "leave one of them out")


def _root(document: Document) -> Element | None:
    return document.root if document.kind == "atom" else None


def _entries(document: Document) -> Iterator[Element]:
    root = _root(document)
    if root is not None:
        yield from root.iterchildren(f"{ATOM}entry")


def _holders(document: Document) -> Iterator[Element]:
    """The element that holds what the feed says of itself."""
    if document.root is not None:
        yield from document.root.iter(f"{ATOM}feed", "channel")


def _authors(element: Element | None) -> bool:
    return element is not None and element.find(f"{ATOM}author") is not None


def _problem(element: Element, fact: str, repair: str) -> Problem:
    return Problem(line=elements.line(element), message=fact, repair=repair, entry=elements.owner(element))
