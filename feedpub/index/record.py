"""What the last build was made from and came to, by name."""

import marshal
import sqlite3
from typing import Any


class Record:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getitem__(self, name: str) -> Any:
        """What was noted under a name, ``None`` where nothing was."""
        row = self._connection.execute("SELECT value FROM record WHERE name = ?", (name,)).fetchone()
        return marshal.loads(row[0]) if row else None

    def __setitem__(self, name: str, value: Any) -> None:
        """Note a value that ``marshal`` knows: texts, bytes, numbers, and tuples, lists or dicts of these."""
        self._connection.execute("REPLACE INTO record VALUES (?, ?)", (name, marshal.dumps(value)))
