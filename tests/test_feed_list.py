"""``feedpub feeds`` lists what there is to subscribe to, and says what is wrong with the rest."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner

import feedpub
from feedpub.cli import main
from feedpub.config.offers import Feeds, Offer
from feedpub.config.where import Where
from tests.conftest import SEED, Publication

NONE = "each condition holds for a story, and all together for none; leave one out"
NOW = datetime.fromisoformat("2025-12-20T21:00:00+08:00")


def test_all_feeds_with_what_they_hold(seeded: Publication) -> None:
    """And why those without entries have none; nothing is written."""
    offers = (
        Offer(slug="dotey", title="宝玉 only", entries="story", where=Where(source=("宝玉",))),
        Offer(slug="typo", where=Where(source=("Merv",))),
        Offer(slug="both", where=Where(source=("merve",), text=("Replit",))),
        Offer(slug="daily-x", entries="day", where=Where(link_host=("x.com",))),
    )
    seeded.configure(feeds=Feeds(also=("stories", "daily")), offers=offers)
    assert [str(one) for one in feedpub.feeds(seeded.site, now=NOW)] == [
        "https://example.com/feeds/  1 entry  2025-12-20 20:00  News",
        "https://example.com/feeds/stories/  14 entries  2025-12-20 20:00  News · stories",
        "https://example.com/feeds/dotey/  3 entries  2025-12-20 20:00  宝玉 only",
        "https://example.com/feeds/categories/ai-jin-zhan/  1 entry  2025-12-20 20:00  News · AI进展",
        "https://example.com/feeds/categories/ai-ying-yong/  1 entry  2025-12-20 20:00  News · AI应用",
        "https://example.com/feeds/categories/da-mo-xing/  1 entry  2025-12-20 20:00  News · 大模型",
        "https://example.com/feeds/daily/  empty: its first day is not over yet",
        'https://example.com/feeds/typo/  empty: no story has source "Merv"; did you mean "merve"?',
        f"https://example.com/feeds/both/  empty: {NONE}",
        "https://example.com/feeds/daily-x/  empty: its first day is not over yet",
    ]
    assert not seeded.site.feeds_folder.exists()


def test_the_command(seeded: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """For people, and for machines."""
    monkeypatch.chdir(seeded.root)
    text = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n[feeds]\nlimit = 9\n'
    (seeded.root / "feedpub.toml").write_text(text, encoding="utf-8")
    assert CliRunner().invoke(main, ["feeds"]).output.splitlines()[1] == (
        "https://example.com/feeds/stories/  9 entries  2025-12-20 20:00  News · stories"
    )
    found = json.loads(CliRunner().invoke(main, ["feeds", "--output-format", "json"]).output)["feeds"]
    assert found[1] == {
        "title": "News · stories",
        "address": "https://example.com/feeds/stories/",
        "files": {
            "atom": "https://example.com/feeds/stories/atom.xml",
            "rss": "https://example.com/feeds/stories/rss.xml",
            "json": "https://example.com/feeds/stories/feed.json",
        },
        "granularity": "story",
        "entries": 9,
        "newest": "2025-12-20T20:00:08+08:00",
        "empty": None,
    }


def test_a_pattern_without_end_is_told(publication: Publication) -> None:
    """In place of what it would select."""
    publication.configure(offers=(Offer(slug="x", where=Where(text=("/(a+)+$b/",))),))
    publication.digest("a.md", f"1. [A](https://a.example/)\n\n    {'a' * 5000}")
    _, slow = feedpub.feeds(publication.site)
    assert str(slow).startswith(f'{slow.address}  empty: text "/(a+)+$b/" needs more than 0.5 seconds for one story; ')


def test_nothing_is_published_yet(publication: Publication) -> None:
    """Every feed waits."""
    publication.write("later.md", SEED.replace("2025-12-20", "2035-12-20"))
    (only,) = feedpub.feeds(publication.site, now=NOW)
    assert only.empty == "no digest is published yet"
