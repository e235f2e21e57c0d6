"""Elements of XML as rules ask about them: line, text, and the entry that they belong to."""

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"

Element = etree._Element


def line(element: Element) -> int:
    """The line at which an element begins."""
    found = element.sourceline
    return found if isinstance(found, int) else 1


def text(element: Element) -> str:
    """All text of an element, white space included."""
    return "".join(str(part) for part in element.itertext())


def owner(element: Element) -> str | None:
    """The id of the entry that an element is part of, ``None`` for one of the feed's."""
    found: Element | None = element
    while found is not None:
        if found.tag in (f"{ATOM}entry", "item"):
            key = found.findtext("guid" if found.tag == "item" else f"{ATOM}id")
            return (key or "").strip() or None
        found = found.getparent()
    return None


def name(element: Element) -> str:
    """The name of an element as the document writes it, with its prefix."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local
