"""Entries as formats have them, each made once. They stay in the database until a feed joins them, but for a few."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

_AT_HAND = 8_000_000  # how many bytes of entries that were just made are in memory, too


class Fragments:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._at_hand: dict[tuple[bytes, str], bytes] = {}
        self._room = _AT_HAND

    def has(self, key: bytes, formats: Collection[str]) -> bool:
        """Whether an entry is there in each of the formats."""
        found = self._connection.execute("SELECT format FROM fragment WHERE key = ?", (key,))
        return set(formats) <= {name for (name,) in found}

    def put(self, key: bytes, made: Mapping[str, bytes]) -> None:
        """Keep an entry in the formats in which it was made."""
        rows = [(key, name, data) for name, data in made.items()]
        self._room -= sum(map(len, made.values()))
        if self._room >= 0:
            self._at_hand.update(((key, name), data) for name, data in made.items())
        self._connection.executemany("INSERT OR REPLACE INTO fragment (key, format, data) VALUES (?, ?, ?)", rows)

    def size(self, key: bytes, formats: Collection[str]) -> int:
        """How many bytes an entry has in the format that needs most."""
        query = "SELECT format, length(data) FROM fragment WHERE key = ?"
        return max(int(size) for name, size in self._connection.execute(query, (key,)) if name in formats)

    def get(self, keys: Iterable[bytes], format_: str) -> Iterator[bytes]:
        """The entries in a format, in the order of the keys."""
        query = "SELECT data FROM fragment WHERE (key, format) = (?, ?)"
        for key in keys:
            at_hand = self._at_hand.get((key, format_))
            yield at_hand if at_hand is not None else self._connection.execute(query, (key, format_)).fetchone()[0]

    def keep(self, keys: Collection[bytes]) -> None:
        """Forget the entries with other keys."""
        known = {key for (key,) in self._connection.execute("SELECT DISTINCT key FROM fragment")}
        rows = [(key,) for key in known - set(keys)]
        self._connection.executemany("DELETE FROM fragment WHERE key = ?", rows)
