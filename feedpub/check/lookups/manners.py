"""How we behave towards a host: one request at a time, a pause between two, and rest when it asks for rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic, sleep

from msgspec import Struct, field


class _Host(Struct):
    lock: Lock = field(default_factory=Lock)
    free: float = 0.0


class Manners:
    """Whose turn it is at each host; safe to share between threads."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until the host may be asked, and keep others from asking meanwhile."""
        place = self._place(host)
        with place.lock:
            sleep(max(0.0, place.free - monotonic()))
            try:
                yield
            finally:
                place.free = monotonic() + self._pause

    def rest(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        place = self._place(host)
        with place.lock:
            place.free = max(place.free, monotonic() + seconds)

    def _place(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
