"""Files replaced whole or not at all."""

import os
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from feedpub.errors import OutputError

_TOGETHER = 1000  # systems take 1,024


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


def differs(path: Path, pieces: Sequence[bytes]) -> bool:
    """Whether the file is not there, or holds anything but the pieces, one after another."""
    try:
        if path.stat().st_size != sum(map(len, pieces)):
            return True
        with path.open("rb") as file:
            return any(file.read(len(piece)) != piece for piece in pieces)
    except OSError:
        return True


def replace(path: Path, data: bytes) -> None:
    """Put ``data`` into the file; its readers see the old bytes or the new, also after a crash. Raises OutputError."""
    with closing(Draft(path)) as draft:
        draft.write([data])
        draft.settle()
        draft.put()


class Draft:
    """A file beside another, whose place it takes when it is ``put`` there; until then, that stays as it is.

    All but ``close`` raise OutputError.
    """

    def __init__(self, path: Path) -> None:
        # Not tempfile: its files are private to the user, and a web server has to read these.
        self._path, self._draft = path, path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._descriptor: int | None = None
        self._is_there = False

    def write(self, pieces: Sequence[bytes]) -> None:
        """Write the pieces, one after another, and have the disk begin with them."""
        with self._told():
            if self._path.is_dir():
                raise OutputError(f"{self._path}: a folder stands where a file is needed; remove it")
            how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._is_there = True  # or a signal would come between the file and the knowledge of it
            self._descriptor = os.open(self._draft, how, 0o666)
            for at in range(0, len(pieces), _TOGETHER):
                _write(self._descriptor, pieces[at : at + _TOGETHER])
            begin_to_write(self._descriptor)

    def settle(self) -> None:
        """Wait until the disk has it."""
        if self._descriptor is not None:
            with self._told():
                os.fsync(self._descriptor)
            self._let_go()

    def put(self) -> None:
        """Let it take the other's place."""
        with self._told():
            self._draft.replace(self._path)
        self._is_there = False

    def close(self) -> None:
        """Leave no trace of it where it has no place."""
        with suppress(OSError):
            self._let_go()
        with suppress(OSError):
            if self._is_there:
                self._draft.unlink()

    def _let_go(self) -> None:
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            repair = "make room, or allow this user to"
            raise OutputError(f"{self._path}: cannot be written ({error.strerror}); {repair}") from None


def may_be_open() -> int:
    """How many files this process may have open."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if most != resource.RLIM_INFINITY else sys.maxsize


def begin_to_write(descriptor: int, start: int = 0, size: int = 0) -> None:
    """Have the disk begin with some bytes of a file, or with all; nobody waits for it."""
    if hasattr(os, "posix_fadvise"):  # Linux begins to write what nobody will want in memory, and keeps it until then
        with suppress(OSError):  # a file system may not know of it
            os.posix_fadvise(descriptor, start, size, os.POSIX_FADV_DONTNEED)


def _write(descriptor: int, pieces: Sequence[bytes]) -> None:
    """Write all pieces in one go: a large write costs the system a third of what many small ones do."""
    written = os.writev(descriptor, pieces)
    rest = memoryview(b"".join(pieces))[written:] if written < sum(map(len, pieces)) else b""
    while rest:
        rest = rest[os.write(descriptor, rest) :]


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
