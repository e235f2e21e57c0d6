"""Rules about links: absolute, and true."""

from collections.abc import Iterator

from feedpub.check.document import Document
from feedpub.check.rule import Problem, rule
from feedpub.urls import is_web_address


@rule(
    severity="error",
    bad='<entry><link href="/posts/1/"/></entry>',
    good='<entry><link href="https://example.com/posts/1/"/></entry>',
)
def link_not_absolute(document: Document) -> Iterator[Problem]:
    """Many readers ignore ``xml:base``: a relative link leads nowhere, or to the reader's own site.

    Links are absolute http(s) URLs in ASCII (RFC 3986, section 4.3).
    """
    for item in document.items:
        for link in item.links:
            if not is_web_address(link.text):
                fact = f'{link.name} "{link.text}" is no absolute http(s) URL'
                yield Problem(
                    line=link.line,
                    message=fact,
                    repair="write the whole URL, https:// included",
                    entry=item.key,
                )


@rule(
    severity="error",
    bad='<link rel="self" href="https://example.com/old.xml"/>',
    good='<link rel="self" href="https://example.com/feeds/atom.xml"/>',
)
def self_misplaced(document: Document) -> Iterator[Problem]:
    """``self`` is where a feed lives (RFC 4287, section 4.2.7.2); readers move subscriptions to that address.

    It is compared with the place where ``site.feeds_url`` says that the file will be served.
    """
    if document.served_at is None:
        return
    found = [link for link in document.feed.links if link.rel == "self"]
    for link in found:
        if link.text != document.served_at:
            fact = f'self "{link.text}" is not where this file will be served'
            yield Problem(line=link.line, message=fact, repair=f"write {document.served_at}, or correct site.feeds_url")
    if not found:
        yield Problem(line=document.feed.line, message="there is no self link", repair=f"add {document.served_at}")
