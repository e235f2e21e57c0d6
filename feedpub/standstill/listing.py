"""Files and folders as the file system has them, at the least cost."""

import os
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

State = tuple[int, int, int] | None
Row = tuple[str, int, str, bytes]


def state(path: "str | os.PathLike[str]") -> State:
    """What changes when a file is written to: mtime in nanoseconds, size, inode; ``None`` where there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


# How coarse file systems' clocks are: a file that was written so shortly before it was listed may be written again
# without any sign. FAT counts in two seconds; what has nanoseconds ticks every ten milliseconds at least.
_COARSE, _FINE = 2_000_000_000, 100_000_000


def is_sure(mtime: int, listed: int) -> bool:
    """Whether a file that is written to after it was ``listed`` will have another ``mtime``, both in nanoseconds."""
    return mtime <= listed - (_FINE if mtime % _COARSE else _COARSE)


_LARGEST = (1 << 63) - 1  # of the numbers that an array holds


class Listing:
    """One folder of a tree: its files, in the order in which the file system tells them.

    ``path`` is below the root, with a slash at its end unless it is the root itself; ``mtime`` is the folder's own, in
    nanoseconds; ``stats`` holds three numbers for each of the ``names``: mtime in nanoseconds, size, and one that
    changes with inode and ctime, which nobody can set back as mtime can be; ``links`` are the names of symbolic links
    to folders, and of those that are called like the files; ``folders`` are the names of the folders inside.
    """

    __slots__ = ("folders", "links", "mtime", "names", "path", "stats")

    def __init__(self, path: str) -> None:
        self.path = path
        self.mtime = 0
        self.names: list[str] = []
        self.stats = array("q")
        self.links: list[str] = []
        self.folders: list[str] = []

    @property
    def row(self) -> "Row":
        """Path, time, names and states, in values that ``marshal`` knows: the same until something changes."""
        return self.path, self.mtime, "/".join(self.names), self.stats.tobytes()


def folder(root: str, path: str) -> str:
    """A folder below a root, or that itself, as the file system is asked for it."""
    return ("" if root in {"", "."} else root.rstrip("/") + "/") + path or "."


def tree(root: str, suffixes: tuple[str, ...], passed_over: str | None = None) -> "Iterator[Listing]":
    """A folder and all below it. Hidden files, files without one of the suffixes and a folder may be passed over.

    Raises OSError, with the folder that cannot be read as its file name.
    """
    waiting = [""]
    while waiting:
        path = waiting.pop()
        found = _folder(path, folder(root, path), suffixes)
        inner = (f"{path}{name}" for name in sorted(found.folders, reverse=True))
        waiting.extend(f"{one}/" for one in inner if one != passed_over)
        yield found


def _folder(path: str, place: str, suffixes: tuple[str, ...]) -> Listing:
    found = Listing(path)
    try:
        # Through a descriptor, the file system need not find its way to the folder again for each file.
        descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            found.mtime = os.fstat(descriptor).st_mtime_ns
            _fill(found, descriptor, suffixes)
        finally:
            os.close(descriptor)
    except OSError as error:
        error.filename = place
        raise
    return found


def _fill(found: Listing, descriptor: int, suffixes: tuple[str, ...]) -> None:
    names = found.names
    stats: list[int] = []
    with os.scandir(descriptor) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if name.endswith(suffixes) and entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                names.append(name)
                stats += stat.st_mtime_ns, stat.st_size, (stat.st_ino ^ stat.st_ctime_ns) & _LARGEST
            elif entry.is_dir(follow_symlinks=False):
                found.folders.append(name)
            elif entry.is_symlink() and (name.endswith(suffixes) or entry.is_dir()):
                found.links.append(name)
    found.stats.extend(stats)
