"""A publisher's life as subscribers see it: every digest once, with its date, whatever happens to files and domain.

CI follows it for ten days; ``pytest -m year`` for a year of 2,190 digests and 200 kills.
"""

from collections import Counter
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import msgspec
import pytest

import feedpub
from feedpub.memory.ledger import Ledger
from tests.conftest import Publication
from tests.publisher import TOPICS, Publisher
from tests.subscribers import ByFeedparser, ByNewsboat, Shown, twice

LIVES = [pytest.param(10, 40, id="ten days"), pytest.param(365, 200, id="a year", marks=pytest.mark.year)]


class Life:
    """A publisher, and those who follow the site and each category at the addresses that they once had."""

    def __init__(self, publication: Publication, folder: Path, kills: int) -> None:
        self.publisher, self.publication = Publisher(publication, seed=7), publication
        feeds = publication.site.feeds_folder
        places = [feeds / "categories" / slug for slug in TOPICS.values()]
        self.site = [ByFeedparser(feed=feeds / name) for name in ("atom.xml", "rss.xml")]
        self.categories = [ByFeedparser(feed=place / "atom.xml") for place in places]
        self.newsboat = ByNewsboat([feeds / "atom.xml", *(place / "atom.xml" for place in places)], folder)
        self.ledger = Ledger()
        self.kills, self.killed = kills, 0
        self.happened: Counter[str] = Counter()

    def lead(self, days: int) -> None:
        """Six digests a day, something with each of them, and a backup every other night."""
        publisher, start = self.publisher, self.publisher.now
        events = publisher.events()
        publisher.chance.shuffle(events)
        turns = cycle(events)
        for slot in range(days * 6):
            publisher.now = start + timedelta(hours=4 * slot)
            publisher.write()
            self._kill(due=self.kills * (2 * slot + 1) // (days * 12))
            publisher.now += timedelta(hours=1)
            if slot >= len(TOPICS):
                event = next(turns)
                event()
                self.happened[event.__name__] += 1
            self._kill(due=self.kills * (2 * slot + 2) // (days * 12))
            self._publish()
            if slot % 6 == 5:
                self.newsboat.poll()
            if slot % 12 == 11:
                publisher.back_up()

    def _kill(self, due: int) -> None:
        """Builds that are killed, until as many were as are ``due``."""
        while self.killed < due:
            self.killed += self.publisher.killed_build()
            self._poll()

    def _publish(self) -> None:
        report = self.publisher.build()
        assert (report.refused, report.changes.resurfaced, report.changes.withdrawn) == ((), (), ())
        self._read_ledger()
        for shown in self._poll():
            assert shown.date == int(self.publisher.date(shown.number).timestamp())

    def _poll(self) -> list[Shown]:
        """All that is shown, also by a build that was killed; a date is one that the digest had."""
        found = [shown for reader in (*self.site, *self.categories) for shown in reader.poll()]
        assert all(shown.date in self.publisher.dates[shown.number] for shown in found)
        return found

    def _read_ledger(self) -> None:
        """Its diff tells what happened, and no more; it knows where each digest is."""
        before, self.ledger = self.ledger, self.publication.ledger
        touched = self.publisher.touched
        for name, line in self.ledger.entries.items():
            number = line.title.split()[0]
            assert line.source == self.publisher.files[number]
            if name in before.entries:
                assert _changed(before.entries[name], line) <= touched[number] | touched[""]
        assert before.entries.keys() <= self.ledger.entries.keys()
        touched.clear()


def _changed(before: msgspec.Struct, after: msgspec.Struct) -> set[str]:
    return {name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize(("days", "kills"), LIVES)
def test_subscribers_see_every_digest_once_with_its_date(
    publication: Publication, tmp_path: Path, days: int, kills: int
) -> None:
    """By feedparser after every build, killed or not, and by newsboat every day."""
    life = Life(publication, tmp_path / "newsboat", kills)
    life.lead(days)
    written = sorted(life.publisher.files)
    assert len(written) == days * 6
    assert life.killed == kills
    assert set(life.happened) == {event.__name__ for event in life.publisher.events()}
    for reader in life.site:
        assert sorted(shown.number for shown in reader.unread) == written
    assert sorted(shown.number for reader in life.categories for shown in reader.unread) == written
    assert twice(life.newsboat.unread) == []
    assert sorted(shown.number for shown in life.newsboat.unread) == written
    assert all(shown.date in life.publisher.dates[shown.number] for shown in life.newsboat.unread)
    assert len(life.ledger.entries) == len(written)
    found = feedpub.check([publication.site.feeds_folder], publication.site)
    assert [str(finding) for finding in found if finding.severity == "error"] == []
