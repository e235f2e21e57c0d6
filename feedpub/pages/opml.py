"""The list of all feeds, as OPML 2.0: what a reader imports to subscribe to all of them."""

from collections.abc import Sequence

from lxml import etree

from feedpub.config import Site
from feedpub.formats import FORMATS
from feedpub.formats.dates import rfc_5322
from feedpub.model import Feed

FILENAME = "feeds.opml"
_BY_READERS = ("atom", "rss", "json")  # who reads OPML reads XML


def opml(site: Site, feeds: Sequence[tuple[Feed, Sequence[str]]]) -> bytes:
    """The list, in the order of ``feeds`` (one at least), each with the formats that it is written in."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    _add(head, "title", site.title)
    _add(head, "dateModified", rfc_5322(max(feed.updated for feed, _ in feeds)))
    if site.author:
        _add(head, "ownerName", site.author.name)
    body = etree.SubElement(root, "body")
    for feed, formats in feeds:
        etree.SubElement(body, "outline", _outline(feed, formats))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _outline(feed: Feed, formats: Sequence[str]) -> dict[str, str]:
    shown = next(FORMATS[name] for name in _BY_READERS if name in formats)
    outline = {
        "type": "rss",  # OPML 2.0, "Subscription lists": whatever the format is
        "text": feed.title,
        "title": feed.title,
        "description": feed.subtitle,
        "xmlUrl": feed.location + shown.filename,
        "htmlUrl": feed.location,
    }
    return outline | ({"language": feed.language} if feed.language else {})


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
