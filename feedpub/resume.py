"""The ledger, and feeds that only the live site still has, fetched from where they are served."""

import http.client
import urllib.error
import urllib.request

from feedpub.errors import ConfigError, LedgerError
from feedpub.ledger import NAME, Ledger, parse
from feedpub.urls import is_web_address

TIMEOUT = 30
MAX_BYTES = 500_000_000


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
    return parse(data, url)


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
            data: bytes = answer.read(MAX_BYTES + 1)
            announced = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            return None
        raise LedgerError(f"{url}: the server answers {error.code}; try again, or correct --resume-from") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise LedgerError(f"{url}: cannot be fetched ({reason}); try again, or correct --resume-from") from None
    if len(data) > MAX_BYTES or (announced is not None and announced.isdigit() and int(announced) != len(data)):
        raise LedgerError(f"{url}: the answer broke off after {len(data):,} bytes; try again")
    return data
