"""Files that take their places together, and what is sent to the disk while other work is done."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from feedpub.system import files, signals
from feedpub.system.files import Draft

Job = TypeVar("Job")

_AT_ONCE = 4  # how many things the disk is asked for together
_OPEN = 64  # how many files wait for the disk; many at a time cost it little more than one


class Writer(AbstractContextManager["Writer"]):
    """Files that take their places at the end, in the order in which they were written, once the disk has all of them.

    Whatever goes wrong before, none does.
    """

    def __init__(self) -> None:
        self._drafts: dict[Path, Draft] = {}
        self._open: deque[Draft] = deque()
        self._folders: set[Path] = set()

    def replace(self, path: Path, pieces: Sequence[bytes]) -> None:
        """Put what the pieces come to into a file, and make its folder. Raises OutputError."""
        if path.parent not in self._folders:
            files.make_folder(path.parent)
            self._folders.add(path.parent)
        if earlier := self._drafts.pop(path, None):
            earlier.close()
        if len(self._open) >= min(_OPEN, files.may_be_open() // 4):
            self._settle()
        draft = self._drafts[path] = Draft(path)
        draft.write(pieces)
        self._open.append(draft)

    def __exit__(self, failed: object, *_: object) -> None:
        """Let all take their places. Raises OutputError."""
        try:
            if not failed:
                self._settle()
                with signals.undisturbed():
                    for draft in self._drafts.values():
                        draft.put()
        finally:
            with signals.undisturbed():
                for draft in self._drafts.values():
                    draft.close()

    def _settle(self) -> None:
        """Wait until the disk has what was written."""
        _at_once(Draft.settle, self._open)


class Ahead:
    """A file that grows, whose disk writes along, so that little is left to wait for when it is to last."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._sent = 0

    def go_on(self) -> None:
        """Have the disk begin with what has come since."""
        size = os.fstat(self._descriptor).st_size
        files.begin_to_write(self._descriptor, self._sent, size - self._sent)
        self._sent = size

    def end(self, *, lasting: bool) -> bool:
        """Close the file, if it is to last once the disk has it; whether it has."""
        try:
            if lasting:
                os.fsync(self._descriptor)
        except OSError:
            return False
        finally:
            os.close(self._descriptor)
        return lasting


def sync(folders: Iterable[Path]) -> None:
    """Make the names in folders last through a loss of power, several at once: the disk takes as long for one alone.

    Raises OutputError.
    """
    _at_once(lambda folder: files.sync([folder]), deque(folders))


def _at_once(work: Callable[[Job], None], waiting: deque[Job]) -> None:
    """Work off what is waiting, several at a time. Raises what any of it raises, when nobody is at it any more."""
    errors: list[BaseException] = []

    def work_off() -> None:
        while True:
            try:
                job = waiting.popleft()
            except IndexError:
                return  # another thread was faster
            try:
                work(job)
            except BaseException as error:
                errors.append(error)

    threads = [thread for _ in range(min(_AT_ONCE, len(waiting)) - 1) for thread in _begun(work_off)]
    try:
        work_off()
    finally:
        waiting.clear()
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
