"""What ``type`` makes of an Atom text: plain, HTML, XHTML in a div, or another media type.

RFC 4287, sections 3.1 and 4.1.3.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree

from feedpub.check.vocabulary.grammar import Fault, Node
from feedpub.check.vocabulary.kinds import MEDIA_TYPE

_DIV = "{http://www.w3.org/1999/xhtml}div"
_ATOM = "http://www.w3.org/2005/Atom"
_COMPOSITE = re.compile(r"(?:multipart|message)/", re.IGNORECASE)
_WORDS = ("text", "html", "xhtml")


def construct(node: Node) -> Iterator[Fault]:
    """What is wrong with a title, subtitle, summary or rights."""
    kind = node.get("type", "text")
    if kind and kind not in _WORDS:
        yield "text-type-unknown", f'{_name(node)} has type="{kind}"', "write text, html or xhtml"
    yield from _inside(node, kind)


def content(node: Node) -> Iterator[Fault]:
    """What is wrong with a content."""
    kind = node.get("type", "text").strip()
    remote = node.get("src") is not None
    if kind and kind not in _WORDS and (not MEDIA_TYPE.accepts(kind) or _COMPOSITE.match(kind)):
        repair = "write text, html, xhtml, or the media type of a single part"
        yield "media-type-malformed", f'content has type="{kind}", which is no media type of a single part', repair
    elif kind in _WORDS and remote and node.get("type") is not None:
        yield "media-type-malformed", f'content has src, and type="{kind}"', "write the media type of what is there"
    elif remote:
        yield from _beside(node)
    elif "/" in kind:
        yield from _of_media_type(node, kind.partition(";")[0].strip().lower())
    else:
        yield from _inside(node, kind)


def is_base64(kind: str) -> bool:
    """Whether content of a media type has to be Base64: it is neither text nor XML (RFC 4287, section 4.1.3.3)."""
    kind = kind.partition(";")[0].strip().lower()
    return "/" in kind and not kind.endswith(("+xml", "/xml")) and not kind.startswith("text/")


def _inside(node: Node, kind: str) -> Iterator[Fault]:
    if kind == "xhtml":
        yield from _xhtml(node)
    else:
        yield from _children(node, f"{_name(node)} of type {kind or 'text'}")


def _xhtml(node: Node) -> Iterator[Fault]:
    elements = list(node.iterchildren(etree.Element))
    stray = (node.text or "") + "".join(child.tail or "" for child in node)
    if [child.tag for child in elements] != [_DIV] or stray.strip():
        repair = 'wrap it in <div xmlns="http://www.w3.org/1999/xhtml">'
        yield "xhtml-without-div", f"{_name(node)} of type xhtml is not a single XHTML div", repair
    for inner in node.iterdescendants(etree.Element):
        if etree.QName(inner).namespace in (None, _ATOM):
            fact = f"<{etree.QName(inner).localname}> in {_name(node)} of type xhtml is not in XHTML's namespace"
            yield "element-undefined", fact, 'declare xmlns="http://www.w3.org/1999/xhtml" on the div'
            return


def _of_media_type(node: Node, kind: str) -> Iterator[Fault]:
    if kind.endswith(("+xml", "/xml")):
        return
    yield from _children(node, f"content of type {kind}")
    if is_base64(kind) and not _decodes("".join(map(str, node.itertext()))):
        yield "content-not-base64", f"content of type {kind} is not Base64", "encode it, or link to it"


def _children(node: Node, what: str) -> Iterator[Fault]:
    for child in node.iterchildren(etree.Element):
        fact = f"<{etree.QName(child).localname}> stands in {what}, which holds text alone"
        yield "element-undefined", fact, 'escape it and say type="html", or type="xhtml" with a div'
        return


def _beside(node: Node) -> Iterator[Fault]:
    if len(node) or (node.text or "").strip():
        yield "text-misplaced", "content has src, and text of its own", "leave one of them out"


def _decodes(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _name(node: Node) -> str:
    return etree.QName(node).localname
