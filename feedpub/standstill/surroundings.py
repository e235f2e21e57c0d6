"""What the last build saw and left behind, and whether all of it is still so."""

import marshal
import os
import sys
import time

from feedpub.standstill import listing
from feedpub.standstill.listing import Row, state, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypedDict

    class Surroundings(TypedDict):
        """``trees`` is None where a standstill could not be told; ``until`` is when it ends by itself, in Unix time."""

        settings: str
        links: list[str]
        files: dict[str, tuple[int, int, int] | None]
        trees: list["Tree"] | None
        until: float
        report: dict[str, Any]


Tree = tuple[str, tuple[str, ...], str | None, list[Row]]
"""The root of a tree, the suffixes of its files, the folder that is passed over, and the rows of its folders."""

NAME = "surroundings"

_PROGRAM = (sys.version, __file__, state(__file__), state(listing.__file__))


def write(folder: str, seen: "Surroundings") -> None:
    """Note them, in a folder of feedpub's own; they are left out where there is no room."""
    if read(folder) == seen:
        return
    value: tuple[Any, ...] = _PROGRAM, seen
    path = f"{folder}/{NAME}"
    try:
        with open(f"{path}.tmp", "wb") as file:
            marshal.dump(value, file)
        os.replace(f"{path}.tmp", path)
    except OSError:
        forget(folder)


def forget(folder: str) -> None:
    """From here on, things may be other than they were left."""
    for name in (NAME, f"{NAME}.tmp"):
        try:
            os.unlink(f"{folder}/{name}")
        except FileNotFoundError:
            continue


def read(folder: str) -> "Surroundings | None":
    """What was noted last by this very program, if anything was."""
    try:
        with open(f"{folder}/{NAME}", "rb") as file:
            known = marshal.load(file)
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None
    return known[1] if isinstance(known, tuple) and known[:1] == (_PROGRAM,) else None


def listed(root: str, suffixes: tuple[str, ...] = ("",)) -> Tree:
    """A tree as it is now. Raises OSError."""
    return root, suffixes, None, [one.row for one in tree(root, suffixes)]


def latest(known: Tree) -> int:
    """When a file in it was last written to, in nanoseconds of Unix time; 0 where there is none."""
    return max((mtime for *_, stats in known[3] for mtime in memoryview(stats).cast("q")[::3]), default=0)


def hold(folder: str) -> bool:
    """Whether everything that was noted is as it was."""
    seen = read(folder)
    if seen is None or seen["trees"] is None or time.time() >= seen["until"]:
        return False
    files = all(state(path) == then for path, then in seen["files"].items())
    # Where files came or went, their folder tells, and no walk is needed.
    return files and all(map(_has_all, seen["trees"])) and all(map(_is_same, seen["trees"]))


def _has_all(known: Tree) -> bool:
    root, _, _, rows = known
    states = ((state(listing.folder(root, path)), mtime) for path, mtime, _, _ in rows)
    return all(now is not None and now[0] == mtime for now, mtime in states)


def _is_same(known: Tree) -> bool:
    root, suffixes, passed_over, rows = known
    left = iter(rows)
    try:
        same = all(one.row == next(left, None) and not one.links for one in tree(root, suffixes, passed_over))
    except OSError:
        return False
    return same and next(left, None) is None
