"""The heads of all digests, asked for by date, category, path or text; they stay in the database until asked for."""

import json
import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice, zip_longest
from typing import Any

from feedpub.digests.source import Source
from feedpub.findings import Finding
from feedpub.index import bulk, rows
from feedpub.index.folders import File
from feedpub.index.rows import BROKEN, CATEGORIES, COLUMNS, FILED, PUBLISHED, TO_PUBLISH, TRACE, Filed, Row, Trace

_BATCH = 1000
_LISTS = 4000


class Heads:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._categories: dict[str, int] = {}
        self._listed = lru_cache(_LISTS)(self._unpacked)  # most digests list what others have listed
        self._shared_dates: frozenset[int] | None = None

    def remove(self, files: Iterable[File]) -> None:
        """Forget what these files said."""
        for path, file in files:
            numbers = self._execute("SELECT id, file FROM digest WHERE path = ?", (path,)).fetchall()
            for number in [number for number, known in numbers if (known or path) == file]:
                self._forget(number)

    def _forget(self, number: int) -> None:
        published, said = self._execute("SELECT published, categories FROM digest WHERE id = ?", (number,)).fetchone()
        self._leave((self._category(name), published, number) for name in (marshal.loads(said) if said else ()))
        self._execute("DELETE FROM digest WHERE id = ?", (number,))

    def add(self, rows: Iterable[Row]) -> None:
        """Remember what files say."""
        self._shared_dates = None
        # Never a number that another digest had: other rooms know digests by it.
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'digest'"
        (last,) = self._execute(query).fetchone()
        waiting = iter(rows)
        with nullcontext() if last else bulk.indexed_last(self._connection, "digest"):
            while batch := list(islice(waiting, _BATCH)):
                numbers = range(last + 1, last + 1 + len(batch))
                *values, slugs = zip(*batch, strict=True)
                columns = zip(COLUMNS, values, strict=True)
                bulk.insert_columns(self._connection, "digest", {"id": numbers, **dict(columns)})
                bulk.insert_rows(self._connection, "member", list(self._members(numbers, batch, slugs)))
                last += len(batch)

    def _members(
        self, numbers: Iterable[int], rows: Iterable[Row], slugs: Iterable[tuple[str, ...]]
    ) -> Iterator[tuple[int, int, int]]:
        """The categories that digests are in."""
        for number, row, called in zip(numbers, rows, slugs, strict=True):
            if said := row[CATEGORIES]:
                for category in self._listed(said, called):
                    yield category, row[PUBLISHED], number

    def _unpacked(self, said: bytes, slugs: tuple[str, ...] = ()) -> list[int]:
        return [self._category(name, slug) for name, slug in zip_longest(marshal.loads(said), slugs)]

    def _category(self, name: str, slug: str | None = None) -> int:
        if name not in self._categories:
            self._execute("INSERT OR IGNORE INTO category (name, slug) VALUES (?, ?)", (name, slug))
            (self._categories[name],) = self._execute("SELECT id FROM category WHERE name = ?", (name,)).fetchone()
        return self._categories[name]

    def learn_fingerprint(self, number: int, fingerprint: str) -> None:
        """Remember the fingerprint of a digest that was read without."""
        self._execute("UPDATE digest SET fingerprint = ? WHERE id = ?", (fingerprint, number))

    def have_gaps(self) -> bool:
        """Whether there are digests without a fingerprint."""
        gap = "fingerprint IS NULL AND state = 0 AND content IS NOT x''"
        query = f"SELECT EXISTS (SELECT 1 FROM digest WHERE {gap})"
        return bool(self._execute(query).fetchone()[0])

    def fingerprints(self, numbers: Iterable[int]) -> dict[int, str]:
        """The fingerprints that are known of the digests with these numbers."""
        return {
            number: said
            for number, said in self._chosen("SELECT id, fingerprint FROM digest WHERE id IN", numbers)
            if said
        }

    def learn(self, number: int, content: bytes, fingerprint: str, remarks: bytes | None) -> None:
        """Remember what the whole of a digest said: the hash of its bytes, its fingerprint, what was noticed."""
        query = "UPDATE digest SET content = ?, fingerprint = ?, remarks = ? WHERE id = ?"
        self._execute(query, (content, fingerprint, remarks, number))

    def settle_unreadable(self, *, refuse: bool) -> None:
        """What digests are whose bodies cannot be read: to ``refuse`` as broken, or to publish by their first lines.

        Of many it is not known, so that it must not matter until one of them is to be shown.
        """
        others = f"state {'<>' if refuse else '='} {BROKEN}"
        query = f"SELECT id, published, categories, remarks FROM digest WHERE content = x'' AND {others}"
        for number, published, said, remarks in self._execute(query).fetchall():
            state, findings = (BROKEN, remarks) if refuse else (TO_PUBLISH, None)
            self._execute("UPDATE digest SET state = ?, findings = ? WHERE id = ?", (state, findings, number))
            members = [(category, published, number) for category in self._listed(said)] if said else []
            if refuse:
                self._leave(members)
            else:
                bulk.insert_rows(self._connection, "member", members)

    def _leave(self, members: Iterable[tuple[int, int, int]]) -> None:
        self._connection.executemany("DELETE FROM member WHERE (category, published, digest) = (?, ?, ?)", members)

    def findings(self, source: Source, shown: Collection[int]) -> Iterator[Finding]:
        """What was noticed in the heads of all digests, and in the bodies of those that are ``shown``."""
        query = "SELECT id, path, findings, remarks FROM digest WHERE findings IS NOT NULL OR remarks IS NOT NULL"
        for number, path, findings, remarks in self._execute(query):
            yield from rows.told(findings, source.shown(path))
            if number in shown:
                yield from rows.told(remarks, source.shown(path))

    def broken(self) -> frozenset[str]:
        """The paths of the digests that cannot be published as they are."""
        return frozenset(path for (path,) in self._execute(f"SELECT path FROM digest WHERE state = {BROKEN}"))

    def count(self, now: int) -> int:
        """How many digests are to be published by a moment, in Unix time."""
        query = "SELECT count(*) FROM digest WHERE state = 0 AND published <= ?"
        return int(self._execute(query, (now,)).fetchone()[0])

    def scheduled(self, now: int) -> list[tuple[int, datetime]]:
        """The numbers and dates of the digests whose date is still to come, the next first."""
        query = "SELECT id, date FROM digest WHERE state = 0 AND published > ? ORDER BY published, path"
        return [(number, datetime.fromisoformat(date)) for number, date in self._execute(query, (now,))]

    def categories(self) -> dict[str, int]:
        """The categories that digests name, with their numbers."""
        return dict(self._execute("SELECT name, id FROM category"))

    def slugs(self) -> dict[str, str]:
        """The slugs of names of categories, as far as they were found when these were read."""
        return dict(self._execute("SELECT name, slug FROM category WHERE slug IS NOT NULL"))

    def newest(self, now: int, categories: Collection[int]) -> Iterator[tuple[int, int]]:
        """Date and number of the digests in any of the categories, if there are any of these, the newest first.

        One that is in two categories comes twice.
        """
        if categories:
            query = "SELECT published, digest FROM member WHERE category = ? AND published <= ? ORDER BY published DESC"
            places = [self._execute(query, (category, now)) for category in categories]
            return merge(*places, key=lambda use: use[0], reverse=True)
        query = "SELECT published, id FROM digest WHERE state = 0 AND published <= ? ORDER BY published DESC"
        return iter(self._execute(query, (now,)))

    def size(self, now: int, categories: Collection[int]) -> int:
        """How many digests there are, or in the categories."""
        if not categories:
            return self.count(now)
        query = "SELECT count(*) FROM member WHERE category = ? AND published <= ?"
        if len(categories) == 1:
            return int(self._execute(query, (*categories, now)).fetchone()[0])
        return len({number for _, number in self.newest(now, categories)})

    def numbers(self) -> set[int]:
        """The numbers of the digests to publish, whether their date has come or not."""
        return {number for (number,) in self._execute("SELECT id FROM digest WHERE state = 0")}

    def languages(self, now: int) -> dict[str, int]:
        """How many digests there are in each language, under "" those that say none."""
        query = (
            "SELECT language, count(*) FROM digest "
            "WHERE state = 0 AND language IS NOT NULL AND published <= ? GROUP BY 1"
        )
        named: dict[str, int] = dict(self._execute(query, (now,)))
        return named | {"": self.count(now) - sum(named.values())}

    def spoken(self, languages: Collection[str]) -> set[int]:
        """The numbers of the digests in some languages; "" is that of those that say none."""
        query = "SELECT id FROM digest WHERE state = 0 AND coalesce(language, '') IN (SELECT value FROM json_each(?))"
        return {number for (number,) in self._execute(query, (json.dumps(list(languages)),))}

    def oldest(self, now: int, category: int) -> Iterator[tuple[int, int]]:
        """Date and number of the digests in a category, the oldest first."""
        query = "SELECT published, digest FROM member WHERE category = ? AND published <= ? ORDER BY published"
        return iter(self._execute(query, (category, now)))

    def filed(self, numbers: Iterable[int], source: Source) -> Iterator[Filed]:
        """The heads with these numbers."""
        for row in self._chosen(f"SELECT {FILED} FROM digest WHERE id IN", numbers):
            yield rows.filed(row, source)

    def traces(self, column: str, values: Iterable[str | int]) -> Iterator[Trace]:
        """The traces of the digests to publish that have one of the values in a column."""
        for row in self._chosen(f"SELECT {TRACE} FROM digest WHERE state = 0 AND {column} IN", values):
            yield Trace(*row)

    def owned(self) -> Iterator[Trace]:
        """The traces of the digests to publish that claim an id."""
        query = f"SELECT {TRACE} FROM digest WHERE own IS NOT NULL AND state = 0"
        return (Trace(*row) for row in self._execute(query))

    def shared_dates(self) -> frozenset[int]:
        """The dates, in Unix time, that more than one digest has."""
        if self._shared_dates is None:
            query = "SELECT published FROM digest WHERE state = 0 GROUP BY 1 HAVING count(*) > 1"
            self._shared_dates = frozenset(date for (date,) in self._execute(query))
        return self._shared_dates

    def namesakes(self) -> list[list[Trace]]:
        """Digests that claim one id, the first by date and path first."""
        query = "SELECT own FROM digest WHERE own IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        return [self._alike("own = ?", own) for own in self._execute(query).fetchall()]

    def dated_alike(self) -> list[list[Trace]]:
        """Digests of one date, the first by title and path first."""
        found = self.traces("published", self.shared_dates())
        ordered = sorted(found, key=lambda one: (one.published, one.title, one.path))
        return [list(group) for _, group in groupby(ordered, key=lambda one: one.published)]

    def _alike(self, condition: str, values: tuple[Any, ...]) -> list[Trace]:
        query = f"SELECT {TRACE} FROM digest WHERE state = 0 AND {condition} ORDER BY published, path"
        return [Trace(*row) for row in self._execute(query, values)]

    def _chosen(self, query: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        listed = json.dumps(list(values))
        return iter(self._execute(f"{query} (SELECT value FROM json_each(?))", (listed,)))
