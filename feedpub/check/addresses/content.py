"""The links inside the texts of entries: HTML is looked through once, for the attributes that hold URLs."""

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from feedpub.check.reading import elements
from feedpub.check.reading.document import Document
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.reading.once import once

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_TEXTS = (f"{ATOM}content", f"{ATOM}summary", _ENCODED, "description")
_HTML = {"html", "text/html", "xhtml", "application/xhtml+xml"}

# The elements that hold URLs, and their attributes as far as a ">" that no quotation marks hide. It matches tags that
# are never closed, too: an attempt that fails after a long way, from each of a million places, would take for ever.
_TAG = re.compile(
    r"<(a|img|source|video|audio|iframe|embed|object|blockquote|q|area|track|link|image)\b"
    r"([^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(href|src|srcset|poster|cite|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
# Feeds of a hundred entries have a few thousand links; what comes after is a hostile feed's.
_ENOUGH = 50_000
_TARGET = re.compile(r"(?<![\w-])(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Text(NamedTuple):
    """A text of HTML in a document; ``counts_lines`` where its line breaks are those of the file."""

    name: str
    html: str
    line: int
    counts_lines: bool
    entry: str | None

    @property
    def targets(self) -> set[str]:
        """What a fragment may lead to."""
        return {html.unescape(name) for name in _TARGET.findall(self.html)}


class Embedded(NamedTuple):
    """A URL in a text: as written, save for references; the element and attribute that hold it, and its line."""

    url: str
    tag: str
    attribute: str
    line: int
    text: Text


@once
def embedded(document: Document) -> tuple[Embedded, ...]:
    """The URLs in the texts of a document, in reading order: all of them, within reason."""
    return tuple(islice((link for text in texts(document) for link in _links(text)), _ENOUGH))


def _links(text: Text) -> Iterator[Embedded]:
    line, counted = text.line, 0
    for tag in _TAG.finditer(text.html):
        if text.counts_lines:
            line, counted = line + text.html.count("\n", counted, tag.start()), tag.start()
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            name = attribute[1].lower()
            value = attribute[2] or attribute[3] or attribute[4] or ""
            value = html.unescape(value) if "&" in value else value
            for url in _CANDIDATE.findall(value) if name == "srcset" else (value,):
                yield Embedded(url.strip(), tag[1].lower(), name, line, text)


@once
def texts(document: Document) -> tuple[Text, ...]:
    """All texts of HTML in a document, in reading order."""
    return tuple(_texts(document))


def _texts(document: Document) -> Iterator[Text]:
    if document.root is None:
        for item, entry in zip(_items(document.data), document.entries, strict=False):
            yield Text("content_html", str(item.get("content_html") or ""), entry.line, False, entry.key)
        return
    for element in document.root.iter(*_TEXTS):
        markup = _markup(element)
        if "<" in markup or "&lt;" in markup:
            name = str(element.tag).rpartition("}")[2]
            yield Text(name, markup, elements.line(element), True, elements.owner(element))


def _items(data: object) -> list[dict[str, object]]:
    items = data.get("items") if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _markup(element: Element) -> str:
    if not str(element.tag).startswith(ATOM):
        return elements.text(element)
    kind = element.get("type", "text")
    if kind not in _HTML:
        return ""
    if len(element) == 0:
        return elements.text(element)
    return "".join(etree.tostring(child, encoding="unicode") for child in element)
