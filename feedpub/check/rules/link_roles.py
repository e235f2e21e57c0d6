"""Rules about what links are for: the feed itself, the page that it tells of, the hub that tells of it."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

from feedpub.check.addresses import iri
from feedpub.check.reading import elements
from feedpub.check.reading.document import Document, Item, LinkValue
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.rule import Problem, rule
from feedpub.urls import is_web_address

_SELF = '<link rel="self" href="https://example.com/{}"/>'
_ENTRY = "<entry><id>urn:example:1</id>{}</entry>"
_PAGE = '<link href="https://example.com/posts/1/"/>'
_HOME = '<link href="https://example.com/"/>'


def _rel(item: Item, rel: str) -> list[LinkValue]:
    return [link for link in item.links if link.rel == rel]


@rule(severity="warning", bad=_SELF.format("old.xml"), good=_SELF.format("feeds/atom.xml"))
def self_misplaced(document: Document) -> Iterator[Problem]:
    """``self`` is where a feed lives (RFC 4287, section 4.2.7.2); readers move subscriptions to that address.

    It is compared with the place where ``site.feeds_url`` says that the file will be served, or where it was found.
    """
    if document.served_at is None:
        return
    for link in _rel(document.feed, "self"):
        if urljoin(document.served_at, link.text) != document.served_at:
            fact = f'self "{link.text}" is not where this file is served'
            yield Problem(line=link.line, message=fact, repair=f"write {document.served_at}, or correct site.feeds_url")


@rule(severity="warning", bad='<title>News</title><!-- and no rel="self" -->', good=_SELF.format("feeds/atom.xml"))
def self_missing(document: Document) -> Iterator[Problem]:
    """A feed that was saved, forwarded or moved has lost its address unless it says it.

    RFC 4287, section 4.1.1: feeds "SHOULD contain one atom:link element with a rel attribute value of self"; the
    RSS Advisory Board's profile and JSON Feed 1.1 (``feed_url``) recommend it, too.
    """
    if not _rel(document.feed, "self"):
        name = "feed_url" if document.kind == "json" else "self link"
        where = document.served_at or "the feed's own address"
        yield Problem(line=document.feed.line, message=f"there is no {name}", repair=f"add one with {where}")


@rule(severity="error", bad='<link rel="self"/>', good=_SELF.format("feeds/atom.xml"))
def link_without_href(document: Document) -> Iterator[Problem]:
    """A link that leads nowhere is none.

    RFC 4287, section 4.2.7.1: "atom:link elements MUST have an href attribute".
    """
    for link in _links(document):
        if link.get("href") is None:
            fact = "this link has no href"
            yield Problem(line=elements.line(link), message=fact, repair="give it one", entry=elements.owner(link))


@rule(
    severity="error",
    bad=_ENTRY.format('<link rel="" href="https://example.com/posts/1/"/>'),
    good=_ENTRY.format(_PAGE),
)
def rel_malformed(document: Document) -> Iterator[Problem]:
    """A link whose role is no name is ignored by readers, or taken for the page of the entry.

    RFC 4287, section 4.2.7.2: rel "MUST be a string that is non-empty and matches either the isegment-nz-nc or the IRI
    production"; more than one is written as several links.
    """
    for link in _links(document):
        rel = link.get("rel", "alternate")
        if not rel or iri.is_malformed(rel):
            fact = f'rel "{rel}" is neither a name nor an IRI'
            repair = "write one name, such as alternate, or leave it out"
            yield Problem(line=elements.line(link), message=fact, repair=repair, entry=elements.owner(link))


@rule(
    severity="error",
    bad=_ENTRY.format(_PAGE + '<link href="https://example.org/"/>'),
    good=_ENTRY.format(_PAGE + '<link rel="related" href="https://example.org/"/>'),
)
def alternates_ambiguous(document: Document) -> Iterator[Problem]:
    """Of two alternate links of a type and language, some readers open the first, others the last.

    RFC 4287, sections 4.1.1 and 4.1.2: no more than one may have "the same combination of type and hreflang attribute".
    """
    seen: Counter[tuple[Element | None, str, str]] = Counter()
    for link in _links(document):
        if document.kind != "atom" or link.get("rel", "alternate") != "alternate":
            continue
        kind = (link.getparent(), link.get("type", ""), link.get("hreflang", ""))
        seen[kind] += 1
        if seen[kind] == 2:
            fact = f'link "{link.get("href", "")}" is a second alternate of its type and language'
            repair = 'keep one, and give the others rel="related" or another type'
            yield Problem(line=elements.line(link), message=fact, repair=repair, entry=elements.owner(link))


@rule(
    severity="info",
    bad=_ENTRY.format(_PAGE + '<link type="application/json" href="https://example.com/posts/1.json"/>'),
    good=_ENTRY.format(_PAGE),
)
def alternates_several(document: Document) -> Iterator[Problem]:
    """Readers have one link for the page of an entry: miniflux takes the first alternate, feedparser the last.

    RFC 4287, section 4.1.2, allows one of each type and language. The links of a feed to itself in other languages are
    no pages.
    """
    for item in document.items:
        found = [link for link in _rel(item, "alternate") if item is not document.feed or link.language is None]
        if len(found) > 1:
            fact = f"there are {len(found)} alternate links"
            repair = "keep the one to the page"
            yield Problem(line=found[1].line, message=fact, repair=repair, entry=item.key)


@rule(severity="error", bad=_ENTRY.format("<title>One</title>"), good=_ENTRY.format(_PAGE))
def alternate_missing(document: Document) -> Iterator[Problem]:
    """An Atom entry has content or a link to its page: with neither, there is nothing to read.

    RFC 4287, section 4.1.2: entries without content "MUST contain at least one atom:link element with a rel attribute
    value of alternate".
    """
    if document.root is None or document.kind != "atom":
        return
    for entry in document.root.iterchildren(f"{ATOM}entry"):
        links = [link for link in entry.iterchildren(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if not links and entry.find(f"{ATOM}content") is None:
            fact = "this entry has neither content nor an alternate link"
            yield Problem(line=elements.line(entry), message=fact, repair="add one", entry=elements.owner(entry))


@rule(severity="info", bad=_HOME + _ENTRY.format("<content>One</content>"), good=_HOME + _ENTRY.format(_PAGE))
def link_missing(document: Document) -> Iterator[Problem]:
    """Without a link to its page, an entry or feed has a title that cannot be clicked.

    RFC 4287, section 4.2.7.2, calls it ``alternate``, RSS 2.0 ``link``, JSON Feed 1.1 ``url`` and ``home_page_url``.
    """
    for item in document.items:
        if not _rel(item, "alternate"):
            what = "the feed" if item is document.feed else "this entry"
            yield Problem(line=item.line, message=f"{what} has no link", repair="link to its page", entry=item.key)


@rule(
    severity="warning",
    bad=_SELF.format("feeds/atom.xml") + _ENTRY.format('<link href="https://example.com/feeds/atom.xml"/>'),
    good=_SELF.format("feeds/atom.xml") + _ENTRY.format(_PAGE),
)
def link_to_feed(document: Document) -> Iterator[Problem]:
    """A link that readers open in a browser leads to a page; a feed there is shown as its source.

    RFC 4287, section 4.2.7.2: "alternate" is "an alternate version of the resource", "self" the feed.
    """
    own = {document.served_at, *(link.text for link in _rel(document.feed, "self"))} - {"", None}
    for item in document.items:
        for link in _rel(item, "alternate"):
            if link.text in own:
                fact = f'{link.name} "{link.text}" leads to this feed'
                yield Problem(line=link.line, message=fact, repair="link to a page", entry=item.key)


@rule(
    severity="warning",
    bad='<link rel="hub" href="hub"/>',
    good=_SELF.format("feeds/atom.xml") + '<link rel="hub" href="https://hub.example.com/"/>',
)
def hub_unusable(document: Document) -> Iterator[Problem]:
    """A hub has a whole URL, and the feed beside it a ``self`` link: subscribers ask the hub for that address.

    WebSub, section 4: publishers give one or more hubs and one ``self``, in headers or in the feed.
    """
    for link in _rel(document.feed, "hub"):
        if not is_web_address(link.text):
            fact, repair = "is no absolute http(s) URL", "write the whole URL, https:// included"
        elif not _rel(document.feed, "self"):
            fact, repair = "is there without a self link", "add one with the feed's own address"
        else:
            continue
        yield Problem(line=link.line, message=f'hub "{link.text}" {fact}', repair=repair)


def _links(document: Document) -> Iterator[Element]:
    if document.root is not None:
        yield from document.root.iter(f"{ATOM}link")
