"""What pages depend on, as short hashes: where they are the same, the bytes of the page are, too."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from feedpub.config import Site
from feedpub.model import Entry, Feed

_PROGRAM = Path(__file__).parent.parent
_encode = msgspec.json.Encoder(enc_hook=str).encode


def key(*parts: object) -> str:
    """The hash of values: texts, numbers, dates, and collections and dataclasses of them."""
    return _hash(_encode(parts))


def of_entry(entry: Entry) -> str:
    """The hash of all that an entry says."""
    return key(entry)


def of_feed(feed: Feed) -> str:
    """The hash of all that a feed says of itself, and of the date of its newest entry."""
    return key(replace(feed, entries=feed.entries[:0]), feed.entries[0].published)


def of_site(site: Site) -> str:
    """The hash of what every page depends on: the site's settings, its templates, and this version of feedpub."""
    own = dict(_files(site.root / site.pages.templates)) if site.pages.templates else {}
    return key(replace(site, root=Path()), own, of_program())


@cache
def of_program() -> str:
    """The hash of the code, templates and words that pages and embeds are made from, and of feedpub's version."""
    version = (_PROGRAM / "__init__.py").read_bytes()
    return key(_hash(version), [dict(_files(_PROGRAM / name)) for name in ("embed", "pages")])


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files in and below a folder, with the hashes of their bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix(), _hash(path.read_bytes())


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
