"""Rules about elements and attributes: known, in their place, complete, and no more often than they may be."""

from collections.abc import Iterator

from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule
from feedpub.check.structure.faults import faults

_RSS = '<rss version="2.0"><channel><title>T</title><link>https://example.com/</link>{}</channel></rss>'
_CHANNEL = _RSS.format("<description>D</description>{}")
_ITEM = _CHANNEL.format("<item><title>a</title>{}</item>")
_GOOD_ITEM = _ITEM.format("<pubDate>Sat, 20 Dec 2025 20:00:08 +0800</pubDate>")
_MP3 = '<enclosure url="https://example.com/1.mp3" length="{}" type="audio/mpeg"/>'
_ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'


@rule(
    lists=True,
    severity="error",
    bad=_ITEM.format("<pubdate>Sat, 20 Dec 2025 20:00:08 +0800</pubdate>"),
    good=_GOOD_ITEM,
)
def element_undefined(document: Document) -> Iterator[Problem]:
    """An element that no specification defines is one that no reader shows; often only its capitals are wrong.

    RSS 2.0, "Extending RSS": elements "not described on this page" have to be "defined in a namespace"; RFC 4287,
    section 6.4, has extensions in any namespace but Atom's; the known extensions have lists of their own.
    """
    yield from faults(document).get("element-undefined", ())


@rule(
    lists=True,
    severity="error",
    bad=f"<itunes:season {_ITUNES}>1</itunes:season>",
    good=f"<entry><title>a</title><itunes:season {_ITUNES}>1</itunes:season></entry>",
)
def element_misplaced(document: Document) -> Iterator[Problem]:
    """An element in a place that its specification does not give it is passed over: readers look for it elsewhere.

    RFC 4287, section 4; RSS 2.0, "Optional channel elements" and "Elements of <item>"; of extensions, the lists of
    what stands in a channel and what in an item.
    """
    yield from faults(document).get("element-misplaced", ())


@rule(
    lists=True,
    severity="warning",
    bad=_CHANNEL.format(
        '<atom:published xmlns:atom="http://www.w3.org/2005/Atom">2025-12-20T20:00:08Z</atom:published>'
    ),
    good=_CHANNEL.format('<atom:updated xmlns:atom="http://www.w3.org/2005/Atom">2025-12-20T20:00:08Z</atom:updated>'),
)
def element_out_of_place(document: Document) -> Iterator[Problem]:
    """Atom's elements in RSS mean what they mean in Atom, if they stand where they would in Atom.

    RFC 4287, section 4.1: what feeds and entries hold; few readers look for anything in RSS but ``atom:link``.
    """
    yield from faults(document).get("element-out-of-place", ())


@rule(
    lists=True,
    severity="error",
    bad=_ITEM.format("<title>b</title>"),
    good=_ITEM.format(""),
)
def element_duplicate(document: Document) -> Iterator[Problem]:
    """Of an element that is there twice, some readers show the first, others the last.

    RFC 4287, sections 4.1.1 and 4.1.2: "MUST NOT contain more than one"; RSS 2.0 describes each as one, but for
    ``category`` and ``item``; extensions say so of theirs.
    """
    yield from faults(document).get("element-duplicate", ())


@rule(
    lists=True,
    severity="warning",
    bad=_ITEM.format(_MP3.format(1) + _MP3.format(2)),
    good=_ITEM.format(_MP3.format(1)),
)
def element_repeated(document: Document) -> Iterator[Problem]:
    """Of several enclosures, most readers offer one: some the first, some the last.

    RSS Advisory Board's profile, "enclosure": "an item SHOULD NOT contain more than one".
    """
    yield from faults(document).get("element-repeated", ())


@rule(lists=True, severity="error", bad=_RSS.format(""), good=_CHANNEL.format(""))
def element_missing(document: Document) -> Iterator[Problem]:
    """What a specification requires, readers rely on: without it they show gaps, or nothing.

    RFC 4287, sections 3.2, 4.1.1 and 4.1.2; RSS 2.0, "Required channel elements", image and textInput; OPML 2.0.
    """
    yield from faults(document).get("element-missing", ())


@rule(
    lists=True,
    severity="error",
    bad=_CHANNEL.format("<item/>"),
    good=_ITEM.format(""),
)
def item_without_text(document: Document) -> Iterator[Problem]:
    """An item without title and description has nothing to be shown.

    RSS 2.0, "Elements of <item>": "at least one of title or description must be present".
    """
    yield from faults(document).get("item-without-text", ())


@rule(lists=True, severity="error", bad=_CHANNEL.format("News"), good=_CHANNEL.format("<category>News</category>"))
def text_misplaced(document: Document) -> Iterator[Problem]:
    """Text between elements belongs to none, so it is shown nowhere; often a tag was forgotten.

    RFC 4287, section 4.1, and RSS 2.0: feeds, entries, channels and items hold elements; section 4.1.3.2 of RFC 4287:
    content with ``src`` is empty.
    """
    yield from faults(document).get("text-misplaced", ())


@rule(
    lists=True,
    severity="warning",
    bad="<author><name/></author>",
    good="<author><name>Jo Editor</name></author>",
)
def element_empty(document: Document) -> Iterator[Problem]:
    """An element without its text is shown as a gap, or read as 0.

    RFC 4287, section 3.2.1: a name is human-readable; RSS 2.0: optional elements are there to say something.
    """
    yield from faults(document).get("element-empty", ())


@rule(
    lists=True,
    severity="error",
    bad='<link href="https://example.com/" target="_blank"/>',
    good='<link href="https://example.com/" type="text/html"/>',
)
def attribute_undefined(document: Document) -> Iterator[Problem]:
    """An attribute that no specification defines is read by nobody; often only its capitals are wrong.

    RFC 4287, section 2: attributes without a namespace are those that it defines; RSS 2.0, "Extending RSS".
    """
    yield from faults(document).get("attribute-undefined", ())


@rule(
    lists=True,
    severity="error",
    bad=_ITEM.format('<enclosure url="https://example.com/1.mp3" type="audio/mpeg"/>'),
    good=_ITEM.format(_MP3.format(1)),
)
def attribute_missing(document: Document) -> Iterator[Problem]:
    """What a specification requires of an attribute, readers rely on: podcasts do not start without all three.

    RSS 2.0, enclosure: "It has three required attributes"; cloud and source; RFC 4287, section 4.2.2.1: ``term``.
    """
    yield from faults(document).get("attribute-missing", ())


@rule(
    lists=True,
    severity="warning",
    bad='<link href="https://example.com/" length=""/>',
    good='<link href="https://example.com/" length="4096"/>',
)
def attribute_empty(document: Document) -> Iterator[Problem]:
    """An empty attribute says nothing; some readers take it for 0, or for a mistake.

    RFC 4287, section 4.2.7, and Media RSS: what is not known is left out.
    """
    yield from faults(document).get("attribute-empty", ())
