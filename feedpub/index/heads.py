"""The heads of all digests, asked for by date, category, path or text; they stay in the database until asked for."""

import json
import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from feedpub.findings import Finding
from feedpub.head import Head
from feedpub.index.folders import File
from feedpub.source import Source

TO_PUBLISH, BROKEN, HELD = range(3)

Row = tuple[Any, ...]

_BATCH = 1000
_COLUMNS = (
    *("path", "file", "state", "published", "date", "updated", "title", "fingerprint", "own", "slug", "url"),
    *("categories", "category_line", "findings", "content", "remarks"),
)
_PUBLISHED, _CATEGORIES = _COLUMNS.index("published"), _COLUMNS.index("categories")
_FILED = "id, path, file, date, updated, title, fingerprint, own, slug, url, categories, category_line, content"
_TRACE = "id, path, own, fingerprint, title, published"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed(Head):
    """A head in the index: its ``number`` there, its ``file`` below the source folder, a hash of its bytes if known."""

    number: int
    file: str
    content: bytes | None


class Trace(NamedTuple):
    """What a digest is recognised by; ``published`` is Unix time."""

    number: int
    path: str
    own: str | None
    fingerprint: str
    title: str
    published: int


class Heads:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._categories: dict[str, int] = {}

    def remove(self, files: Iterable[File]) -> None:
        """Forget what these files said."""
        for path, file in files:
            numbers = self._execute("SELECT id, file FROM digest WHERE path = ?", (path,)).fetchall()
            for number in [number for number, known in numbers if (known or path) == file]:
                self._forget(number)

    def _forget(self, number: int) -> None:
        published, said = self._execute("SELECT published, categories FROM digest WHERE id = ?", (number,)).fetchone()
        for name in marshal.loads(said) if said else ():
            row = (self._category(name), published, number)
            self._execute("DELETE FROM member WHERE (category, published, digest) = (?, ?, ?)", row)
        self._execute("DELETE FROM digest WHERE id = ?", (number,))

    def add(self, rows: Iterable[Row]) -> None:
        """Remember what files say."""
        (last,) = self._execute("SELECT coalesce(max(id), 0) FROM digest").fetchone()
        numbered = enumerate(rows, start=last + 1)
        while batch := list(islice(numbered, _BATCH)):
            members = [
                (self._category(name), row[_PUBLISHED], number)
                for number, row in batch
                for name in (marshal.loads(row[_CATEGORIES]) if row[_CATEGORIES] else ())
            ]
            values = ((number, *row) for number, row in batch)
            self._connection.executemany(f"INSERT INTO digest VALUES (?{', ?' * len(_COLUMNS)})", values)
            self._connection.executemany("INSERT OR IGNORE INTO member VALUES (?, ?, ?)", members)

    def _category(self, name: str) -> int:
        if name not in self._categories:
            self._execute("INSERT OR IGNORE INTO category (name) VALUES (?)", (name,))
            (self._categories[name],) = self._execute("SELECT id FROM category WHERE name = ?", (name,)).fetchone()
        return self._categories[name]

    def learn(self, number: int, content: bytes, remarks: bytes | None) -> None:
        """Remember what the whole of a digest said: the hash of its bytes, the findings of its body."""
        self._execute("UPDATE digest SET content = ?, remarks = ? WHERE id = ?", (content, remarks, number))

    def findings(self, source: Source, shown: Collection[int]) -> Iterator[Finding]:
        """What was noticed in the heads of all digests, and in the bodies of those that are ``shown``."""
        query = "SELECT id, path, findings, remarks FROM digest WHERE findings IS NOT NULL OR remarks IS NOT NULL"
        for number, path, findings, remarks in self._execute(query):
            yield from told(findings, source.shown(path))
            if number in shown:
                yield from told(remarks, source.shown(path))

    def broken(self) -> frozenset[str]:
        """The paths of the digests that cannot be published as they are."""
        return frozenset(path for (path,) in self._execute("SELECT path FROM digest WHERE state = ?", (BROKEN,)))

    def count(self, now: int) -> int:
        """How many digests are to be published by a moment, in Unix time."""
        query = "SELECT count(*) FROM digest WHERE state = 0 AND published <= ?"
        return int(self._execute(query, (now,)).fetchone()[0])

    def scheduled(self, now: int) -> list[tuple[int, datetime]]:
        """The numbers and dates of the digests whose date is still to come, the next first."""
        query = "SELECT id, date FROM digest WHERE state = 0 AND published > ? ORDER BY published, path"
        return [(number, datetime.fromisoformat(date)) for number, date in self._execute(query, (now,))]

    def next_update(self, now: int) -> int | None:
        """The first moment after ``now`` that a digest says it will have been updated at."""
        query = "SELECT updated FROM digest WHERE updated IS NOT NULL AND state = 0"
        moments = (int(datetime.fromisoformat(text).timestamp()) for (text,) in self._execute(query))
        return min((moment for moment in moments if moment > now), default=None)

    def categories(self) -> dict[str, int]:
        """The categories that digests name, with their numbers."""
        return dict(self._execute("SELECT name, id FROM category"))

    def newest(self, now: int, category: int | None = None) -> Iterator[tuple[int, int]]:
        """Date and number of the digests, or of those in a category, the newest first."""
        if category is None:
            query = "SELECT published, id FROM digest WHERE state = 0 AND published <= ? ORDER BY published DESC"
            return iter(self._execute(query, (now,)))
        query = "SELECT published, digest FROM member WHERE category = ? AND published <= ? ORDER BY published DESC"
        return iter(self._execute(query, (category, now)))

    def oldest(self, now: int, category: int) -> Iterator[tuple[int, int]]:
        """Date and number of the digests in a category, the oldest first."""
        query = "SELECT published, digest FROM member WHERE category = ? AND published <= ? ORDER BY published"
        return iter(self._execute(query, (category, now)))

    def filed(self, numbers: Iterable[int], source: Source) -> Iterator[Filed]:
        """The heads with these numbers."""
        for row in self._chosen(f"SELECT {_FILED} FROM digest WHERE id IN", numbers):
            yield _filed(row, source)

    def traces(self, column: str, values: Iterable[str | int]) -> Iterator[Trace]:
        """The traces of the digests to publish that have one of the values in a column."""
        for row in self._chosen(f"SELECT {_TRACE} FROM digest WHERE state = 0 AND {column} IN", values):
            yield Trace(*row)

    def owned(self) -> Iterator[Trace]:
        """The traces of the digests to publish that claim an id."""
        query = f"SELECT {_TRACE} FROM digest WHERE own IS NOT NULL AND state = 0"
        return (Trace(*row) for row in self._execute(query))

    def copies(self) -> list[list[Trace]]:
        """Digests of one date and text, the first by path first."""
        query = "SELECT published, fingerprint FROM digest WHERE state = 0 GROUP BY 1, 2 HAVING count(*) > 1"
        return [self._alike("(published, fingerprint) = (?, ?)", pair) for pair in self._execute(query).fetchall()]

    def namesakes(self) -> list[list[Trace]]:
        """Digests that claim one id, the first by date and path first."""
        query = "SELECT own FROM digest WHERE own IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        return [self._alike("own = ?", own) for own in self._execute(query).fetchall()]

    def _alike(self, condition: str, values: tuple[Any, ...]) -> list[Trace]:
        query = f"SELECT {_TRACE} FROM digest WHERE state = 0 AND {condition} ORDER BY published, path"
        return [Trace(*row) for row in self._execute(query, values)]

    def _chosen(self, query: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        listed = json.dumps(list(values))
        return iter(self._execute(f"{query} (SELECT value FROM json_each(?))", (listed,)))


def packed(findings: Iterable[Finding]) -> bytes | None:
    """Findings about one file, in few bytes."""
    rows = [(f.rule, f.severity, f.line, f.message, f.repair) for f in findings]
    return marshal.dumps(rows) if rows else None


def told(rows: bytes | None, shown: str) -> Iterator[Finding]:
    """Findings that were packed, about the file that is ``shown`` so."""
    for rule, severity, line, message, repair in marshal.loads(rows) if rows else ():
        yield Finding(rule=rule, severity=severity, file=shown, line=line, message=message, repair=repair)


def row(file: File, head: Head, own: str | None, findings: bytes | None) -> Row:
    """A digest that is to be published; ``own`` is the id that it claims, as a URI."""
    return (
        file.path,
        None if file.file == file.path else file.file,
        TO_PUBLISH,
        int(head.published.timestamp()),
        head.published.isoformat(),
        None if head.updated == head.published else head.updated.isoformat(),
        head.title,
        head.fingerprint,
        own,
        head.slug,
        head.url,
        marshal.dumps(head.categories) if head.categories else None,
        head.category_line,
        findings,
        None,
        None,
    )


def refused(file: File, findings: bytes | None) -> Row:
    """A file that cannot be published for what was noticed, or that its writer holds back."""
    spelling = None if file.file == file.path else file.file
    return file.path, spelling, BROKEN if findings else HELD, *(None,) * 10, findings, None, None


def _filed(row: tuple[Any, ...], source: Source) -> Filed:
    number, path, file, date, updated, title, fingerprint, own, slug, url, categories, category_line, content = row
    published = datetime.fromisoformat(date)
    return Filed(
        number=number,
        path=path,
        file=file or path,
        shown=source.shown(path),
        title=title,
        published=published,
        updated=datetime.fromisoformat(updated) if updated else published,
        categories=marshal.loads(categories) if categories else (),
        category_line=category_line,
        id=own,
        slug=slug,
        url=url,
        fingerprint=fingerprint,
        content=content,
    )
