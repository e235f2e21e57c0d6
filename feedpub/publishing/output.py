"""The feeds folder: a file is made only when what it depends on is new, and written only when its bytes are."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

from feedpub.index import Index
from feedpub.standstill.listing import State, state
from feedpub.system import files


class Document(Protocol):
    """A file below the folder; ``key`` is a hash of all that its bytes depend on."""

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> bytes: ...

    @property
    def data(self) -> Callable[[], bytes]: ...


class Output:
    """The folder; ``written`` and ``unchanged`` tell what becomes of each file; ``dry`` leaves all as it is."""

    def __init__(self, folder: Path, index: Index, *, dry: bool) -> None:
        self._folder, self._index, self._dry = folder, index, dry
        self._known: dict[str, tuple[bytes, State]] = index.record["documents"] or {}
        self._now: dict[str, tuple[bytes, State]] = {}
        self.written: list[str] = []
        self.unchanged: list[str] = []

    @property
    def paths(self) -> list[str]:
        """All files that are to be there."""
        return [*self.written, *self.unchanged]

    def __enter__(self) -> Self:
        """Make room. Raises OutputError."""
        if not self._dry:
            files.make_folder(self._folder)
            files.remove_leftovers(self._folder)
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        """Make what was written last, and remember what is there."""
        if failed or self._dry:
            return
        files.sync({(self._folder / path).parent for path in self.written} | {self._folder})
        self._index.record["documents"] = self._now

    def put(self, document: Document) -> None:
        """Bring a file up to date. Raises OutputError."""
        path, key = self._folder / document.path, document.key
        if self._known.get(document.path) == (key, state(path)):
            self.unchanged.append(document.path)
        else:
            self.put_bytes(document.path, document.data())
        self._now[document.path] = key, state(path)

    def put_bytes(self, path: str, data: bytes) -> None:
        """Write a file unless it holds these bytes already. Raises OutputError."""
        if not files.differs(self._folder / path, data):
            self.unchanged.append(path)
            return
        self.written.append(path)
        if not self._dry:
            files.make_folder((self._folder / path).parent)
            files.replace(self._folder / path, data)
