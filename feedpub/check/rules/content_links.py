"""Rules about the links inside the texts of entries, which readers show on pages of their own."""

from collections import Counter
from collections.abc import Iterator

from feedpub.check.addresses import iri
from feedpub.check.addresses.content import Embedded, Text, embedded
from feedpub.check.addresses.hostnames import hostname
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule

_CONTENT = '<entry><id>urn:example:1</id><content type="html">{}</content></entry>'
_GOOD = _CONTENT.format('&lt;a href="https://example.com/2/">Two&lt;/a>')
_HOME = '<link href="https://example.com/"/>'
_SHOWN = frozenset(["src", "srcset", "poster", "data"])


def _problem(link: Embedded, fact: str, repair: str) -> Problem:
    message = f'{link.attribute} "{link.url}" of <{link.tag}> in {link.text.name} {fact}'
    return Problem(line=link.line, message=message, repair=repair, entry=link.text.entry)


@rule(severity="warning", bad=_CONTENT.format('&lt;img src="/a.png">'), good=_GOOD)
def content_link_relative(document: Document) -> Iterator[Problem]:
    """A relative link in a text is resolved against ``xml:base``, the feed, the entry's link or the reader's own page.

    RFC 4287, section 2, and HTML leave it to the base, which most readers lose: href, src, srcset and poster have to be
    whole.
    """
    for link in embedded(document):
        if iri.scheme_of(link.url) is None and not link.url.startswith("#"):
            yield _problem(link, "is relative", "write the whole URL, https:// included")


@rule(severity="warning", bad=_CONTENT.format('&lt;a href="https:///2/">Two&lt;/a>'), good=_GOOD)
def content_link_malformed(document: Document) -> Iterator[Problem]:
    """A link in a text that is no URL leads nowhere, or elsewhere in each browser.

    RFC 3986, section 2, lists the characters of a URL, and section 3.2 has the host.
    """
    for link in embedded(document):
        if link.url.lower().startswith(("http:", "https:")):
            found = iri.fault(link.url)
            if found and found[0] == "malformed":
                yield _problem(link, found[1], "percent-encode it, and write https:// and the host")


@rule(
    severity="warning",
    bad=_CONTENT.format('&lt;a href="#fn1">1&lt;/a>'),
    good=_CONTENT.format('&lt;a href="#fn1">1&lt;/a> &lt;p id="fn1">Note&lt;/p>'),
)
def fragment_without_target(document: Document) -> Iterator[Problem]:
    """A link to a place further down leads nowhere when that place is not part of the entry's text.

    RFC 3986, section 4.4: a reference of a fragment alone is to the same document.
    """
    known: dict[Text, set[str]] = {}
    for link in embedded(document):
        if link.url.startswith("#") and link.url not in ("#", "#top"):
            if link.text not in known:
                known[link.text] = link.text.targets
            if link.url[1:] not in known[link.text]:
                yield _problem(link, "has no target in this text", "link to the page, or bring the target along")


@rule(
    severity="info",
    bad=_HOME + _CONTENT.format('&lt;img src="http://img.example.com/a.png">'),
    good=_HOME + _CONTENT.format('&lt;img src="https://img.example.com/a.png">'),
)
def mixed_content(document: Document) -> Iterator[Problem]:
    """A picture over http on a page over https is fetched over https instead, or not at all: browsers block it.

    Mixed Content (W3C), section 4.1, upgrades images, sound and films, and blocks all else.
    """
    if any(link.text.startswith("https:") for link in document.feed.links if link.rel in ("alternate", "self")):
        for link in embedded(document):
            if link.attribute in _SHOWN and link.url.lower().startswith("http:"):
                yield _problem(link, "is over http, and the site over https", "write https:// if its server has it")


@rule(severity="info", bad=_CONTENT.format('&lt;a href="https://example.com/2/">Two&lt;/a> ' * 2), good=_GOOD)
def story_link_twice(document: Document) -> Iterator[Problem]:
    """A story that is linked twice was probably told twice: in one entry, or in one that came before.

    No specification minds. Links that stand in more places than two are taken for a part of the layout.
    """
    own = {hostname(found.text) for found in document.feed.links if found.rel == "alternate"}
    links = [link for link in embedded(document) if link.tag == "a" and _is_story(link, own)]
    counts = Counter((link.url, link.text.name) for link in links)
    first: dict[tuple[str, str], Embedded] = {}
    for link in links:
        before = first.setdefault((link.url, link.text.name), link)
        if before is not link and counts[link.url, link.text.name] == 2:
            same = before.text.entry == link.text.entry
            where = "here already" if same else f"in the entry at line {before.text.line}, too"
            yield _problem(link, f"is {where}", "tell the story once")


def _is_story(link: Embedded, own: set[str]) -> bool:
    """Whether a link leads to something said elsewhere, rather than to a site, or within this one."""
    path = link.url.partition("://")[2].partition("/")[2]
    return bool(path) and hostname(link.url) not in own
