"""Rules about URLs as they are written: well-formed, whole, in ASCII."""

from collections.abc import Iterator

from feedpub.check.addresses import iri
from feedpub.check.addresses.addresses import Address, addresses
from feedpub.check.addresses.iri import Fault
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule

_LINK = '<entry><link href="{}"/></entry>'
_GOOD = _LINK.format("https://example.com/posts/1/")


def _faulty(document: Document, fault: Fault, *, relative: bool = False) -> Iterator[tuple[Address, str]]:
    for address in addresses(document):
        found = iri.fault(address.value.text)
        if found and found[0] == fault and (fault != "not-absolute" or address.may_be_relative == relative):
            yield address, found[1]


def _problem(address: Address, fact: str, repair: str) -> Problem:
    value = address.value
    return Problem(line=value.line, message=f'{value.name} "{value.text}" {fact}', repair=repair, entry=address.entry)


@rule(
    severity="error",
    bad=_LINK.format("https://example.com/my post"),
    good=_LINK.format("https://example.com/my%20post"),
)
def link_malformed(document: Document) -> Iterator[Problem]:
    """A space, a quotation mark or a missing host make a link that readers mend differently, or drop.

    RFC 3986, section 2, lists the characters of a URL; all others are percent-encoded (section 2.1).
    """
    for address, fact in _faulty(document, "malformed"):
        yield _problem(address, fact, "percent-encode it, and write https:// and the host")


@rule(severity="error", bad=_LINK.format(" https://example.com/posts/1/"), good=_GOOD)
def link_padded(document: Document) -> Iterator[Problem]:
    """White space before or after a URL is a part of it for readers that do not take it off: the link leads nowhere.

    RFC 4287, section 3: "there MUST NOT be any white space in a Date construct or in any IRI".
    """
    for address in addresses(document):
        if address.padded:
            yield _problem(address, "has white space around it", "take it off")


@rule(
    severity="error",
    bad='<itunes:image xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" href="/a.png"/>',
    good=_GOOD,
)
def link_not_absolute(document: Document) -> Iterator[Problem]:
    """RSS and JSON Feed have whole URLs alone: a relative one leads nowhere, or to the reader's own site.

    RSS 2.0, "Comments on": the first characters of a URL are a scheme, such as http://, https:// or mailto:.
    """
    for address, fact in _faulty(document, "not-absolute"):
        yield _problem(address, fact, "write the whole URL, https:// included")


@rule(severity="warning", bad=_LINK.format("/posts/1/"), good=_GOOD)
def link_relative(document: Document) -> Iterator[Problem]:
    """Many readers ignore ``xml:base``: a relative link leads nowhere, or to the reader's own site.

    RFC 4287, section 2, allows it, relative to ``xml:base`` or else to the feed's own address.
    """
    for address, fact in _faulty(document, "not-absolute", relative=True):
        yield _problem(address, fact, "write the whole URL, https:// included")


@rule(
    severity="warning",
    bad=_LINK.format("https://example.com/文章/"),
    good=_LINK.format("https://example.com/%E6%96%87/"),
)
def link_not_ascii(document: Document) -> Iterator[Problem]:
    """Letters beyond ASCII are sent by some readers as they are, and answered with 400 or 404.

    RFC 4287, section 2, allows IRIs in Atom, and RSS 2.0 has URLs; RFC 3987, section 3.1, makes one of the other.
    """
    for address, fact in _faulty(document, "not-ascii"):
        yield _problem(address, fact, "percent-encode them; in hosts, write punycode (xn--…)")


@rule(
    severity="warning", bad=_LINK.format("https://example.com/100%/"), good=_LINK.format("https://example.com/100%25/")
)
def link_escape_broken(document: Document) -> Iterator[Problem]:
    """A % that encodes nothing is read in as many ways as there are servers.

    RFC 3986, section 2.1: ``pct-encoded = "%" HEXDIG HEXDIG``.
    """
    for address, fact in _faulty(document, "escape-broken"):
        yield _problem(address, fact, "write %25 for the sign itself")
