"""A file of the feeds folder as an answer: its type, a strong ETag, 304, gzip or br; reload in pages of HTML."""

import gzip
import os
from email.utils import formatdate
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from feedpub import headers

SMALLEST = 512

_NEEDED = (b"script-src 'self'", b"connect-src 'self'")
_SCRIPT = b'<script type="module" src="/.feedpub/reload.js"></script>\n'


class FeedsFolder(StaticFiles):
    """The files below a folder, and nothing else; starlette finds them, and refuses what leads out of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        # Hidden files are those of a build that is going on.
        hidden = any(part.startswith(".") and part != "." for part in path.split("/"))
        return ("", None) if hidden else super().lookup_path(path)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        asked = Headers(scope=scope)
        path, file = str(full_path), (stat_result.st_ino, stat_result.st_mtime_ns, stat_result.st_size)
        encoding = _encoding(asked.get("accept-encoding", ""))
        data, etag, used = _answer(path, file, encoding)
        response = Response(data, status_code, _headers(path, stat_result, etag, used))
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, asked) else response


def _headers(path: str, found: os.stat_result, etag: str, encoding: str) -> dict[str, str]:
    kind = headers.media_type(path)
    made = {
        "Content-Type": f"{kind}; charset={headers.CHARSET}" if kind else "application/octet-stream",
        "ETag": etag,
        "Last-Modified": formatdate(found.st_mtime, usegmt=True),
        # What a writer looks at must not be old, so nothing but what never changes is kept unasked.
        "Cache-Control": headers.IMMUTABLE if headers.is_immutable(path) else "no-cache",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": headers.ALLOW_ORIGIN,
        "X-Content-Type-Options": "nosniff",
    }
    return made | ({"Content-Encoding": encoding} if encoding else {})


@lru_cache(maxsize=512)
def _answer(path: str, _: tuple[int, int, int], encoding: str) -> tuple[bytes, str, str]:
    """The body, its ETag and its encoding; an encoding has an ETag of its own (RFC 9110, section 8.8.3.3)."""
    data = Path(path).read_bytes()
    if path.endswith(".html"):
        data = _with_reload(data)
    if len(data) < SMALLEST or headers.media_type(path) is None:
        encoding = ""
    name = sha256(data).hexdigest()[:32]
    if encoding == "br":
        return brotli.compress(data, quality=5), f'"{name}-br"', encoding
    if encoding == "gzip":
        return gzip.compress(data, 6, mtime=0), f'"{name}-gzip"', encoding
    return data, f'"{name}"', ""


def _with_reload(page: bytes) -> bytes:
    """The page with the script of the preview; one whose policy would not let it run is left as it is."""
    allowed = b"Content-Security-Policy" not in page or all(source in page for source in _NEEDED)
    if not allowed or b"</body>" not in page:
        return page
    before, end, after = page.rpartition(b"</body>")
    return before + _SCRIPT + end + after


def _encoding(accepted: str) -> str:
    """The best of br and gzip that a reader accepts (RFC 9110, section 12.5.3), or none."""
    weights = dict(map(_weighted, accepted.lower().split(",")))
    best = max(("br", "gzip"), key=lambda name: weights.get(name, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else ""


def _weighted(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    _, found, weight = parameters.partition("q=")
    try:
        return name.strip(), float(weight) if found else 1.0
    except ValueError:
        return name.strip(), 0.0
