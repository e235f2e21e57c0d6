"""How the files of the feeds folder are to be answered, by the preview and by every host: type, charset, lifetime."""

from pathlib import PurePosixPath

from feedpub.formats import FORMATS
from feedpub.patterns import expression

CHARSET = "utf-8"
ALLOW_ORIGIN = "*"
IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "public, max-age=300"
# A name that holds the hash of its bytes: feedpub-embed.0123456789ab.js
HASHED = r"\.[0-9a-f]{8,64}\.(?:css|js)$"

TYPES_BY_NAME = {made.filename: made.media_type for made in FORMATS.values()}
TYPES_BY_SUFFIX = {
    "css": "text/css",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "opml": "text/x-opml",
    "rss": "application/rss+xml",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xml": "application/xml",
}
TYPES = tuple(sorted({*TYPES_BY_NAME.values(), *TYPES_BY_SUFFIX.values()}))

_HASHED = expression(HASHED)


def media_type(path: str) -> str | None:
    """The media type of a file, by its name; ``None`` for what a build does not write."""
    name = PurePosixPath(path).name
    return TYPES_BY_NAME.get(name) or TYPES_BY_SUFFIX.get(name.rpartition(".")[2])


def is_immutable(path: str) -> bool:
    """Whether a file never changes, as its name holds its hash."""
    return bool(_HASHED.search(path))
