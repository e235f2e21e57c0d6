"""One build at a time: a lock that the operating system lifts when its holder ends, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from feedpub.errors import LockedError, OutputError

PAUSE = 0.1


@contextmanager
def held(path: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock file at ``path``, with this process's id in it.

    Raises LockedError when another process holds it for more than ``wait`` seconds, OutputError when the file cannot be
    made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror}); allow this user to write here") from None
    with file:
        deadline = time.monotonic() + wait
        while not _taken(file):
            if time.monotonic() >= deadline:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                repair = "try again later, or wait for it with --wait"
                raise LockedError(f"{path}: another build holds the lock (process {holder}); {repair}")
            time.sleep(PAUSE)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _taken(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
