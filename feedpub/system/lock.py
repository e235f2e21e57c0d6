"""One build at a time: a lock that the operating system lifts when its holder ends, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feedpub.errors import LockedError, OutputError

PAUSE = 0.1

# A process id in as many bytes as any has, so that a new one replaces an old one at a stroke, on a full disk, too.
_WIDTH = 20

_held: set[int] = set()


def _let_go() -> None:
    """In a process that was forked, which would hold the lock, too, and perhaps for longer."""
    for file in _held:
        os.close(file)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def held(path: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock file at ``path``, with this process's id in it.

    Raises LockedError when another process holds it for more than ``wait`` seconds, OutputError when the file cannot be
    made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror}); allow this user to write here") from None
    try:
        _take(file, path, time.monotonic() + wait)
        _held.add(file)
        with suppress(OSError):  # without room for its name, a build that changes nothing may still succeed
            os.pwrite(file, f"{os.getpid()}".ljust(_WIDTH).encode() + b"\n", 0)
        yield
    finally:
        _held.discard(file)
        os.close(file)


def _take(file: int, path: Path, deadline: float) -> None:
    while not _taken(file):
        if not time.monotonic() < deadline:  # what is no number is no reason to wait
            repair = "try again later, or wait for it with --wait"
            raise LockedError(f"{path}: another build holds the lock (process {_holder(file)}); {repair}")
        time.sleep(PAUSE)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(file: int) -> str:
    """The process that holds the lock; for an instant after it took it, the file still names the one before it."""
    for _ in range(10):
        name = os.pread(file, _WIDTH, 0).strip().decode(errors="replace")
        if name.isdecimal() and _lives(int(name)):
            break
        time.sleep(PAUSE / 10)
    return name or "unknown"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
