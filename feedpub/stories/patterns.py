"""Which stories a regular expression matches: each story is asked once, the answer is kept in the index."""

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from feedpub.errors import ConfigError

if TYPE_CHECKING:
    import regex

# Seconds that one pattern may take for one story: thousands of times as long as any that is written well.
PATIENCE = 0.5

SCHEMA = """
CREATE TABLE IF NOT EXISTS pattern (id INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL, judged INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS hit (pattern INTEGER, story INTEGER, PRIMARY KEY (pattern, story)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hit_of_story ON hit (story);
"""


class SlowPatternError(ConfigError):
    """A regular expression did not come to an end."""


def matches(pattern: "regex.Pattern[str]", text: str) -> bool:
    """Whether a pattern is found in a text. Raises SlowPatternError when that takes too long."""
    try:
        return pattern.search(text, timeout=PATIENCE) is not None
    except TimeoutError:
        fact = f'text "/{pattern.pattern}/" needs more than {PATIENCE} seconds for one story'
        raise SlowPatternError(f"{fact}; write it without repeats in repeats, or as plain text") from None


def last_judged(connection: sqlite3.Connection) -> int:
    """The highest number of a story that any pattern was held against; no other story may have it again."""
    return int(connection.execute("SELECT coalesce(max(judged), 0) FROM pattern").fetchone()[0])


def number(connection: sqlite3.Connection, pattern: "regex.Pattern[str]") -> int:
    """The number of a pattern, under which ``hit`` has the stories that it matches. Raises SlowPatternError."""
    execute = connection.execute
    execute("INSERT OR IGNORE INTO pattern (text, judged) VALUES (?, 0)", (pattern.pattern,))
    row = execute("SELECT id, judged FROM pattern WHERE text = ?", (pattern.pattern,)).fetchone()
    found, judged = int(row[0]), int(row[1])
    last = judged
    hits = []
    for last, said in execute("SELECT id, said FROM told WHERE id > ? ORDER BY id", (judged,)):
        if matches(pattern, said):
            hits.append((found, last))
    if last > judged:
        connection.executemany("INSERT INTO hit VALUES (?, ?)", hits)
        execute("UPDATE pattern SET judged = ? WHERE id = ?", (last, found))
    return found


def forget(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Forget stories that are no more."""
    connection.executemany("DELETE FROM hit WHERE story = ?", [(story,) for story in stories])
