"""Where the URLs of a document stand: in elements and attributes of formats and extensions, or in JSON's keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from feedpub.check import elements
from feedpub.check.document import Document, Value
from feedpub.check.elements import ATOM, Element

_MEDIA = "{http://search.yahoo.com/mrss/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_FEEDBURNER = "{http://rssnamespace.org/feedburner/ext/1.0}"
_BLOG = "{http://backend.userland.com/blogChannelModule}"
_WFW = "{http://wellformedweb.org/CommentAPI/}"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ADMIN = "{http://webns.net/mvcb/}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"

# RFC 4287 lets these be relative, and says what to; the scheme of a category is "an IRI", absolute.
_RELATIVE = {
    f"{ATOM}link": "href",
    f"{ATOM}content": "src",
    f"{ATOM}generator": "uri",
    f"{ATOM}icon": None,
    f"{ATOM}logo": None,
    f"{ATOM}uri": None,
}
# RSS 2.0, "Comments on": all of its URLs begin with a scheme; so do those of extensions.
_ABSOLUTE = {
    f"{ATOM}category": "scheme",
    **dict.fromkeys(("link", "url", "docs", "comments")),
    **dict.fromkeys(("enclosure", "source"), "url"),
    **{f"{_MEDIA}{name}": "url" for name in ("content", "player", "thumbnail", "license")},
    f"{_MEDIA}rating": "scheme",
    f"{_ITUNES}image": "href",
    f"{_ITUNES}new-feed-url": None,
    **dict.fromkeys([f"{_FEEDBURNER}awareness", f"{_FEEDBURNER}origLink"]),
    f"{_FEEDBURNER}feedFlare": "href",
    **dict.fromkeys([f"{_BLOG}{name}" for name in ("blogRoll", "mySubscriptions", "blink", "changes")]),
    **dict.fromkeys([f"{_WFW}comment", f"{_WFW}commentRss"]),
    "{http://backend.userland.com/creativeCommonsRssModule}license": None,
    "{http://web.resource.org/cc/}license": _RESOURCE,
    **{f"{_ADMIN}{name}": _RESOURCE for name in ("generatorAgent", "errorReportsTo")},
    **{f"{_PODCAST}{name}": "url" for name in ("transcript", "chapters", "funding")},
}
_OF_JSON = frozenset(
    [
        "home_page_url",
        "feed_url",
        "next_url",
        "icon",
        "favicon",
        "url",
        "external_url",
        "image",
        "banner_image",
        "avatar",
    ]
)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL as it stands, and whose it is; ``may_be_relative`` by its format, ``raw`` with the white space around."""

    value: Value
    entry: str | None
    may_be_relative: bool
    raw: str
    padded: bool = False


@lru_cache(maxsize=4)
def addresses(document: Document) -> tuple[Address, ...]:
    """All URLs of a document outside its texts, in reading order."""
    if document.root is not None:
        return tuple(_in_xml(document, document.root))
    return tuple(_in_json(document, document.data, None))


def _in_xml(document: Document, root: Element) -> Iterator[Address]:
    for element in root.iter(*_RELATIVE, *_ABSOLUTE):
        tag = str(element.tag)
        attribute = _RELATIVE.get(tag, _ABSOLUTE.get(tag))
        text = element.get(attribute) if attribute else elements.text(element)
        if text is None or (tag == "link" and document.kind == "atom"):
            continue
        name = tag.rpartition("}")[2] + (f" {attribute.rpartition('}')[2]}" if attribute else "")
        padded = text != text.strip() and (bool(attribute) or tag.startswith(ATOM))
        value = Value(name=name, text=text.strip(), line=elements.line(element))
        yield Address(value, elements.owner(element), tag in _RELATIVE, text, padded)


def _in_json(document: Document, data: Any, entry: str | None) -> Iterator[Address]:
    known = {(item.key, value.name, value.text): value for item in document.items for value in item.links}
    for key, name, text in _pairs(data, entry):
        value = known.get((key, name, text.strip())) or Value(name=name, text=text.strip(), line=1)
        yield Address(value, key, False, text, text != text.strip())


def _pairs(data: Any, entry: str | None) -> Iterator[tuple[str | None, str, str]]:
    if isinstance(data, list):
        for each in data:
            yield from _pairs(each, entry)
    elif isinstance(data, dict):
        entry = str(data["id"]) if data.get("id") else entry
        for name, value in data.items():
            if name in _OF_JSON and isinstance(value, str):
                yield entry, name, value
            elif not name.startswith("_"):
                yield from _pairs(value, entry)
