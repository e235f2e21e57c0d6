"""The feeds folder: a file is made only when what it depends on is new, and written only when its bytes are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

from feedpub.index import Index
from feedpub.standstill.listing import State, state
from feedpub.system import files, writing
from feedpub.system.writing import Writer


class Document(Protocol):
    """A file below the folder; ``key`` is a hash of all that its bytes depend on."""

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> bytes: ...

    @property
    def data(self) -> Callable[[], Sequence[bytes]]: ...


class Output:
    """The folder; ``written`` and ``unchanged`` tell what becomes of each of its files; ``dry`` leaves all as it is."""

    def __init__(self, folder: Path, index: Index, *, dry: bool) -> None:
        self._folder, self._index, self._dry = folder, index, dry
        self._known: dict[str, tuple[bytes, State]] = index.record["documents"] or {}
        self._keys: dict[str, bytes] = {}
        self._now: dict[str, tuple[bytes, State]] = {}
        self.paths: list[str] = []
        self._writer = Writer()
        self.written: list[str] = []
        self.unchanged: list[str] = []

    def __enter__(self) -> Self:
        """Make room. Raises OutputError."""
        if not self._dry:
            files.make_folder(self._folder)
            files.remove_leftovers(self._folder)
        return self

    def __exit__(self, *failed: Any) -> None:
        """Make what was written last, and remember what is there. Raises OutputError."""
        self._writer.__exit__(*failed)
        if failed[0] or self._dry:
            return
        writing.sync({(self._folder / path).parent for path in self.written} | {self._folder})
        for path, key in self._keys.items():
            self._now[path] = key, state(self._folder / path)
        self._index.record["documents"] = self._now

    def put(self, document: Document) -> None:
        """Bring a file up to date, by the end. Raises OutputError."""
        path, key = document.path, document.key
        before = state(self._folder / path)
        if self._known.get(path) == (key, before):
            self._list(path, self.unchanged)
            self._now[path] = key, before
        elif self.put_pieces(path, document.data()):
            self._keys[path] = key
        else:
            self._now[path] = key, before

    def put_pieces(self, path: str, pieces: Sequence[bytes]) -> bool:
        """Write a file, by the end, unless it holds these bytes already: whether it is. Raises OutputError."""
        if not files.differs(self._folder / path, pieces):
            self._list(path, self.unchanged)
            return False
        self._list(path, self.written)
        if not self._dry:
            self.place(self._folder / path, pieces)
        return True

    def _list(self, path: str, files: list[str]) -> None:
        self.paths.append(path)
        files.append(path)

    def place(self, path: Path, pieces: Sequence[bytes]) -> None:
        """Write a file, by the end and in its turn, without a word of it in the report. Raises OutputError."""
        self._writer.replace(path, pieces)
