"""The fates of links that were looked up before: a cache, which may be deleted at any time."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import get_args

from feedpub.check.lookups.lookup import Fate, Kind

_TABLE = "CREATE TABLE IF NOT EXISTS links (url TEXT PRIMARY KEY, at REAL, kind TEXT, fact TEXT, address TEXT)"


def recall(cache: Path | None, since: float) -> dict[str, Fate]:
    """What was found since then, by URL; nothing where the cache cannot be read."""
    if cache is None or not cache.is_file():
        return {}
    query = "SELECT url, kind, fact, address FROM links WHERE at >= ?"
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(cache)) as database:
        rows = database.execute(query, (since,)).fetchall()
        return {
            url: Fate(url=url, kind=kind, fact=fact, address=address)
            for url, kind, fact, address in rows
            if kind in get_args(Kind)
        }
    return {}


def remember(cache: Path | None, fates: Iterable[Fate], now: float) -> None:
    """Keep what is certain; what could not be reached will be looked up again. A cache that fails stops nobody."""
    if cache is None:
        return
    rows = [(fate.url, now, fate.kind, fate.fact, fate.address) for fate in fates if fate.kind != "unreachable"]
    with suppress(sqlite3.Error, OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(cache)) as database, database:
            database.execute(_TABLE)
            database.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?)", rows)
