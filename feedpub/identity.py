"""Ids and addresses: minted from the site's tag and stable data, never from a title, a URL or a clock."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.urls import absolute, path_segment

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


def mint(site: Site, name: str) -> str:
    """A ``tag:`` URI (RFC 4151) for a name in this site."""
    return f"tag:{site.tag}:{path_segment(name)}"


def entry_id(digest: Digest, site: Site) -> str:
    """The id in front matter (minted into a URI if it is none), else one from the path below the source folder."""
    if digest.id is None:
        return mint(site, f"digests/{digest.path}")
    if _URI.fullmatch(digest.id):
        return quote(digest.id, safe="!#$%&'()*+,/:;=?@[]_~.-")
    return mint(site, digest.id)


def feed_id(path: str, site: Site) -> str:
    """The id of the feed in a folder below the feeds folder; "" is the site's own."""
    return mint(site, f"feeds/{path}" if path else "feeds")


def permalink(digest: Digest, site: Site) -> str:
    """The page of a digest: its ``url``, else ``source.permalink`` filled in, below ``site.url``.

    Raises ValueError when the digest's own ``url`` leads nowhere.
    """
    if digest.url is not None:
        return absolute(path_segment_or_url(digest.url), site.url)
    date = digest.published
    path = site.source.permalink.format(
        path=str(PurePosixPath(digest.path).with_suffix("")),
        slug=digest.slug,
        year=f"{date:%Y}",
        month=f"{date:%m}",
        day=f"{date:%d}",
        hour=f"{date:%H}",
    )
    return site.url + path_segment(path.lstrip("/"))


def path_segment_or_url(url: str) -> str:
    """A front matter ``url`` as a reference: ``/posts/a/`` counts from the site's folder, as Hugo means it."""
    return url if _URI.fullmatch(url) else url.lstrip("/")
