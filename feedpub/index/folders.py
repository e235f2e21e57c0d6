"""Folders as they were listed, so that a file that has not changed is not opened."""

import sqlite3
import time
import unicodedata
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from feedpub.standstill.listing import Listing, is_sure

_UNSURE = -1


class File(NamedTuple):
    """A file: its path below the source folder in NFC, and its own spelling of that."""

    path: str
    file: str


class Difference(NamedTuple):
    """What has changed in a folder: files whose rows no longer hold, and files to read."""

    gone: list[File]
    new: Iterator[File]


class Folders:
    """What is known of folders. ``certain`` is whether no file can change from now on without another state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._started = time.time_ns()
        self._seen: set[str] = set()
        self.certain = True

    def difference(self, folder: Listing) -> Difference | None:
        """What has changed since the folder was last listed, if anything; it is listed anew."""
        self._seen.add(folder.path)
        names, stats = "/".join(folder.names).encode(), folder.stats.tobytes()
        row = self._connection.execute("SELECT names, stats FROM folder WHERE path = ?", (folder.path,)).fetchone()
        if row == (names, stats):
            return None
        self._connection.execute("REPLACE INTO folder VALUES (?, ?, ?)", (folder.path, names, self._sure(folder.stats)))
        now = _files(folder.path, folder.names, folder.stats)
        if row is None:
            return Difference([], (file for file, _ in now))
        before = dict(_files(folder.path, row[0].decode().split("/"), array("q", row[1])))
        changed = []
        for file, stat in now:
            if before.get(file) == stat:
                del before[file]
            else:
                changed.append(file)
        return Difference(list(before), iter(changed))

    def gone(self) -> Iterator[File]:
        """The files of folders that have not been seen in this walk; they are forgotten."""
        known = self._connection.execute("SELECT path FROM folder").fetchall()
        for (path,) in known:
            if path not in self._seen:
                row = self._connection.execute("SELECT names, stats FROM folder WHERE path = ?", (path,)).fetchone()
                yield from (file for file, _ in _files(path, row[0].decode().split("/"), array("q", row[1])))
                self._connection.execute("DELETE FROM folder WHERE path = ?", (path,))

    def _sure(self, stats: "array[int]") -> bytes:
        """The stats, with no time for files that were written just now."""
        sure = array("q", stats)
        for at in range(0, len(sure), 3):
            if not is_sure(sure[at], self._started):
                sure[at] = _UNSURE
                self.certain = False
        return sure.tobytes()


def _files(folder: str, names: list[str], stats: "array[int]") -> Iterator[tuple[File, tuple[int, int, int]]]:
    numbers = iter(stats)
    for name, stat in zip(names, zip(numbers, numbers, numbers, strict=True), strict=True):
        file = folder + name
        yield File(file if file.isascii() else unicodedata.normalize("NFC", file), file), stat
