"""Other documents that a feed's document leads to, each in the same format: archived pages, and other languages."""

from collections.abc import Callable

from msgspec.structs import replace

from feedpub.model import Chain, Feed, Link


def related(feed: Feed, media_type: str, file_of: Callable[[Chain], str]) -> Feed:
    """The feed with links to its archived pages and translations; ``file_of`` names the file of a page.

    RFC 5005, section 4: ``prev-archive``, ``next-archive`` and ``current``.
    """
    pages = {"prev-archive": feed.chain.older, "next-archive": feed.chain.newer}
    links = [
        Link(href=feed.location + file_of(Chain(page=page)), rel=rel, type=media_type)
        for rel, page in pages.items()
        if page is not None
    ]
    if feed.chain.page is not None:
        links.append(Link(href=feed.location + file_of(Chain()), rel="current", type=media_type))
    spoken = [
        Link(href=other.location + file_of(Chain()), rel="alternate", type=media_type, hreflang=other.language)
        for other in feed.translations
    ]
    return replace(feed, links=(*feed.links, *links, *spoken))
