"""Many rows into one table, in as little work as SQLite lets us have."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

_AT_ONCE = 100


@contextmanager
def indexed_last(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Fill an empty table, whose indexes are made when all is there: sorting once beats finding each row's place."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    indexes = connection.execute(query, (table,)).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, statement in indexes:
        connection.execute(statement)


def insert_columns(connection: sqlite3.Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Add rows, given as columns of equal length."""
    # NULL costs as much to bind as text does, and most columns hold nothing else.
    filled = {name: values for name, values in columns.items() if values.count(None) < len(values)}
    marks = ", ".join("?" * len(filled))
    statement = f"INSERT INTO {table} ({', '.join(filled)}) VALUES ({marks})"
    connection.executemany(statement, zip(*filled.values(), strict=True))


def insert_rows(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add short rows, many in one statement; those that are there already are left alone."""
    for start in range(0, len(rows), _AT_ONCE):
        group = rows[start : start + _AT_ONCE]
        marks = f"({', '.join('?' * len(group[0]))})"
        statement = f"INSERT OR IGNORE INTO {table} VALUES {', '.join([marks] * len(group))}"
        connection.execute(statement, tuple(chain.from_iterable(group)))
