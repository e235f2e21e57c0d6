"""What the source files said last time, and what was made of it: a cache in SQLite. Deleting it changes no output.

It is thrown away whenever it is not the very file that the last build has left.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feedpub.config import Site
from feedpub.errors import OutputError
from feedpub.index.folders import Folders
from feedpub.index.fragments import Fragments
from feedpub.index.heads import Heads
from feedpub.index.record import Record
from feedpub.index.schema import SCHEMA
from feedpub.index.versions import versions
from feedpub.system import files

if TYPE_CHECKING:
    from feedpub.system.writing import Ahead

__all__ = ["Index", "opened"]

_NAME = "index.sqlite"
_SEAL = "index.seal"
_NEWS = 32  # entries, or half a megabyte and more


class Index:
    """The rooms of the cache, in one connection. ``new`` is a file that is nobody's until the build ends."""

    def __init__(self, connection: sqlite3.Connection, versions: str, new: Path | None) -> None:
        self.connection, self.versions, self._new = connection, versions, new
        self._ahead: Ahead | None = None
        self._news = 0
        self.lasts = True
        self.folders = Folders(connection)
        self.heads = Heads(connection)
        self.fragments = Fragments(connection)
        self.record = Record(connection)

    def go_on(self) -> None:
        """Tell that something more is known: of a first build, the disk writes that along, now and then."""
        self._news += 1
        if self._new is not None and self._news % _NEWS == 0:
            self.connection.commit()
            self.connection.execute("BEGIN")
            from feedpub.system.writing import Ahead  # most builds are not the first

            with suppress(OSError):  # as when somebody has removed it
                self._ahead = self._ahead or Ahead(self._new)
                self._ahead.go_on()

    def end(self, failed: object, *_: object) -> None:
        """Wait for the disk, unless the build has failed; only when SQLite has closed the file, or its locks would go.

        ``lasts`` says afterwards whether the disk has what it was told of.
        """
        if self._ahead is not None:
            self.lasts = self._ahead.end(lasting=not failed)

    def clear(self) -> None:
        """Forget everything."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (name,) in self.connection.execute(query).fetchall():
            self.connection.execute(f"DROP TABLE {name}")
        for statement in SCHEMA.split(";\n"):  # executescript would end the transaction
            self.connection.execute(statement)
        self.record["versions"] = self.versions


@contextmanager
def opened(site: Site, *, keep: bool) -> Iterator[Index]:
    """The index of a site, empty where there is none that can be trusted. Leaves no trace unless it is to ``keep``."""
    folder = site.root / ".feedpub"
    trusted = _seal(folder) == _state(folder / _NAME) is not None
    if keep and not trusted:
        _discard(folder)
    with (
        ExitStack() as after,
        closing(sqlite3.connect(folder / _NAME) if keep else _copy(folder, trusted)) as connection,
    ):
        connection.isolation_level = None
        connection.execute("PRAGMA temp_store = memory")
        connection.execute("PRAGMA page_size = 16384")  # an entry takes most of a page: fewer are read and written
        connection.execute("PRAGMA cache_size = -4000")
        # A build that is cut short leaves no seal, so that the file is not trusted, whatever became of it.
        connection.execute("PRAGMA journal_mode = memory")
        connection.execute("PRAGMA synchronous = off")
        connection.execute("BEGIN")
        new = folder / _NAME if keep and not trusted else None
        index = Index(connection, versions(site), new)
        after.push(index.end)
        if not trusted or index.record["versions"] != index.versions:
            index.clear()
        yield index
        changed = connection.total_changes > 0
        connection.commit()
    if keep and changed and index.lasts:
        with suppress(OSError, OutputError):  # without a seal, the next build finds out all anew
            files.sync([folder / _NAME])
            (folder / _SEAL).write_text(_state(folder / _NAME) or "", encoding="utf-8")


def _copy(folder: Path, trusted: bool) -> sqlite3.Connection:
    """The index in memory; empty, unless it can be had as a build has left it."""
    memory = sqlite3.connect(":memory:")
    if trusted:
        with closing(sqlite3.connect(folder / _NAME)) as file:
            file.backup(memory)
    return memory


def _discard(folder: Path) -> None:
    for name in (_SEAL, _NAME, f"{_NAME}-journal"):
        (folder / name).unlink(missing_ok=True)


def _state(file: Path) -> str | None:
    """What changes whenever anybody touches the file."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}\n"


def _seal(folder: Path) -> str | None:
    try:
        return (folder / _SEAL).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
