"""Rules about what stands before a feed: the version of XML, document types and what they would define."""

from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from feedpub.check.reading import elements
from feedpub.check.reading.document import Document
from feedpub.check.reading.elements import Element
from feedpub.check.rule import Problem, rule

_RSS = (
    '<rss version="2.0"><channel><title>{}</title><link>https://example.com/</link><description>D</description>'
    "</channel></rss>"
)
_DECLARED = '<?xml version="{}"?>' + _RSS.format("News")
# The type of RSS 0.91 brings the names that HTML has for letters.
_NETSCAPE = "-//Netscape Communications//DTD RSS 0.91//EN"
_TYPED = '<!DOCTYPE rss SYSTEM "https://example.com/rss.dtd">'


@rule(lists=True, severity="error", bad=_DECLARED.format("1.1"), good=_DECLARED.format("1.0"))
def xml_version_unknown(document: Document) -> Iterator[Problem]:
    """Readers know XML 1.0 alone; a feed that says 1.1 is refused by most parsers.

    RFC 4287, section 2, and RSS 2.0: feeds "conform to XML 1.0".
    """
    version = document.root.getroottree().docinfo.xml_version if document.root is not None else "1.0"
    if version != "1.0":
        yield Problem(line=1, message=f"the feed says that it is XML {version}", repair='write version="1.0"')


@rule(lists=True, severity="warning", bad=_TYPED + _RSS.format("News"), good=_RSS.format("News"))
def doctype_external(document: Document) -> Iterator[Problem]:
    """A document type that is elsewhere is not fetched: what it would define is missing, and some readers refuse it.

    XML 1.0, section 4.4.3: processors need not read it; RSS 0.91's is no longer where it was.
    """
    declared = _doctype(document.root)
    if declared is not None and declared.system_url:
        fact = f'the document type is at "{declared.system_url}"'
        yield Problem(line=1, message=fact, repair="leave <!DOCTYPE …> out")


@rule(lists=True, severity="error", bad=_TYPED + _RSS.format("A&nbsp;B"), good=_RSS.format("A&#160;B"))
def entity_undefined(document: Document) -> Iterator[Problem]:
    """An entity that the feed itself does not define is shown as nothing: XML knows amp, lt, gt, quot and apos.

    XML 1.0, section 4.1, "Entity Declared"; section 4.6 has the five.
    """
    if document.root is None:
        return
    declared = _doctype(document.root)
    known = {f"&{entity.name};" for entity in declared.iterentities()} if declared is not None else set()
    if declared is not None and declared.external_id == _NETSCAPE:
        known |= {f"&{name};" for name in name2codepoint}
    for entity in document.root.iter(etree.Entity):
        if entity.text not in known:
            yield _undefined(entity)


def _doctype(root: Element | None) -> Any:
    """The document type as lxml has it, whose stubs know little of it."""
    return root.getroottree().docinfo.internalDTD if root is not None else None


def _undefined(entity: Element) -> Problem:
    repair = "write the character itself"
    parent = entity.getparent()
    owner = elements.owner(parent) if parent is not None else None
    return Problem(line=elements.line(entity), message=f"{entity.text} is not defined", repair=repair, entry=owner)
