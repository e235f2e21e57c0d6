"""Atom and RSS bytes → Document, by a parser that fetches and expands nothing."""

from collections.abc import Callable, Iterator

from lxml import etree

from feedpub.check import shown
from feedpub.check.document import Document, Item, LinkValue, NotAFeedError, NotReadableError, Value

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"

Element = etree._Element


def read(data: bytes, file: str, served_at: str | None) -> Document:
    """The feed in XML bytes. Raises NotReadableError or NotAFeedError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        fact = f"this is no well-formed XML: {error.msg}"
        raise NotReadableError(error.lineno or 1, fact, "mend that place; readers show nothing of the feed") from None
    if root.tag == f"{ATOM}feed":
        entries = tuple(_atom_item(entry) for entry in root.iterchildren(f"{ATOM}entry"))
        return Document(file=file, kind="atom", feed=_atom_item(root), entries=entries, served_at=served_at, root=root)
    channel = root.find("channel")
    if root.tag == "rss" and channel is not None:
        entries = tuple(_rss_item(item) for item in channel.iterchildren("item"))
        return Document(file=file, kind="rss", feed=_rss_item(channel), entries=entries, served_at=served_at, root=root)
    raise NotAFeedError(f"an XML document <{etree.QName(root).localname}>")


def _atom_item(element: Element) -> Item:
    return Item(
        line=_line(element),
        id=_first(element, f"{ATOM}id"),
        title=_first(element, f"{ATOM}title"),
        published=_first(element, f"{ATOM}published"),
        updated=_first(element, f"{ATOM}updated"),
        links=tuple(_atom_links(element)),
        shown=shown.of_atom(element),
    )


def _rss_item(element: Element) -> Item:
    return Item(
        line=_line(element),
        id=_first(element, "guid"),
        title=_first(element, "title"),
        published=_first(element, "pubDate", f"{DC}date"),
        updated=_first(element, "lastBuildDate", f"{ATOM}updated"),
        links=(
            *(
                LinkValue(name="link", text=_text(link), line=_line(link), rel="alternate")
                for link in element.iterchildren("link")
            ),
            *_atom_links(element),
            *(
                LinkValue(name="enclosure", text=link.get("url", ""), line=_line(link), rel="enclosure")
                for link in element.iterchildren("enclosure")
            ),
        ),
        shown=shown.of_rss(element),
    )


def _atom_links(element: Element) -> Iterator[LinkValue]:
    for link in element.iterchildren(f"{ATOM}link"):
        rel = link.get("rel", "alternate")
        yield LinkValue(name=f'link rel="{rel}"', text=link.get("href", ""), line=_line(link), rel=rel)


def _first(element: Element, *tags: str) -> Value | None:
    found = next((child for tag in tags for child in element.iterchildren(tag)), None)
    if found is None:
        return None
    return Value(name=etree.QName(found).localname, text=_text(found), line=_line(found))


def _text(element: Element) -> str:
    join: Callable[[Iterator[str]], str] = "".join
    return join(str(part) for part in element.itertext()).strip()


def _line(element: Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1
