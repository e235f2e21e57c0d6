"""Files that go with a digest (``enclosure`` in its front matter) → links with the type and length readers want."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from feedpub.digests import fields
from feedpub.digests.metadata import FrontMatter, Value
from feedpub.model import Link
from feedpub.urls import absolute, is_web_address

# Not by the machine's own list, which is another on the next machine.
_TYPES = {
    "epub": "application/epub+zip",
    "flac": "audio/flac",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"


class Enclosure(Struct, frozen=True, kw_only=True):
    """A file as the digest names it; ``length`` in bytes."""

    url: str
    type: str | None = None
    length: int | None = None


def of(said: FrontMatter) -> tuple[Enclosure, ...]:
    """The files that front matter names."""
    return read([said.values.get(key, "") for key in fields.ENCLOSURE])


def read(value: Value) -> tuple[Enclosure, ...]:
    """What a value says: a URL, a table with ``url``, ``type`` and ``length``, or several of them."""
    return tuple(_read(value))


def _read(value: Value) -> Iterator[Enclosure]:
    if isinstance(value, list):
        for item in value:
            yield from _read(item)
    elif isinstance(value, str):
        if value.strip():
            yield Enclosure(url=value.strip())
    elif isinstance(url := value.get("url") or value.get("src"), str):
        kind, length = value.get("type"), value.get("length") or value.get("size") or ""
        number = int(length) if isinstance(length, str) and length.isdecimal() and length.isascii() else None
        yield Enclosure(url=url, type=kind if isinstance(kind, str) and "/" in kind else None, length=number)


def link(enclosure: Enclosure, page: str, folder: Path, path: str) -> Link | None:
    """The link to an enclosure of the digest at ``path`` below ``folder``, whose page is ``page``.

    A relative one is looked for beside the digest, and tells its length itself. ``None`` for what leads nowhere.
    """
    try:
        href = absolute(enclosure.url, page)
    except ValueError:
        return None
    if not is_web_address(href):
        return None
    kind = enclosure.type or _TYPES.get(href.partition("?")[0].rpartition(".")[2].lower(), _UNKNOWN)
    length = enclosure.length if enclosure.length is not None else _length(enclosure.url, folder, path)
    return Link(href=href, rel="enclosure", type=kind, length=length)


def _length(url: str, folder: Path, path: str) -> int | None:
    """The size of a file in the source folder that a relative URL means."""
    if ":" in url or url.startswith("//"):
        return None
    file = folder / (url.lstrip("/") if url.startswith("/") else PurePosixPath(path).parent / url)
    inside = file.resolve().is_relative_to(folder.resolve())
    return file.stat().st_size if inside and file.is_file() else None
