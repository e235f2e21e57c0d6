"""Builds that end badly: each runs in a child process of its own, and real signals and limits end it."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def killed_at(step: int, action: Callable[[], object], folder: Path) -> bool:
    """Whether SIGKILL ended an action: just before the ``step``-th time that it changes a file below ``folder``."""
    if (child := os.fork()) == 0:
        _kill_before(step, str(folder))
        _run(action)
    status = os.waitpid(child, 0)[1]
    assert status == 0 or os.WIFSIGNALED(status)
    return status != 0


def renamed_by(action: Callable[[], object], folder: Path) -> list[str]:
    """The files below ``folder`` that an action puts in their places, in the order in which it does."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event == "os.rename" and str(arguments[1]).startswith(str(folder)):
                os.write(writing, f"{Path(str(arguments[1])).relative_to(folder).as_posix()}\n".encode())

        sys.addaudithook(watch)
        _run(action)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        names = told.read().splitlines()
    assert os.waitpid(child, 0)[1] == 0
    return names


def killed_after(seconds: float, action: Callable[[], object]) -> bool:
    """Whether SIGKILL ended an action, so long after it began; then it has changed whatever it has changed."""
    if (child := os.fork()) == 0:
        _run(action)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def limited_to(size: int, action: Callable[[], object]) -> bool:
    """Whether an action succeeded that could make no file larger than ``size`` bytes, as on a full disk."""
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        _run(action)
    return os.waitpid(child, 0)[1] == 0


def _run(action: Callable[[], object]) -> None:
    status = 1
    try:
        action()
        status = 0
    finally:
        os._exit(status)


def _kill_before(step: int, folder: str) -> None:
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and int(str(arguments[2])) & _WRITING
        if (writes or event in _CHANGING) and str(arguments[0]).startswith(folder):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def session(number: int) -> list[int]:
    """The processes of a session that are alive, which nobody has to have waited for."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, owner = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(owner) == number and state != "Z":
            found.append(int(stat.parent.name))
    return found


def until(true: Callable[[], bool]) -> None:
    """Wait for something that is about to be so."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
