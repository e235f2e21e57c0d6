"""The plain texts of a document: where its format says that there is no HTML."""

from collections.abc import Iterator
from typing import NamedTuple

from feedpub.check.reading import elements
from feedpub.check.reading.document import Document, Path
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.reading.once import once

_MEDIA = "{http://search.yahoo.com/mrss/}"
_CONSTRUCTS = tuple(f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "rights", "content"))
_MEDIA_TEXTS = tuple(f"{_MEDIA}{name}" for name in ("title", "description", "text"))
_OTHERS = ("title", "copyright", "category", f"{ATOM}name", "{http://purl.org/dc/elements/1.1/}rights")
_IN_JSON = frozenset(["title", "content_text", "name"])


class Plain(NamedTuple):
    """A plain text; ``instead``: where HTML would be welcome."""

    name: str
    text: str
    line: int
    entry: str | None
    instead: str = ""


@once
def plain(document: Document) -> tuple[Plain, ...]:
    """All plain texts of a document, in reading order."""
    root = document.root
    return tuple(_in_json(document, document.data, (), None) if root is None else _in_xml(root))


def _in_xml(root: Element) -> Iterator[Plain]:
    for element in root.iter(*_CONSTRUCTS, *_MEDIA_TEXTS, *_OTHERS):
        tag = str(element.tag)
        typed = tag in _CONSTRUCTS or tag in _MEDIA_TEXTS
        if typed and element.get("type") not in (None, "text", "plain", "text/plain"):
            continue
        text = elements.text(element)
        if "<" in text or "&" in text:
            instead = ', or say type="html"' if typed else ""
            yield Plain(elements.name(element), text, elements.line(element), elements.owner(element), instead)


def _in_json(document: Document, data: object, path: Path, entry: str | None) -> Iterator[Plain]:
    if isinstance(data, list):
        for index, each in enumerate(data):
            yield from _in_json(document, each, (*path, index), entry)
    elif isinstance(data, dict):
        entry = str(data["id"]) if data.get("id") and path[:1] == ("items",) else entry
        for name, value in data.items():
            if name in _IN_JSON and isinstance(value, str):
                instead = ", or write content_html" if name == "content_text" else ""
                yield Plain(name, value, document.lines.get((*path, name), 1), entry, instead)
            elif not name.startswith("_"):
                yield from _in_json(document, value, (*path, name), entry)
