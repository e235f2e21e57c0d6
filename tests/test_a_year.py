"""A publisher's life as subscribers see it: every digest once, with its date, whatever happens to files and domain.

CI follows it for two weeks; FEEDPUB_SIMULATED_DAYS=365 for the whole year.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from calendar import timegm
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import feedparser

from feedpub.config import CategorySettings, Source
from tests.conftest import Publication
from tests.readers import with_newsboat

DAYS = int(os.environ.get("FEEDPUB_SIMULATED_DAYS", "14"))
START = datetime.fromisoformat("2025-01-01T00:00:00+08:00")
TOPICS = ("AI进展", "大模型", "AI应用")


class Subscriber:
    """A reader that keys entries on their ids, and remembers what it was shown first."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, int]] = {}

    def poll(self, feed: Path) -> None:
        """Read a feed, as feedparser does."""
        parsed = feedparser.parse(feed.read_bytes())
        assert not parsed.bozo
        for entry in parsed.entries:
            number = entry.title.split()[0]
            self.seen.setdefault(entry.id, (number, timegm(entry.published_parsed)))


class Publisher:
    """Somebody who writes six digests a day, and to whose files everything happens."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.chance = random.Random(7)
        self.written: dict[str, int] = {}
        self.files: list[str] = []
        self.domain = 0

    def write(self, moment: datetime) -> None:
        """A new digest."""
        number = f"N{len(self.written):05}"
        name = f"{moment:%Y-%m-%d-%H}.md"
        body = f"1. [Story of {number} - Source](https://ex.com/{number})\n\n    Text **of** {number}."
        topic = self.chance.choice(TOPICS)
        self.publication.digest(name, body, title=f"{number} digest", date=moment.isoformat(), categories=f"[{topic}]")
        self.written[number] = int(moment.timestamp())
        self.files.append(name)

    def live(self, now: datetime) -> None:
        """Something that happens to a publisher."""
        self.chance.choice(self._events())(now)

    def _events(self) -> list[Callable[[datetime], None]]:
        return [
            self.rename,
            self.rename,
            self.edit,
            self.edit,
            self.move,
            self.template,
            self.alias,
            self.lose,
            self.restore,
        ]

    def _path(self) -> Path:
        return self.publication.site.source_folder / self.chance.choice(self.files[-60:])

    def rename(self, _: datetime) -> None:
        """Into a folder, under another name, sometimes edited on the way."""
        old = self._path()
        new = self.publication.site.source_folder / f"moved{self.chance.randrange(9)}" / f"x-{self.chance.random()}.md"
        new.parent.mkdir(exist_ok=True)
        old.rename(new)
        self.files[self.files.index(old.relative_to(self.publication.site.source_folder).as_posix())] = new.relative_to(
            self.publication.site.source_folder
        ).as_posix()
        if self.chance.random() < 0.5:
            new.write_text(new.read_text(encoding="utf-8").replace("Text", "A text"), encoding="utf-8")

    def edit(self, _: datetime) -> None:
        """A typo in the text, or another title."""
        path = self._path()
        text = path.read_text(encoding="utf-8")
        after = text.replace("digest\n", "digest!\n") if self.chance.random() < 0.5 else text.replace("**of**", "of")
        path.write_text(after, encoding="utf-8")

    def move(self, _: datetime) -> None:
        """To another domain."""
        self.domain += 1
        self.publication.configure(url=f"https://d{self.domain}.example/", feeds_url=None)

    def template(self, _: datetime) -> None:
        """Other permalinks."""
        template = self.chance.choice(["{path}/", "posts/{year}/{slug}/", "{slug}.html"])
        self.publication.configure(source=Source(permalink=template))

    def alias(self, _: datetime) -> None:
        """Another name or slug for a category."""
        settings = CategorySettings(slug=self.chance.choice(["llm", "models", None]), title="LLM", aliases=("大模型",))
        self.publication.configure(categories={"LLM": settings} if self.chance.random() < 0.7 else {})

    def lose(self, now: datetime) -> None:
        """The disk of the digests, for one build."""
        folder = self.publication.site.source_folder
        backup = shutil.copytree(folder, folder.with_name("backup"))
        for path in [path for path in folder.rglob("*.md") if self.chance.random() < 0.5]:
            path.unlink()
        before = self.publication.ids()
        if len(self.files) > 20:
            assert self.publication.build(now=now).refused
        assert self.publication.ids() == before
        shutil.rmtree(folder)
        backup.rename(folder)

    def restore(self, _: datetime) -> None:
        """The index and lock are lost; nothing depends on them."""
        shutil.rmtree(self.publication.root / ".feedpub", ignore_errors=True)


def _killed_build(publication: Publication, chance: random.Random) -> None:
    """A real build at the end of a day, killed somewhere."""
    site = publication.site
    text = f'[site]\ntitle = "{site.title}"\nurl = "{site.url}"\ntag = "{site.tag}"\ntimezone = "{site.timezone}"\n'
    (publication.root / "feedpub.toml").write_text(
        f'{text}[source]\npermalink = "{site.source.permalink}"\n', encoding="utf-8"
    )
    build = subprocess.Popen(
        [sys.executable, "-m", "feedpub", "build"], cwd=publication.root, stderr=subprocess.DEVNULL
    )
    time.sleep(chance.uniform(0.1, 0.6))
    build.send_signal(signal.SIGKILL)
    build.wait()


def test_a_subscriber_sees_every_digest_once_with_its_date(publication: Publication, tmp_path: Path) -> None:
    """By feedparser after every build, and in newsboat's cache after every day."""
    publisher, subscriber, category = Publisher(publication), Subscriber(), Subscriber()
    for day in range(DAYS):
        for hour in range(0, 24, 4):
            now = START + timedelta(days=day, hours=hour)
            publisher.write(now)
            publication.build(now=now + timedelta(seconds=9), accept=False)
            subscriber.poll(publication.site.feeds_folder / "atom.xml")
            if publisher.chance.random() < 0.5:
                publisher.live(now + timedelta(hours=1))
                report = publication.build(now=now + timedelta(hours=2))
                assert report.refused == ()
                assert report.changes.new == report.changes.resurfaced == report.changes.withdrawn == ()
                subscriber.poll(publication.site.feeds_folder / "rss.xml")
        if day % 5 == 4:
            _killed_build(publication, publisher.chance)
            publication.build(now=START + timedelta(days=day, hours=23))
        for feed in sorted((publication.site.feeds_folder / "categories").glob("*/atom.xml")):
            category.poll(feed)
        newsboat = with_newsboat(publication.site.feeds_folder / "atom.xml", tmp_path)
    expected = publisher.written
    for reader in (subscriber, category):
        assert sorted(reader.seen.values()) == sorted(expected.items())
    assert sorted((title.split()[0], moment) for title, moment, _, _ in newsboat) == sorted(expected.items())
    assert len(publication.ledger.entries) == len(expected)
