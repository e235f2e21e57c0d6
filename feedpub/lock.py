"""One build at a time: a lock that the operating system lifts when its holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedpub.errors import LockedError, OutputError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path``, with this process's id in it.

    Raises LockedError at once when another process holds it, OutputError when the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror}); allow this user to write here") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise LockedError(f"{path}: another build holds the lock (process {holder}); try again later") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
