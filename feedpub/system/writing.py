"""Files replaced in turn while what comes next is made: most of what writing costs is to wait for the disk."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from feedpub.errors import OutputError
from feedpub.system import files

_AT_ONCE = 4  # how many files the disk is given together, and are in memory until it has them


class _Job(NamedTuple):
    """A file to write; ``before`` is set once the one before it is in its place, ``done`` once this one is."""

    path: Path
    data: bytes
    before: threading.Event
    done: threading.Event


class Writer(AbstractContextManager["Writer"]):
    """Files take their places in the order in which they are handed over, and all have them at the end.

    After a failure, none takes its place any more.
    """

    def __init__(self) -> None:
        self._jobs: Queue[_Job | None] = Queue(1)
        self._threads: list[threading.Thread] = []
        self._error: BaseException | None = None
        self._given_up = False
        self._folders: set[Path] = set()
        self._last = threading.Event()
        self._last.set()

    def replace(self, path: Path, data: bytes) -> None:
        """Put ``data`` into a file, and make its folder, soon. Raises OutputError where one before was not written."""
        self._raise()
        if len(self._threads) < _AT_ONCE:
            self._threads += _begun(self._work)
        before, self._last = self._last, threading.Event()
        job = _Job(path, data, before, self._last)
        if self._threads:
            self._jobs.put(job)
        else:
            self._do(job)

    def __exit__(self, failed: object, *_: object) -> None:
        """Wait until all is written. Raises OutputError."""
        self._given_up = failed is not None
        try:
            for _thread in self._threads:
                self._jobs.put(None)
            for thread in self._threads:
                thread.join()
        except BaseException:  # somebody is tired of waiting: nothing takes its place any more
            self._given_up = True
            raise
        if not failed:
            self._raise()

    def _work(self) -> None:
        while job := self._jobs.get():
            self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            self._write(job)
        except BaseException as error:
            self._error = self._error or error
        job.done.set()

    def _write(self, job: _Job) -> None:
        if self._is_over():
            return
        folder = job.path.parent
        if folder not in self._folders:
            files.make_folder(folder)
            self._folders.add(folder)
        with files.replacing(job.path, job.data) as put:
            job.before.wait()
            if not self._is_over():
                put()

    def _is_over(self) -> bool:
        return self._given_up or self._error is not None

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error


class Ahead:
    """A file that is sent to the disk while more is written to it, so that less is left to send at the end."""

    def __init__(self, path: Path) -> None:
        self._error: OSError | None = None
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(path, os.O_RDONLY)
        except OSError as error:
            self._error = error
        self._threads = _begun(self._sync)

    def _sync(self) -> None:
        try:
            if self._descriptor is not None:
                os.fsync(self._descriptor)
        except OSError as error:  # which is told once, to whoever asks first
            self._error = error

    def end(self) -> bool:
        """Close the file, once the disk has it; whether it has."""
        for thread in self._threads:
            thread.join()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        return self._error is None


def sync(folders: Iterable[Path]) -> None:
    """Make the names in folders last through a loss of power, several at once: the disk takes as long for one alone.

    Raises OutputError.
    """
    waiting = deque(folders)
    errors: list[OutputError] = []

    def work() -> None:
        while waiting:
            try:
                files.sync([waiting.popleft()])
            except IndexError:
                return  # another thread was faster
            except OutputError as error:
                errors.append(error)

    threads = [thread for _ in range(min(_AT_ONCE, len(waiting)) - 1) for thread in _begun(work)]
    work()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error


def _begun(work: Callable[[], None]) -> list[threading.Thread]:
    """A thread that is at work, or none where there are too many."""
    thread = threading.Thread(target=work, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        return []
    return [thread]
