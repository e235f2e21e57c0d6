"""The ledger, and feeds that only the live site still has, fetched from where they are served."""

import http.client
import urllib.error
import urllib.request
import zlib
from email.message import Message

from feedpub.errors import ConfigError, LedgerError
from feedpub.memory.ledger import NAME, Ledger, parse
from feedpub.urls import is_web_address

TIMEOUT = 30
MAX_BYTES = 500_000_000

_REPAIR = "correct --resume-from, or mend the live site; nothing was written"
_GZIP = zlib.MAX_WBITS | 16


def ledger(base: str, *, or_new: bool) -> Ledger | None:
    """The ledger of the feeds served at ``base``; ``None`` if there is none and that is all right (``or_new``).

    Raises LedgerError when it cannot be had whole: it never starts over in silence.
    """
    url = _address(base, NAME)
    data = _fetched(url)
    if data is None and or_new:
        return None
    if data is None:
        raise LedgerError(f"{url}: there is none; correct --resume-from, or start anew with --accept")
    if data.lstrip().startswith(b"<"):
        raise LedgerError(f"{url}: the server answers with a page, not with a ledger; {_REPAIR}")
    return parse(data, url, _REPAIR)


def file(base: str, path: str) -> bytes | None:
    """A file of the feeds served at ``base``, ``None`` when it is not there. Raises LedgerError when in doubt."""
    return _fetched(_address(base, path))


def _address(base: str, path: str) -> str:
    if not is_web_address(base):
        raise ConfigError(
            f'--resume-from "{base}" is no absolute http(s) URL; write it like https://example.com/feeds/'
        )
    return f"{base.rstrip('/')}/{path}"


def _fetched(url: str) -> bytes | None:
    request = urllib.request.Request(url, headers={"User-Agent": "feedpub", "Cache-Control": "no-cache"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            status, headers = answer.status, answer.headers
            data: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            return None
        raise LedgerError(f"{url}: the server answers {error.code}; try again, or correct --resume-from") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise LedgerError(f"{url}: cannot be fetched ({reason}); try again, or correct --resume-from") from None
    if status != 200:
        raise LedgerError(f"{url}: the server answers {status}; try again, or correct --resume-from")
    return _whole(data, headers, url)


def _whole(data: bytes, headers: Message, url: str) -> bytes:
    """The body as its server meant it: all of it, and unpacked."""
    announced = headers.get("Content-Length")
    if len(data) > MAX_BYTES or (announced is not None and announced.isdigit() and int(announced) != len(data)):
        raise LedgerError(f"{url}: the answer broke off after {len(data):,} bytes; try again")
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"gzip", "x-gzip"}:
        # Nobody asked for it; but hosts that store files packed send them so to everybody.
        return _unpacked(data, url)
    if coding != "identity":
        raise LedgerError(f'{url}: the server packs it as "{coding}", unasked; let it serve the file as it is')
    return data


def _unpacked(data: bytes, url: str) -> bytes:
    reader = zlib.decompressobj(_GZIP)
    try:
        unpacked = reader.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise LedgerError(f"{url}: cannot be unpacked ({error}); try again") from None
    if not reader.eof:
        raise LedgerError(f"{url}: the answer broke off after {len(data):,} bytes; try again")
    return unpacked
