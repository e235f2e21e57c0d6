"""Files replaced in turn while what comes next is made: most of what writing costs is to wait for the disk."""

import threading
from contextlib import AbstractContextManager
from pathlib import Path
from queue import Queue

from feedpub.system import files

_WAITING = 4  # how many files may be in memory until the disk has them

_Job = tuple[Path, bytes]


class Writer(AbstractContextManager["Writer"]):
    """Files in the order in which they are handed over; at the end all are in place, unless that is a failure."""

    def __init__(self) -> None:
        self._jobs: Queue[_Job | None] = Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._given_up = False

    def replace(self, path: Path, data: bytes) -> None:
        """Put ``data`` into a file, soon. Raises OutputError where this or one before cannot be written."""
        self._raise()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._jobs.put((path, data))

    def __exit__(self, failed: object, *_: object) -> None:
        """Wait until all is written. Raises OutputError."""
        self._given_up = failed is not None
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
        if not failed:
            self._raise()

    def _work(self) -> None:
        while job := self._jobs.get():
            if self._error is None and not self._given_up:
                try:
                    files.replace(*job)
                except BaseException as error:
                    self._error = error

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
