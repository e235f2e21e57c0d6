"""One HTTP request, of which only the head of the answer is read. The standard library's http.client is met here."""

import contextlib
import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from threading import Event, Timer
from urllib.parse import urlsplit

from msgspec import Struct

HEADERS = {"User-Agent": "feedpub (link check)", "Accept": "*/*", "Connection": "close"}


class Answer(Struct, frozen=True, kw_only=True):
    """What a server said: its status, where it sends us, and how many seconds it asks us to wait."""

    status: int
    location: str | None = None
    wait: float | None = None


class NoAnswerError(Exception):
    """The server said nothing; ``reached`` tells whether there was anybody, so that the network is alive."""

    def __init__(self, fact: str, *, reached: bool) -> None:
        super().__init__(fact)
        self.reached = reached


class UntrustedError(Exception):
    """The certificate is none that a browser would accept."""


class PrivateError(Exception):
    """The host is at an address of a private network; it was not asked."""


def ask(url: str, method: str, *, timeout: float, private: bool) -> Answer:
    """What the server says to ``method``, within ``timeout`` seconds for the whole head, however slowly it drips.

    Raises NoAnswerError, UntrustedError or PrivateError.
    """
    connection: http.client.HTTPConnection | None = None
    reached = False
    try:
        connection = _connection(url, timeout)
        connection.connect()
        reached = True
        _public(connection, allowed=private)
        with _deadline(connection, timeout):
            connection.request(method, _target(url), headers=HEADERS)
            return _answer(connection.getresponse())
    except ssl.SSLCertVerificationError as error:
        raise UntrustedError(error.verify_message) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reached = reached or isinstance(error, (ConnectionRefusedError, ConnectionResetError, ssl.SSLError))
        raise NoAnswerError(_fact(error), reached=reached) from None
    finally:
        if connection:
            connection.close()


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=timeout, context=context)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)


def _public(connection: http.client.HTTPConnection, *, allowed: bool) -> None:
    # Asked of the open connection, not of the name: a name may resolve differently the second time.
    address = ip_address(str(connection.sock.getpeername()[0]).partition("%")[0])
    if not allowed and not address.is_global:
        raise PrivateError(str(address))


@contextlib.contextmanager
def _deadline(connection: http.client.HTTPConnection, timeout: float) -> Iterator[None]:
    """A socket's timeout starts anew with each byte; this one does not."""
    late = Event()
    timer = Timer(timeout, _hang_up, (connection.sock, late))
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not late.is_set():
            raise
    finally:
        timer.cancel()
    if late.is_set():  # even without an exception: http.client takes a head that breaks off for a whole one
        raise TimeoutError


def _hang_up(sock: socket.socket, late: Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _answer(response: http.client.HTTPResponse) -> Answer:
    wait = _seconds(response.headers.get("Retry-After", ""))
    return Answer(status=response.status, location=response.headers.get("Location"), wait=wait)


def _seconds(text: str) -> float | None:
    """RFC 9110, section 10.2.3: seconds, or the date of a better moment."""
    if text.strip().isdecimal():
        return float(text)
    with contextlib.suppress(ValueError):
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    return None


def _fact(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "does not answer in time"
    if isinstance(error, socket.gaierror):
        return "is at a host whose name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "refuses the connection"
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"gives no answer ({reason})"
