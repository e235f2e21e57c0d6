"""A URL → bytes, for a subscriber in a hurry: http(s) alone, few redirects, a deadline, and no bomb unpacked."""

import http.client
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from feedpub.check.reading.unusable import MAX_BYTES, GoneError, UnusableError, too_large

DEADLINE = 4.0
MAX_REDIRECTS = 5
_PIECE = 64 * 1024


class Answer(Struct, frozen=True, kw_only=True):
    """What a server sent, unpacked, what it says that it is, and the URL that it came from after all redirects."""

    data: bytes
    url: str
    content_type: str | None = None


def fetch(url: str, deadline: float = DEADLINE) -> Answer:
    """The bytes at an http(s) URL, within ``deadline`` seconds. Raises UnusableError, with what went wrong."""
    _refuse_others(url)
    found: list[Answer | UnusableError] = []
    # A thread, since a name server or a server that sends a byte a second outlasts every timeout of a socket.
    worker = threading.Thread(target=lambda: found.append(_attempt(url, deadline)), daemon=True)
    worker.start()
    worker.join(deadline)
    outcome = found[0] if found else _too_slow(deadline)
    if isinstance(outcome, UnusableError):
        raise outcome
    return outcome


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _refuse_others(newurl)
        except UnusableError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _refuse_others(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme.lower() not in {"http", "https"}:
        raise _unreachable(f'"{url}" is no http(s) URL', "correct the address")


def _opener() -> urllib.request.OpenerDirector:
    """An opener of http and https, and of nothing else: no file, no ftp, no data."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _attempt(url: str, deadline: float) -> Answer | UnusableError:
    try:
        return _answer(url, deadline)
    except UnusableError as error:
        return error
    except TimeoutError:
        return _too_slow(deadline)
    except urllib.error.HTTPError as error:
        error.close()
        return _refused(error)
    except zlib.error as error:
        return _unreachable(f"the answer is no sound gzip ({error})", "correct the server's Content-Encoding")
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        if isinstance(reason, TimeoutError):
            return _too_slow(deadline)
        return _unreachable(f"the feed cannot be fetched ({reason})", "correct the address, or mend the server")


def _answer(url: str, deadline: float) -> Answer:
    end = time.monotonic() + deadline
    headers = {"User-Agent": "feedpub", "Accept-Encoding": "gzip", "Accept": "*/*"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    with _opener().open(request, timeout=deadline) as answer:
        data = _joined(_unpacked(_pieces(answer, end), answer.headers.get("Content-Encoding", "")))
        return Answer(data=data, url=answer.url, content_type=answer.headers.get("Content-Type"))


def _pieces(answer: Any, end: float) -> Iterator[bytes]:
    while piece := answer.read1(_PIECE):
        yield piece
        if time.monotonic() > end:
            raise TimeoutError
    if answer.length:
        raise _unreachable(f"the answer broke off {answer.length:,} bytes before its end", "try again")


def _unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces without their Content-Encoding, never more than a little at a time."""
    if encoding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
        yield from pieces
        return
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    for piece in pieces:
        rest = piece
        while rest:
            yield unpack.decompress(rest, _PIECE * 16)
            rest = unpack.unconsumed_tail
    yield unpack.flush()
    if not unpack.eof:
        raise zlib.error("it breaks off")


def _joined(pieces: Iterator[bytes]) -> bytes:
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > MAX_BYTES:
            raise too_large()
    return bytes(data)


def _refused(error: urllib.error.HTTPError) -> UnusableError:
    if "is not allowed" in str(error.msg):  # urllib's own refusal of file:
        return _unreachable(f'the server redirects to "{error.url}", which is no http(s) URL', "let it answer")
    if "infinite loop" in str(error.msg):
        fact = f"the server redirects more than {MAX_REDIRECTS} times, or in a circle"
        return _unreachable(fact, "let it answer with the feed")
    kind = GoneError if error.code in {404, 410} else UnusableError
    fact = f"the server answers {error.code} {error.reason}"
    return kind("feed-unreachable", fact, "correct the address, or mend the server")


def _too_slow(deadline: float) -> UnusableError:
    fact = f"the server did not send the whole feed in {deadline:g} s"
    return _unreachable(fact, "mend the server; readers give up, too")


def _unreachable(fact: str, repair: str) -> UnusableError:
    return UnusableError("feed-unreachable", fact, repair)
