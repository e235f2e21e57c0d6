"""Atom and RSS bytes → Document, by a parser that fetches and expands nothing."""

from collections.abc import Callable, Iterator

from lxml import etree

from feedpub.check.reading import shown
from feedpub.check.reading.document import Document, Item, Kind, LinkValue, NotAFeedError, NotReadableError, Value
from feedpub.check.vocabulary.namespaces import ATOM_0_3, RDF, RSS_1

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
    kind, feed, entries = _parts(root)
    return Document(
        file=file,
        kind=kind,
        feed=feed,
        entries=tuple(entries),
        served_at=served_at,
        root=root,
        source=data,
    )


def _parts(root: Element) -> tuple[Kind, Item, Iterator[Item]]:
    """What the document is, the feed, and its entries."""
    if root.tag == f"{ATOM}feed":
        return "atom", _atom_item(root), map(_atom_item, root.iterchildren(f"{ATOM}entry"))
    if root.tag == "opml":
        return "opml", Item(line=_line(root)), iter(())
    if root.tag == f"{{{RDF}}}RDF":
        _without_namespace(root)
    channel = root.find("channel")
    if channel is not None and root.tag in ("rss", f"{{{RDF}}}RDF"):
        return "rss", _rss_item(channel), map(_rss_item, (channel if root.tag == "rss" else root).iterchildren("item"))
    raise NotAFeedError(f"an XML document <{etree.QName(root).localname}>{_old(root)}")


def _without_namespace(root: Element) -> None:
    """RSS 1.0 puts into a namespace what RSS 2.0 has outside of any: rules know it by the names of RSS 2.0."""
    for element in root.iter(*(f"{{{namespace}}}*" for namespace in RSS_1)):
        element.tag = etree.QName(element).localname


def _old(root: Element) -> str:
    return " of Atom 0.3, which was replaced in 2005" if etree.QName(root).namespace == ATOM_0_3 else ""


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
        href, language = link.get("href", ""), link.get("hreflang")
        yield LinkValue(name=f'link rel="{rel}"', text=href, line=_line(link), rel=rel, language=language)


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
