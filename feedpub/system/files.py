"""Files replaced whole or not at all."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from feedpub.errors import OutputError


def make_folder(folder: Path) -> None:
    """The folder and those above it exist afterwards. Raises OutputError, with what stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(
            f"{folder}: a file stands where a folder is needed; remove it, or change feeds.path"
        ) from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror}); allow this user to write here") from None


def differs(path: Path, data: bytes) -> bool:
    """Whether the file is not there, or holds other bytes."""
    try:
        return path.stat().st_size != len(data) or path.read_bytes() != data
    except OSError:
        return True


def replace(path: Path, data: bytes) -> None:
    """Put ``data`` into the file; its readers see the old bytes or the new, also after a crash. Raises OutputError."""
    with replacing(path, data) as put:
        put()


@contextmanager
def replacing(path: Path, data: bytes) -> Iterator[Callable[[], object]]:
    """What puts ``data``, which the disk has by now, into the file; without that, it stays as it is."""
    # Not tempfile: its files are private to the user, and a web server has to read these.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield partial(temporary.replace, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); make room, or allow this user to") from None


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be removed ({error.strerror}); allow this user to write here") from None


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs have left in and below a folder; only for who holds the lock. Raises OutputError."""
    for leftover in folder.rglob(".*.tmp"):
        _unlink(leftover)


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files below a folder, and folders that this leaves empty. Raises OutputError."""
    for path in paths:
        _unlink(folder / path)
        parent = (folder / path).parent
        if parent != folder and not any(parent.iterdir()):
            parent.rmdir()


def sync(paths: Iterable[Path]) -> None:
    """Make what is in these files, or the names in these folders, last through a loss of power. Raises OutputError."""
    for path in paths:
        try:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise OutputError(f"{path}: may not last ({error.strerror}); see to its disk, and build again") from None
