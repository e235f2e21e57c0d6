"""Subscribers who follow feeds for a long time, and remember what they were shown as unread, and with which date."""

import os
import sqlite3
import subprocess
from calendar import timegm
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import feedparser

from tests.readers import program


class Shown(NamedTuple):
    """An entry in a reader's list: the number that its title begins with, and its date as Unix time."""

    number: str
    date: int


@dataclass(kw_only=True)
class ByFeedparser:
    """Who keys entries on their ids and reads one feed, as feedparser understands it."""

    feed: Path
    last: bytes = b""
    known: set[str] = field(default_factory=set)
    unread: list[Shown] = field(default_factory=list)

    def poll(self) -> list[Shown]:
        """What the feed holds, if it has changed; what has a new id counts as unread."""
        data = self.feed.read_bytes() if self.feed.exists() else b""
        if data == self.last:
            return []
        self.last = data
        parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        assert not parsed.bozo, parsed.bozo_exception
        held = [(entry.id, Shown(entry.title.split()[0], timegm(entry.published_parsed))) for entry in parsed.entries]
        self.unread += [shown for name, shown in held if name not in self.known]
        self.known |= {name for name, _ in held}
        return [shown for _, shown in held]


class ByNewsboat:
    """Who follows feeds with newsboat, and reads whatever it shows as unread."""

    def __init__(self, feeds: Iterable[Path], folder: Path) -> None:
        folder.mkdir()
        self.cache = folder / "cache.db"
        (folder / "config").touch()
        (folder / "urls").write_text("".join(f"{feed.resolve().as_uri()}\n" for feed in feeds), encoding="utf-8")
        options = ["-C", str(folder / "config"), "-u", str(folder / "urls"), "-c", str(self.cache), "-x", "reload"]
        self.command = [program("newsboat"), *options]
        self.environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        self.unread: list[Shown] = []

    def poll(self) -> None:
        """Reload the feeds, and mark all as read."""
        subprocess.run(self.command, check=True, capture_output=True, env=self.environment)
        with sqlite3.connect(self.cache) as database:
            self.unread += list(self._unread(database))
            database.execute("UPDATE rss_item SET unread = 0")
        database.close()

    def _unread(self, database: sqlite3.Connection) -> Iterator[Shown]:
        # One entry in several feeds is kept once a feed, with one id; newsboat marks all of them as read together.
        rows = database.execute("SELECT DISTINCT guid, title, pubDate FROM rss_item WHERE unread = 1")
        return (Shown(title.split()[0], date) for _, title, date in rows)


def twice(unread: Iterable[Shown]) -> list[str]:
    """The numbers that somebody was shown as unread more than once."""
    return [number for number, times in Counter(shown.number for shown in unread).items() if times > 1]
