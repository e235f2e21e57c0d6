"""Files replaced whole or not at all, and only when their bytes differ."""

import os
from pathlib import Path

from feedpub.errors import OutputError


def make_folder(folder: Path) -> None:
    """The folder and those above it exist afterwards. Raises OutputError, with what stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(
            f"{folder}: a file stands where a folder is needed; remove it, or change feeds.path"
        ) from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror}); allow this user to write here") from None


def replace_if_changed(path: Path, data: bytes) -> bool:
    """Whether the file had to be replaced by ``data``; an equal one keeps its modification time.

    Readers of the file see the old bytes or the new, never a part, also after a crash. Raises OutputError.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        _replace(path, data)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); make room, or allow this user to") from None
    return True


def _replace(path: Path, data: bytes) -> None:
    # Not tempfile: its files are private to the user, and a web server has to read these.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
