"""Rules about values: numbers, words of a list, languages, media types, mail addresses, types of text."""

from collections.abc import Iterator

from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule
from feedpub.check.structure.faults import faults

_RSS = (
    '<rss version="2.0"><channel><title>T</title><link>https://example.com/</link><description>D</description>{}'
    "</channel></rss>"
)
_ENTRY = "<entry><title>a</title>{}</entry>"
_CONTENT = '<content type="{}">{}</content>'
_ITUNES = '<itunes:category xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" text="{}"/>'
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">One</div>'


@rule(lists=True, severity="error", bad=_RSS.format("<ttl>1.5</ttl>"), good=_RSS.format("<ttl>60</ttl>"))
def value_malformed(document: Document) -> Iterator[Problem]:
    """A value that is not of the kind that its element asks for is passed over, or taken for another.

    RSS 2.0: ``ttl`` is "a number of minutes", hours go from 0 to 23, an image is at most 144 by 400 pixels; lists of
    words and numbers of extensions are in their specifications.
    """
    yield from faults(document).get("value-malformed", ())


@rule(
    lists=True,
    severity="error",
    bad=_RSS.format("<skipDays><day>Sunday</day><day>Sunday</day></skipDays>"),
    good=_RSS.format("<skipDays><day>Saturday</day><day>Sunday</day></skipDays>"),
)
def value_repeated(document: Document) -> Iterator[Problem]:
    """An hour or day to be skipped twice was meant to be another one.

    RSS 2.0, skipHours and skipDays: up to 24 hours, up to seven days.
    """
    yield from faults(document).get("value-repeated", ())


@rule(
    lists=True,
    severity="error",
    bad=_RSS.format("<language>en_US</language>"),
    good=_RSS.format("<language>en-US</language>"),
)
def language_malformed(document: Document) -> Iterator[Problem]:
    """Readers choose fonts, hyphenation and voices by the language; one that is not registered is none.

    BCP 47 (RFC 5646), section 2: subtags of a registry, with hyphens between; XML 1.0, section 2.12; RSS 2.0, language.
    """
    yield from faults(document).get("language-malformed", ())


@rule(
    lists=True,
    severity="error",
    bad='<link href="https://example.com/" type="html"/>',
    good='<link href="https://example.com/" type="text/html"/>',
)
def media_type_malformed(document: Document) -> Iterator[Problem]:
    """By the media type readers choose the program that opens what a link leads to.

    RFC 4287, sections 4.1.3.1 and 4.2.7.3: types are those of RFC 6838, in content not of many parts; RSS 2.0,
    enclosure: "a standard MIME type".
    """
    yield from faults(document).get("media-type-malformed", ())


@rule(
    lists=True,
    severity="error",
    bad=_RSS.format("<webMaster>Jo Editor</webMaster>"),
    good=_RSS.format("<webMaster>jo@example.com (Jo Editor)</webMaster>"),
)
def mail_malformed(document: Document) -> Iterator[Problem]:
    """Where a mail address is due, a name alone reaches nobody; in RSS, ``dc:creator`` is for names.

    RSS 2.0: ``author``, ``managingEditor`` and ``webMaster`` are "email address"; RFC 4287, section 3.2.3: ``email``
    "MUST conform to the addr-spec production", with nothing beside it.
    """
    yield from faults(document).get("mail-malformed", ())


@rule(
    lists=True,
    severity="error",
    bad=_ENTRY.format('<summary type="text/html">One</summary>'),
    good=_ENTRY.format('<summary type="html">One</summary>'),
)
def text_type_unknown(document: Document) -> Iterator[Problem]:
    """Titles, summaries and rights are text, html or xhtml; of any other type, readers show the source.

    RFC 4287, section 3.1.1: "the value MUST be one of text, html, or xhtml", media types excluded.
    """
    yield from faults(document).get("text-type-unknown", ())


@rule(
    lists=True,
    severity="error",
    bad=_ENTRY.format(_CONTENT.format("xhtml", "One")),
    good=_ENTRY.format(_CONTENT.format("xhtml", _DIV)),
)
def xhtml_without_div(document: Document) -> Iterator[Problem]:
    """Readers take what is inside of the div; without one, in XHTML's namespace, they show nothing.

    RFC 4287, sections 3.1.1.3 and 4.1.3.3: the content "MUST be a single XHTML div element".
    """
    yield from faults(document).get("xhtml-without-div", ())


@rule(
    lists=True,
    severity="error",
    bad=_ENTRY.format(_CONTENT.format("image/png", "not an image")),
    good=_ENTRY.format(_CONTENT.format("image/png", "iVBORw0KGgo=")),
)
def content_not_base64(document: Document) -> Iterator[Problem]:
    """Content that is neither text nor XML is in Base64; anything else cannot be decoded.

    RFC 4287, section 4.1.3.3, rule 6: "the content of atom:content MUST be a valid Base64 encoding".
    """
    yield from faults(document).get("content-not-base64", ())


@rule(
    lists=True,
    severity="error",
    bad=_RSS.format(_ITUNES.format("Blogging")),
    good=_RSS.format(_ITUNES.format("Technology")),
)
def category_unknown(document: Document) -> Iterator[Problem]:
    """Apple Podcasts files a show under the categories of its own list, and under no others.

    Podcaster's guide, "Apple Podcasts categories": the names are spelt as they are listed.
    """
    yield from faults(document).get("category-unknown", ())


@rule(
    lists=True,
    severity="warning",
    bad=_RSS.format(_ITUNES.format("Audio Blogs")),
    good=_RSS.format(_ITUNES.format("Technology")),
)
def category_former(document: Document) -> Iterator[Problem]:
    """A category that Apple has given up is read as another, or as none.

    Podcaster's guide, "Apple Podcasts categories": the list is that of 2019.
    """
    yield from faults(document).get("category-former", ())
