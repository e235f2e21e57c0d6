"""Every story of every digest in SQLite, so that a selection finds its newest ones without reading a digest.

SQL narrows, the judge decides: what a query leaves out is certainly not selected, and each row that it gives is judged.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from feedpub.config.where import Where
from feedpub.stories import patterns
from feedpub.stories.pieces import Piece
from feedpub.stories.selections import Names, judge
from feedpub.stories.trigrams import ENOUGH, matching

# ``story`` is slim, as it is walked; ``told`` is looked into, and searched through ``gram``, where two blanks end each
# text, so that each of its letters begins a trigram.
SCHEMA = """
CREATE TABLE IF NOT EXISTS known (digest INTEGER PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS story (
    id INTEGER PRIMARY KEY, digest INTEGER NOT NULL, at INTEGER NOT NULL, published INTEGER NOT NULL,
    categories TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, page TEXT NOT NULL, host TEXT NOT NULL,
    language TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS story_of_digest ON story (digest, at);
CREATE INDEX IF NOT EXISTS story_by_date ON story (published DESC, digest, at);
CREATE INDEX IF NOT EXISTS story_by_source ON story (source, published DESC);
CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, said TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS gram USING fts5(
    said, content = '', tokenize = 'trigram case_sensitive 1', detail = none
);
CREATE VIRTUAL TABLE IF NOT EXISTS gram_list USING fts5vocab(gram, row);
"""
_COLUMNS = "digest, at, published, categories, source, name, page, host, language, coalesce(said, '')"
_CHUNK = 1000
_BETWEEN = "\x1f"


class Found(NamedTuple):
    """A story that a feed may show: its digest's number and instant (Unix time), and its place in the digest."""

    digest: int
    at: int
    published: int


class StoryIndex:
    """The stories in a database. ``texts`` says whether what they say is kept, which only text searches need."""

    def __init__(self, connection: sqlite3.Connection, *, texts: bool) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._texts = texts
        for statement in (SCHEMA + patterns.SCHEMA).split(";\n"):
            self._execute(statement)  # executescript would end the transaction

    def digests(self) -> set[int]:
        """The numbers of the digests whose pieces are there."""
        return {number for (number,) in self._execute("SELECT digest FROM known")}

    def put(self, stories: Iterable[tuple[int, int, Sequence[Piece]]]) -> None:
        """Add the pieces of digests that are not there: number, instant (Unix time), pieces."""
        stories = iter(stories)
        while some := list(islice(stories, _CHUNK)):
            self._connection.executemany("INSERT INTO known VALUES (?)", [(number,) for number, _, _ in some])
            self._put(some)

    def _put(self, stories: Sequence[tuple[int, int, Sequence[Piece]]]) -> None:
        (last,) = self._execute("SELECT coalesce(max(id), 0) FROM story").fetchone()
        last = max(last, patterns.last_judged(self._connection))
        each = ((digest, published, piece) for digest, published, pieces in stories for piece in pieces)
        numbered = [(last + n, *row) for n, row in enumerate(each, start=1)]
        self._connection.executemany("INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, numbered))
        if self._texts:
            texts = [(number, piece.said) for number, _, _, piece in numbered]
            self._connection.executemany("INSERT INTO told VALUES (?, ?)", texts)
            self._connection.executemany("INSERT INTO gram (rowid, said) VALUES (?, ? || '  ')", texts)

    def remove(self, digests: Iterable[int]) -> None:
        """Forget the pieces of digests."""
        for digest in digests:
            query = "SELECT id, said FROM story JOIN told USING (id) WHERE digest = ?"
            rows = self._execute(query, (digest,)).fetchall()
            self._connection.executemany("INSERT INTO gram (gram, rowid, said) VALUES ('delete', ?, ? || '  ')", rows)
            self._connection.executemany("DELETE FROM told WHERE id = ?", [(number,) for number, _ in rows])
            patterns.forget(self._connection, [number for number, _ in rows])
            self._execute("DELETE FROM story WHERE digest = ?", (digest,))
            self._execute("DELETE FROM known WHERE digest = ?", (digest,))

    def selected(self, where: Where | None, names: Names, *, since: int = 0, until: int) -> Iterator[Found]:
        """The selected stories of digests published from ``since`` to ``until`` (Unix time), newest first.

        Stories of one digest come in its order. Raises SlowPatternError.
        """
        condition, values = _Narrowing(self._connection, names).of(where) if where else ("1", [])
        query = (
            f"SELECT id FROM story WHERE published BETWEEN ? AND ? AND {condition} "  # noqa: S608
            "ORDER BY published DESC, digest, at"
        )
        numbers = (number for (number,) in self._execute(query, (since, until, *values)))
        holds = judge(where, names)
        for found, piece in self._pieces(numbers):
            if holds(piece):
                yield found

    def sources(self, minimum: int) -> dict[str, int]:
        """The sources with as many stories as that, under the name in their newest story, and how many they have."""
        query = "SELECT source, count(*) AS n, max(published) FROM story WHERE source <> '' GROUP BY 1 HAVING n >= ?"
        name = "SELECT max(name) FROM story WHERE (source, published) = (?, ?)"
        found = self._execute(query, (minimum,)).fetchall()
        return {self._execute(name, (source, newest)).fetchone()[0]: count for source, count, newest in found}

    def _pieces(self, numbers: Iterator[int]) -> Iterator[tuple[Found, Piece]]:
        query = f"SELECT {_COLUMNS} FROM story LEFT JOIN told USING (id) WHERE id = ?"  # noqa: S608
        for number in numbers:
            digest, at, published, categories, source, name, page, host, language, said = self._execute(
                query, (number,)
            ).fetchone()
            piece = Piece(
                at=at,
                categories=tuple(categories.split(_BETWEEN)[1:-1]),
                source=source,
                name=name,
                page=page,
                host=host,
                language=language,
                said=said,
            )
            yield Found(digest, at, published), piece


def _row(numbered: tuple[int, int, int, Piece]) -> tuple[object, ...]:
    number, digest, published, piece = numbered
    categories = _BETWEEN.join(("", *piece.categories, ""))
    return (
        number,
        digest,
        piece.at,
        published,
        categories,
        piece.source,
        piece.name,
        piece.page,
        piece.host,
        piece.language,
    )


class _Narrowing:
    """A selection as a condition in SQL that holds for each story which it selects, and for few others."""

    def __init__(self, connection: sqlite3.Connection, names: Names) -> None:
        self.connection, self.names = connection, names

    def of(self, where: Where) -> tuple[str, list[object]]:
        """The condition, and the values in it."""
        spelled = sorted(frozenset().union(*map(self.names.spellings, where.category)))
        parts = [
            _any_of("instr(categories, ?)", [_BETWEEN + name + _BETWEEN for name in spelled]),
            _any_of("source = ?", [self.names.source(name) for name in where.source]),
            _any_of("('.' || host) LIKE ('%.' || ?)", [self.names.host(name) for name in where.link_host]),
            _any_of("(language || '-') LIKE (? || '-%')", list(where.lang)),
            self._text(where),
            _joined(" OR ", [self.of(one) for one in where.any]),
            *(self.of(one) for one in where.all),
        ]
        return _joined(" AND ", parts)

    def _text(self, where: Where) -> tuple[str, list[object]]:
        """Stories that have one of the terms or match one of the patterns."""
        hits = "id IN (SELECT story FROM hit WHERE pattern = ?)"
        texts: list[tuple[str, list[object]]] = [
            (hits, [patterns.number(self.connection, pattern)]) for pattern in where.patterns
        ]
        return _joined(" OR ", [*texts, *([self._terms(where.terms)] if where.terms else [])])

    def _terms(self, terms: Sequence[str]) -> tuple[str, list[object]]:
        each = (matching(self.connection, term.casefold()) for term in terms)
        found = list(islice(chain.from_iterable(each), ENOUGH))
        return ("1", []) if len(found) == ENOUGH else ("id IN (SELECT value FROM json_each(?))", [json.dumps(found)])


def _any_of(condition: str, values: list[str]) -> tuple[str, list[object]]:
    return _joined(" OR ", [(condition, [value]) for value in values])


def _joined(word: str, parts: Sequence[tuple[str, list[object]]]) -> tuple[str, list[object]]:
    if not parts:
        return "1", []
    return f"({word.join(condition for condition, _ in parts)})", [value for _, values in parts for value in values]
