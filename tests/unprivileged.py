"""Tests of permissions hold for root, too: what is done here is done by nobody."""

import os
from collections.abc import Callable
from pathlib import Path

NOBODY = 65534


def done(action: Callable[[], object], folder: Path) -> str:
    """What an action raises when an ordinary user does it in ``folder``, which is theirs; "" if nothing.

    A child process takes the user's id; the folder is its working directory, since its parents may be closed to it.
    """
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os._exit(_in_child(action, folder, writing))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def _in_child(action: Callable[[], object], folder: Path, writing: int) -> int:
    said = ""
    try:
        os.chdir(folder)
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            os.setuid(NOBODY)
        action()
    except BaseException as error:
        said = str(error) or type(error).__name__
    os.write(writing, said.encode())
    return 0
