"""Rules about where links lead: to a host that everybody reaches, over https, by its shortest address."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from feedpub.check.addresses.addresses import addresses
from feedpub.check.addresses.content import embedded
from feedpub.check.addresses.hostnames import below, hostname, is_local
from feedpub.check.reading.document import Document
from feedpub.check.reading.once import once
from feedpub.check.rule import Problem, rule

_LINK = '<entry><link href="{}"/></entry>'
_CONTENT = '<entry><id>urn:example:1</id><content type="html">&lt;a href="{}">a&lt;/a></content></entry>'
_HOME = '<link href="https://news.example.com/"/>'
_PAGE = "https://news.example.com/posts/1/"
# RFC 2606: they belong to nobody, or to the examples of everybody.
_RESERVED = ("test", "invalid", "example", "example.com", "example.net", "example.org")
_STAND_IN = re.compile(r"(?:www\.)?(?:your|my)-?(?:site|domain|blog|company)(?:-?name)?\.\w+|(?:www\.)?domain\.tld")
_TRACKING = re.compile(r"[?&](utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi)=")
# Files of one machine, by a drive's letter, too.
_FILE = re.compile(r"(?:file|blob|[a-z]):", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_PORT = re.compile(r"https?://[^/?#]*:(\d+)(?![^/?#])")
_LAST_PORT = 65535
_DOUBLED = re.compile(r"https?://[^/?#]+/(?:[^?#:]*/)?/", re.IGNORECASE)


class _Where(NamedTuple):
    """A link anywhere in a document."""

    name: str
    url: str
    line: int
    entry: str | None
    in_text: bool


@once
def _links(document: Document) -> tuple[_Where, ...]:
    outside = (_Where(a.value.name, a.value.text, a.value.line, a.entry, False) for a in addresses(document))
    inside = (_Where(e.attribute, e.url, e.line, e.text.entry, True) for e in embedded(document))
    return tuple(chain(outside, inside))


def _problem(link: _Where, fact: str, repair: str) -> Problem:
    return Problem(line=link.line, message=f'{link.name} "{link.url}" {fact}', repair=repair, entry=link.entry)


@lru_cache(maxsize=4096)
def _is_placeholder(host: str) -> bool:
    return below(host, _RESERVED) or bool(_STAND_IN.fullmatch(host))


@rule(severity="warning", bad=_LINK.format("http://localhost:1313/posts/1/"), good=_LINK.format(_PAGE))
def host_local(document: Document) -> Iterator[Problem]:
    """A link to localhost or a private address works for its writer alone: mostly a preview's feed that got out.

    RFC 6761, section 6.3 (localhost); RFC 1918 and RFC 4193 (private addresses); RFC 6762 (.local).
    """
    if not is_local(hostname(document.served_at or "")):
        for link in _links(document):
            if not link.in_text and is_local(hostname(link.url)):
                yield _problem(link, "leads to a host that the public does not reach", "write the public address")


@rule(severity="info", bad=_CONTENT.format("http://192.168.1.2/a"), good=_CONTENT.format(_PAGE))
def content_host_local(document: Document) -> Iterator[Problem]:
    """A text may tell of http://localhost; as a link, it leads readers to their own machine, and pictures stay empty.

    RFC 6761, section 6.3 (localhost); RFC 1918 and RFC 4193 (private addresses); RFC 6762 (.local).
    """
    for link in _links(document):
        if link.in_text and is_local(hostname(link.url)):
            yield _problem(link, "leads to a host that the public does not reach", "write the public address, or code")


@rule(severity="warning", bad=_LINK.format("file:///C:/news/1.html"), good=_LINK.format(_PAGE))
def link_not_opened(document: Document) -> Iterator[Problem]:
    """No reader opens a file of the writer's machine, a script or a port above 65535: the entry leads nowhere.

    RFC 3986, section 7, and RFC 8089, section 4, say why they refuse; RFC 6335, section 6, has the ports.
    """
    for link in _links(document):
        if _FILE.match(link.url):
            yield _problem(link, "leads to a file on one machine", "write the public address")
        elif _SCRIPT.match(link.url) and not link.in_text:  # html-dangerous tells of those in texts
            yield _problem(link, "is a script, which readers refuse", "write the address of the page")
        elif (port := _PORT.match(link.url)) and int(port[1].lstrip("0")[:9] or 0) > _LAST_PORT:
            yield _problem(link, f"names a port above {_LAST_PORT}, which is none", "correct it, or leave it out")


@rule(severity="info", bad=_LINK.format("https://yoursite.com/posts/1/"), good=_LINK.format("https://feedpub.dev/1/"))
def host_placeholder(document: Document) -> Iterator[Problem]:
    """An example's host that was never replaced: nobody has a page there. It is told once a host.

    RFC 2606, section 3, reserves example.com, example.net and example.org. Where the feed itself is served is left out.
    """
    told = {hostname(document.served_at or "")}
    for link in _links(document):
        host = hostname(link.url)
        if host and host not in told and _is_placeholder(host):
            told.add(host)
            yield _problem(link, "leads to a host that only stands for another", "write the real one")


@rule(
    severity="warning",
    bad=_HOME + _LINK.format("http://news.example.com/posts/1/"),
    good=_HOME + _LINK.format(_PAGE),
)
def link_insecure(document: Document) -> Iterator[Problem]:
    """A link over http to a site that lives on https is redirected, each time, and may be read on the way.

    RFC 9110, section 4.2.2, has https as a different authority: readers count both as two links.
    """
    secure = {hostname(link.text) for link in document.feed.links if link.text.startswith("https://")}
    for link in _links(document):
        if not link.in_text and link.url.startswith("http://") and hostname(link.url) in secure:
            yield _problem(link, "is over http, and the site over https", "write https://")


@rule(severity="info", bad=_LINK.format("https://news.example.com//posts/1/"), good=_LINK.format(_PAGE))
def slashes_doubled(document: Document) -> Iterator[Problem]:
    """Two slashes in a row come from gluing an address that ends in one to a path that begins with one.

    RFC 3986, section 3.3, allows an empty segment; servers and readers take the link for another page's.
    """
    for link in _links(document):
        if "//" in link.url[8:] and _DOUBLED.match(link.url):
            yield _problem(link, "has two slashes in a row", "write one")


@rule(severity="info", bad=_LINK.format(f"{_PAGE}?utm_source=rss"), good=_LINK.format(_PAGE))
def tracking_parameters(document: Document) -> Iterator[Problem]:
    """Parameters that tell where a reader came from make two links of one, and say so to everybody it is sent to.

    No specification minds; readers that compare links take the page for a new one.
    """
    for link in _links(document):
        if "=" in link.url and (found := _TRACKING.search(link.url)):
            yield _problem(link, f"is tracked by {found[1]}", "leave it out")
