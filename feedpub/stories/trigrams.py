"""Terms → the rows of a trigram index (SQLite FTS5) whose text may have them; words of one or two letters, too."""

import sqlite3
from collections.abc import Iterator

# So many rows are no help: then the newest stories are read one by one until enough are found, which is soon.
ENOUGH = 200_000
_LAST = "\U0010ffff"


def matching(connection: sqlite3.Connection, term: str) -> Iterator[int]:
    """The rows of ``gram`` that have each trigram of a term, in any order: all that have the term, and few others.

    ``term`` is in small letters, as the index has it.
    """
    if len(term) < 3:
        return _beginning(connection, term)
    return _rows(connection, " AND ".join(map(_quoted, dict.fromkeys(term[n : n + 3] for n in range(len(term) - 2)))))


def _beginning(connection: sqlite3.Connection, term: str) -> Iterator[int]:
    """The rows with a trigram that begins with a shorter term: each letter of a text begins one."""
    query = "SELECT term FROM gram_list WHERE term >= ? AND term < ?"
    grams = [gram for (gram,) in connection.execute(query, (term, term + _LAST))]
    return _rows(connection, " OR ".join(map(_quoted, grams))) if grams else iter(())


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[int]:
    return (number for (number,) in connection.execute("SELECT rowid FROM gram WHERE gram MATCH ?", (query,)))


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
