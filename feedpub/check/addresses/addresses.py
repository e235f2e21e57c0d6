"""Where the URLs of a document stand: in elements and attributes of formats and extensions, or in JSON's keys."""

from collections.abc import Iterator
from typing import Any, cast

from lxml import etree
from msgspec import Struct

from feedpub.check.reading import elements
from feedpub.check.reading.document import Document, Value
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.reading.once import once

_MEDIA = "{http://search.yahoo.com/mrss/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_FEEDBURNER = "{http://rssnamespace.org/feedburner/ext/1.0}"
_BLOG = "{http://backend.userland.com/blogChannelModule}"
_WFW = "{http://wellformedweb.org/CommentAPI/}"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ADMIN = "{http://webns.net/mvcb/}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}"
_PINGBACK = "{http://madskills.com/public/xml/rss/module/pingback/}"
_REPLY = "{http://purl.org/syndication/thread/1.0}in-reply-to"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"

# Where a URL stands: an element and its attribute, ``None`` for its text. RFC 4287 and RFC 4685 let these be relative,
# and say what to.
_RELATIVE = (
    (f"{ATOM}link", "href"),
    (f"{ATOM}content", "src"),
    (f"{ATOM}generator", "uri"),
    *((f"{ATOM}{name}", None) for name in ("icon", "logo", "uri")),
    *((_REPLY, name) for name in ("href", "source")),
)
# RSS 2.0, "Comments on": all of its URLs begin with a scheme; so do those of extensions, and a category's scheme.
_ABSOLUTE = (
    (f"{ATOM}category", "scheme"),
    *((name, None) for name in ("link", "url", "docs", "comments")),
    *((name, "url") for name in ("enclosure", "source")),
    *((f"{_MEDIA}{name}", "url") for name in ("content", "player", "thumbnail", "embed")),
    *((f"{_MEDIA}{name}", "href") for name in ("license", "peerLink", "subTitle")),
    (f"{_MEDIA}rating", "scheme"),
    (f"{_ITUNES}image", "href"),
    (f"{_ITUNES}new-feed-url", None),
    ("{http://www.google.com/schemas/play-podcasts/1.0}image", "href"),
    *((f"{_FEEDBURNER}{name}", None) for name in ("awareness", "origLink")),
    (f"{_FEEDBURNER}feedFlare", "href"),
    *((f"{_BLOG}{name}", None) for name in ("blogRoll", "mySubscriptions", "blink", "changes")),
    *((f"{_WFW}{name}", None) for name in ("comment", "commentRss")),
    *((f"{_TRACKBACK}{name}", None) for name in ("ping", "about")),
    *((f"{_PINGBACK}{name}", None) for name in ("server", "target")),
    ("{http://purl.org/rss/modules/aggregation/}sourceURL", None),
    ("{http://backend.userland.com/creativeCommonsRssModule}license", None),
    ("{http://web.resource.org/cc/}license", _RESOURCE),
    *((f"{_ADMIN}{name}", _RESOURCE) for name in ("generatorAgent", "errorReportsTo")),
    *((f"{_PODCAST}{name}", "url") for name in ("transcript", "chapters", "funding")),
    (_REPLY, "ref"),
)
_TAGS = {tag for tag, _ in (*_RELATIVE, *_ABSOLUTE)}
_PLACES = {
    tag: [
        (attribute, places is _RELATIVE)
        for places in (_RELATIVE, _ABSOLUTE)
        for owner, attribute in places
        if owner == tag
    ]
    for tag in _TAGS
}
_WITH_BASE = etree.XPath("//*[@xml:base]")

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


class Address(Struct, frozen=True):
    """A URL and whose it is; ``may_be_relative`` by its format, ``padded`` with white space that it must not have."""

    value: Value
    entry: str | None
    may_be_relative: bool
    padded: bool = False


@once
def addresses(document: Document) -> tuple[Address, ...]:
    """All URLs of a document outside its texts, in reading order."""
    if document.root is not None:
        return tuple(_in_xml(document, document.root))
    return tuple(_in_json(document, document.data, None))


def _in_xml(document: Document, root: Element) -> Iterator[Address]:
    for element in root.iter(*_PLACES):
        tag = str(element.tag)
        if tag != "link" or document.kind != "atom":
            for attribute, relative in _PLACES[tag]:
                yield from _at(element, attribute, relative)
    for element in cast("list[Element]", _WITH_BASE(root)):
        yield from _at(element, _BASE, True)


def _at(element: Element, attribute: str | None, relative: bool) -> Iterator[Address]:
    """The URL of an element, in its attribute or text, if it is there."""
    text = element.get(attribute) if attribute else elements.text(element)
    tag = str(element.tag)
    if text is None:
        return
    name = tag.rpartition("}")[2] + (f" {attribute.rpartition('}')[2]}" if attribute else "")
    padded = text != text.strip() and (bool(attribute) or tag.startswith(ATOM))
    value = Value(name=name, text=text.strip(), line=elements.line(element))
    yield Address(value, elements.owner(element), relative, padded)


def _in_json(document: Document, data: Any, entry: str | None) -> Iterator[Address]:
    known = {(item.key, value.name, value.text): value for item in document.items for value in item.links}
    for key, name, text in _pairs(data, entry):
        value = known.get((key, name, text.strip())) or Value(name=name, text=text.strip(), line=1)
        yield Address(value, key, False, text != text.strip())


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
