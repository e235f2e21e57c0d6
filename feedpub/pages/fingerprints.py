"""What pages depend on, as short hashes: where they are the same, the bytes of the page are, too."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from feedpub.config import Site
from feedpub.model import Feed

_PROGRAM = Path(__file__).parent.parent
_encode = msgspec.json.Encoder(enc_hook=str).encode


def key(*parts: object) -> bytes:
    """The hash of values: texts, numbers, dates, and collections and records of them."""
    return sha256(_encode(parts)).digest()


def of_feed(feed: Feed) -> bytes:
    """The hash of all that a feed says of itself."""
    return key(msgspec.structs.replace(feed, entries=()))


def of_site(site: Site) -> bytes:
    """The hash of what every page, and every entry on one, depends on besides what it shows.

    That is the site's settings, its templates, and this version of feedpub.
    """
    own = dict(_files(site.root / site.pages.templates)) if site.pages.templates else {}
    return key(replace(site, root=Path()), own, of_program())


@cache
def of_program() -> bytes:
    """The hash of the code, templates and words that pages and embeds are made from, and of feedpub's version."""
    version = (_PROGRAM / "__init__.py").read_bytes()
    return key(_hash(version), [dict(_files(_PROGRAM / name)) for name in ("embed", "pages")])


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files in and below a folder, with the hashes of their bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix(), _hash(path.read_bytes())


def _hash(data: bytes) -> bytes:
    return sha256(data).digest()
