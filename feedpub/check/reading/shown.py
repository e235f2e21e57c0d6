"""What an entry shows beside its title, links and dates, in one shape for all formats: authors, categories, text."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from lxml import etree
from msgspec import Struct

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
XHTML = "{http://www.w3.org/1999/xhtml}"

_TAG = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]*>")
_SPACE = re.compile(r"\s+")
# RSS 2.0: an author is an email address, with a name in brackets or without.
_RSS_AUTHOR = re.compile(r"\S+@\S+\s*\((?P<name>.+)\)")


class Shown(Struct, frozen=True, kw_only=True, dict=True):
    """Names of authors, categories as readers show them, and the fullest text, as HTML or plain."""

    authors: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    content: str = ""
    is_html: bool = True

    def says(self, other: "Shown") -> bool:
        """Whether both have the same text, or one has none."""
        if not self.content or not other.content or (self.content, self.is_html) == (other.content, other.is_html):
            return True  # the common case, without a look at the text
        return self.text == other.text

    @cached_property
    def text(self) -> str:
        """The content as people read it: without tags and white space, in which formats may differ."""
        text = html.unescape(_TAG.sub("", self.content)) if self.is_html else self.content
        return _SPACE.sub("", text)


NOTHING = Shown()


def of_atom(element: etree._Element) -> Shown:
    """What an Atom entry or feed shows."""
    content = _child(element, f"{ATOM}content", f"{ATOM}summary")
    kind = "text" if content is None else content.get("type", "text")
    return Shown(
        authors=_texts(author.findtext(f"{ATOM}name") for author in element.iterchildren(f"{ATOM}author")),
        categories=_texts(child.get("label") or child.get("term") for child in element.iterchildren(f"{ATOM}category")),
        content=_text(content),
        is_html=kind in {"html", "text/html"},
    )


def of_rss(element: etree._Element) -> Shown:
    """What an RSS item or channel shows."""
    return Shown(
        authors=_texts(map(_name, element.iterchildren("author", "managingEditor", f"{DC}creator"))),
        categories=_texts(map(_text, element.iterchildren("category"))),
        content=_text(_child(element, CONTENT, "description")),
    )


def of_json(item: dict[str, Any]) -> Shown:
    """What an item of a JSON Feed, or the feed, shows; of values that are none of the format's, nothing."""
    people = item.get("authors") or [item.get("author")]
    names = (person.get("name") for person in _list(people) if isinstance(person, dict))
    is_html = isinstance(item.get("content_html"), str)
    content = item.get("content_html") if is_html else item.get("content_text") or item.get("summary")
    return Shown(
        authors=_texts(names),
        categories=_texts(_list(item.get("tags"))),
        content=content if isinstance(content, str) else "",
        is_html=is_html,
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[object]) -> frozenset[str]:
    found = (_SPACE.sub(" ", value).strip() for value in values if isinstance(value, str))
    return frozenset(text for text in found if text)


def _name(element: etree._Element) -> str:
    text = _text(element).strip()
    match = _RSS_AUTHOR.fullmatch(text)
    return match["name"] if match else text


def _child(element: etree._Element, *tags: str) -> etree._Element | None:
    return next((child for tag in tags for child in element.iterchildren(tag)), None)


def _text(element: etree._Element | None) -> str:
    return "".join(_strings(element)) if element is not None else ""


def _strings(element: etree._Element) -> Iterator[str]:
    for part in element.itertext():
        yield str(part)
