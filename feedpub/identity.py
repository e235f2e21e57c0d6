"""Ids and addresses: minted from the site's tag and stable data, never from a title, a URL or a clock."""

import hashlib
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from feedpub.config import Site
from feedpub.config.offers import SLUG
from feedpub.digests.metadata import Head
from feedpub.patterns import expression
from feedpub.urls import path_segment

_URI = expression(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


def mint(site: Site, name: str) -> str:
    """A ``tag:`` URI (RFC 4151) for a name in this site."""
    return f"tag:{site.tag}:{path_segment(name)}"


def own_id(written: str, site: Site) -> str:
    """The id that front matter claims, as a URI: minted from it if it is none."""
    if _URI.fullmatch(written):
        return quote(written, safe="!#$%&'()*+,/:;=?@[]_~.-")
    return mint(site, written)


def feed_id(path: str, site: Site) -> str:
    """The id of the feed in a folder below the feeds folder; "" is the site's own."""
    return mint(site, f"feeds/{path}" if path else "feeds")


def own_page(entry_id: str, site: Site) -> str:
    """The URL of the page that feedpub writes for a digest: as lasting as its entry's id, and as unique.

    ``tag:…:digests/2025-12-20-20.md`` gives ``digests/2025-12-20-20/``; where a name cannot say it all, a hash does.
    """
    name = entry_id.removeprefix(mint(site, "digests/"))
    stem = name.removesuffix(".md")
    if stem != name and SLUG.fullmatch(stem):
        return f"{site.feeds_location}digests/{stem}/"
    from slugify import slugify

    readable = slugify(unquote(stem), max_length=60, word_boundary=True)
    mark = hashlib.sha256(entry_id.encode()).hexdigest()[:10]
    return f"{site.feeds_location}digests/{readable}-{mark}/" if readable else f"{site.feeds_location}digests/{mark}/"


def has_own_page(digest: Head, site: Site) -> bool:
    """Whether feedpub writes the page of a digest: it names none, and ``source.permalink`` does not, either."""
    return site.pages.enabled and digest.url is None and site.source.permalink is None


def permalink(digest: Head, entry_id: str, site: Site) -> str:
    """The page of a digest: the one that it names, else ``source.permalink`` filled in, else one of feedpub's own."""
    if digest.url is not None:
        return digest.url
    if has_own_page(digest, site):
        return own_page(entry_id, site)
    template, date = site.source.permalink or "{path}/", digest.published
    path = template.format(
        path=str(PurePosixPath(digest.path).with_suffix("")) if "{path" in template else "",
        slug=digest.slug,
        year=f"{date.year:04}",
        month=f"{date.month:02}",
        day=f"{date.day:02}",
        hour=f"{date.hour:02}",
    )
    return site.url + path_segment(path.lstrip("/"))
