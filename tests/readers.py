"""Independent readers, run for real: each gives (title, instant, link, id) of a feed's entries."""

import os
import shutil
import sqlite3
import subprocess
from calendar import timegm
from pathlib import Path

import feedparser
import pytest

Seen = tuple[str, int, str, str]


def with_feedparser(feed: Path) -> list[Seen]:
    """What Python's feedparser reads; a feed that it calls malformed fails."""
    parsed = feedparser.parse(feed.read_bytes())
    assert not parsed.bozo, parsed.bozo_exception
    return [(e.title, timegm(e.published_parsed), e.link, e.id) for e in parsed.entries]


def with_newsboat(feed: Path, folder: Path) -> list[Seen]:
    """What newsboat keeps in its cache."""
    cache = folder / f"{feed.parent.name}-{feed.name}.db"
    (folder / "urls").write_text(f"{feed.resolve().as_uri()}\n", encoding="utf-8")
    (folder / "config").touch()
    options = ["-C", str(folder / "config"), "-u", str(folder / "urls"), "-c", str(cache), "-x", "reload"]
    subprocess.run([program("newsboat"), *options], check=True, capture_output=True, env=_environment(folder))
    with sqlite3.connect(cache) as database:
        rows = database.execute("SELECT title, pubDate, url, guid FROM rss_item ORDER BY pubDate DESC").fetchall()
    database.close()
    return rows


def with_sfeed(feed: Path) -> list[Seen]:
    """What sfeed prints."""
    run = subprocess.run([program("sfeed")], input=feed.read_bytes(), check=True, capture_output=True)
    fields = [line.split("\t") for line in run.stdout.decode().splitlines()]
    return [(row[1], int(row[0]), row[2], row[5]) for row in fields]


def subscribed_by_newsboat(opml: Path, folder: Path) -> list[str]:
    """The feeds that newsboat follows after it has imported a list."""
    urls = folder / "urls"
    for file in (urls, folder / "config"):
        file.touch()
    options = ["-C", str(folder / "config"), "-u", str(urls), "-c", str(folder / "cache.db"), "-i", str(opml)]
    subprocess.run([program("newsboat"), *options], check=True, capture_output=True, env=_environment(folder))
    return [line.partition(" ")[0] for line in urls.read_text(encoding="utf-8").splitlines()]


def program(name: str, package: str | None = None) -> str:
    """Where a program is; without it a test is skipped, and fails in CI. ``package``: Debian's, if of another name."""
    path = shutil.which(name)
    if path is None:
        reason = f"{name} is not installed (Debian: apt-get install {package or name})"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return str(path)


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
