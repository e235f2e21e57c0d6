"""Rules about bytes: the encoding that is declared and the real one, the type that servers say, the size."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise

from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule

LARGE = 1_000_000

_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)", re.ASCII | re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_XML = frozenset(["application/xml", "text/xml"])
_TYPES = {
    "atom": _XML | {"application/atom+xml"},
    "rss": _XML | {"application/rss+xml", "application/rdf+xml", "application/x-rss+xml", "text/rss+xml"},
    "json": frozenset(["application/feed+json", "application/json"]),
    "opml": _XML | {"text/x-opml", "text/x-opml+xml", "application/x-opml+xml", "application/opml+xml"},
}
# What people pasted from programs of the nineties, and what a decoder leaves where it gave up.
_SUSPECT = re.compile(
    rb"\xc2[\x80-\x9f]|\xef\xbf\xbd|&#(?:12[89]|1[34]\d|15\d|[xX]0{0,2}[89][0-9a-fA-F]|65533|[xX]FFFD);"
)
_FEED = '<?xml version="1.0" encoding="{}"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{}</title></feed>'

_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}'


@rule(lists=True, severity="warning", bad=_FEED.format("windows-1252", "新闻"), good=_FEED.format("utf-8", "新闻"))
def encoding_contradicts(document: Document) -> Iterator[Problem]:
    """Of two encodings that a feed claims, readers believe one each: letters beyond ASCII come out as others.

    XML 1.0, section 4.3.3, and RFC 7303, section 3: a byte order mark, the server's charset and the declaration have to
    agree; readers rank them in this order.
    """
    claims = list(_claims(document))
    for (what, encoding), (other, another) in pairwise(claims):
        if encoding != another:
            fact = f"{what} says {encoding}, and {other} {another}"
            yield Problem(line=1, message=fact, repair="write UTF-8, and say so everywhere")


@rule(lists=True, severity="info", bad=_FEED.format("windows-1252", "News"), good=_FEED.format("utf-8", "News"))
def encoding_not_utf_8(document: Document) -> Iterator[Problem]:
    """All readers know UTF-8; any other encoding costs some of them letters, and podcast directories refuse it.

    XML 1.0, section 4.3.3: processors know UTF-8 and UTF-16, and may know more; RFC 8259, section 8.1: JSON is UTF-8.
    """
    for what, encoding in _claims(document):
        if encoding not in ("utf-8", "ascii"):
            yield Problem(line=1, message=f"{what} says {encoding}", repair="write UTF-8")
            return


@rule(severity="error", bad=f"EF BB BF {_JSON}", good=_JSON)
def byte_order_mark(document: Document) -> Iterator[Problem]:
    """A byte order mark before JSON stops many readers at the first byte, and is invisible to whoever looks for why.

    RFC 8259, section 8.1: it "MUST NOT" be added to JSON that is sent; parsers "MAY" ignore it. XML may have one.
    """
    if document.kind == "json" and document.source.startswith(codecs.BOM_UTF8):
        yield Problem(line=1, message="there is a byte order mark before the JSON", repair="save it as UTF-8 without")


@rule(lists=True, severity="info", bad=_FEED.format("utf-8", "It&#146;s"), good=_FEED.format("utf-8", "It’s"))
def character_suspect(document: Document) -> Iterator[Problem]:
    """A control character or a replacement character (U+FFFD) is what is left of a letter that was decoded wrongly.

    XML 1.0, section 2.2, discourages the characters from U+007F to U+009F: Windows-1252 has its quotation marks there.
    """
    found = _SUSPECT.search(document.source)
    if found and not _is_other_encoding(document):
        line = document.source.count(b"\n", 0, found.start()) + 1
        shown = found[0].decode("utf-8", "replace") if found[0].startswith(b"&") else f"U+{_point(found[0]):04X}"
        count = len(_SUSPECT.findall(document.source))
        fact = f"there is {shown}, no letter" + (f", and {count - 1:,} more such" if count > 1 else "")
        yield Problem(line=line, message=fact, repair="decode the text as Windows-1252, and write UTF-8")


@rule(severity="warning", bad="a feed of 2,000,000 bytes", good="a feed of 200,000 bytes")
def feed_large(document: Document) -> Iterator[Problem]:
    """A feed is fetched many times a day: large ones are cut off by some readers, and asked for less often by others.

    RFC 5005 has feeds in several documents; what readers need is the newest entries.
    """
    size = len(document.source)
    if size > LARGE:
        fact = f"the feed has {size:,} bytes, more than {LARGE:,}"
        yield Problem(line=1, message=fact, repair="show fewer entries, or summaries for their contents")


@rule(lists=True, severity="warning", bad="Content-Type: text/html", good="Content-Type: application/atom+xml")
def content_type_unexpected(document: Document) -> Iterator[Problem]:
    """By the Content-Type, browsers and readers choose between showing a page, keeping a file and subscribing.

    RFC 4287, section 7: application/atom+xml; the RSS Advisory Board: application/rss+xml; JSON Feed 1.1:
    application/feed+json; RFC 7303 has application/xml and text/xml for all of XML.
    """
    said = document.content_type
    if said is not None and said.partition(";")[0].strip().lower() not in _TYPES[document.kind]:
        best = {"json": "application/feed+json", "opml": "text/x-opml"}
        repair = f"let the server say {best.get(document.kind, f'application/{document.kind}+xml')}"
        yield Problem(line=1, message=f'the server says Content-Type "{said}"', repair=repair)


def _claims(document: Document) -> Iterator[tuple[str, str]]:
    """Who says which encoding, the one that readers believe first."""
    mark = next((name for start, name in _MARKS if document.source.startswith(start)), None)
    if mark:
        yield "the byte order mark", mark
    charset = _CHARSET.search(document.content_type or "")
    if charset:
        yield "the server", _normal(charset[1])
    declared = _DECLARED.match(document.source)
    if declared:
        yield "the XML declaration", _normal(declared[1].decode("ascii"))
        if not mark:
            yield from _real(document, _normal(declared[1].decode("ascii")))


def _real(document: Document, declared: str) -> Iterator[tuple[str, str]]:
    """UTF-8 that is declared to be something else gives itself away: other texts are hardly ever UTF-8 by chance."""
    if declared not in ("utf-8", "ascii") and (not document.source.isascii() or declared.startswith("utf-")):
        try:
            document.source.decode("utf-8")
        except UnicodeDecodeError:
            return
        yield "what is written", "utf-8"


def _normal(encoding: str) -> str:
    """The name by which Python knows an encoding, whatever its alias; US-ASCII is a part of UTF-8."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return encoding.lower()
    return "utf-16" if name.startswith("utf-16") else name


def _is_other_encoding(document: Document) -> bool:
    return any(encoding not in ("utf-8", "ascii") for _, encoding in _claims(document))


def _point(character: bytes) -> int:
    return ord(character.decode("utf-8"))
