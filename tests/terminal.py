"""A real terminal for programs that behave otherwise when somebody watches."""

import os
import pty
import subprocess
from pathlib import Path
from typing import Any


def watched(command: list[str], cwd: Path, **options: Any) -> tuple[int, str]:
    """Exit status of a program, and what it shows on a terminal; ``options`` are those of Popen."""
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs} | options
    with subprocess.Popen(command, cwd=cwd, **streams) as program:
        os.close(theirs)
        text = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)
    return program.returncode, text


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # Linux says so when nobody writes any more
        return b""
