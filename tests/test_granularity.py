"""One source, the feed each reader wants: whole publications, built and read as subscribers read them."""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from msgspec.structs import replace

import feedpub
from feedpub.config import CategorySettings
from feedpub.config.offers import Feeds, Offer
from feedpub.config.where import Where
from tests.conftest import SEED, Publication

DAYS = int(os.environ.get("FEEDPUB_SIMULATED_DAYS", "15"))
START = datetime.fromisoformat("2025-01-01T00:00:08+08:00")
ALL = Feeds(also=("stories", "daily", "weekly", "sources"), sources_minimum=3)
OFFERS = (
    Offer(slug="agents", entries="story", where=Where(text=("智能体", "agent"), none=(Where(source=("merve",)),))),
    Offer(slug="dotey", where=Where(source=("宝玉",)), limit=5),
    Offer(slug="weekly-x", entries="week", where=Where(link_host=("x.com",)), group="category"),
)


def _story(number: int, source: str, text: str = "It happened.") -> str:
    return f"[Story {number} - {source}](https://x.com/{source.split()[0]}/status/{number})\n\n    {text}\n"


def _write(publication: Publication, moment: datetime, *stories: str, **keys: str) -> str:
    name = f"{moment:%Y-%m-%d-%H}.md"
    body = "\n".join(f"{number}. {story}" for number, story in enumerate(stories, start=1))
    publication.digest(name, body, title=f"{moment:%Y.%m.%d.%H} News", date=moment.isoformat(), **keys)
    return name


def _entries(publication: Publication, folder: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = publication.json(f"{folder}/feed.json")["items"]
    return items


def _titles(publication: Publication, folder: str) -> list[str]:
    return [item["title"] for item in _entries(publication, folder)]


def _folders(publication: Publication) -> set[str]:
    root = publication.site.feeds_folder
    return {path.parent.relative_to(root).as_posix() for path in root.rglob("feed.json")}


def test_by_default_there_are_stories(seeded: Publication) -> None:
    """In the seed's order, in every reader, without a finding; and the check agrees."""
    seeded.configure(feeds=Feeds())
    report = seeded.build()
    assert (report.feeds, report.entries, report.findings) == (5, 15, ())
    parsed = feedparser.parse((seeded.site.feeds_folder / "stories" / "atom.xml").read_bytes())
    shown = sorted(parsed.entries, key=lambda entry: entry.published_parsed, reverse=True)
    assert shown == parsed.entries
    assert [entry.link.partition("#")[2] for entry in shown] == [f"story-{n}" for n in range(1, 15)]
    assert shown[0].author == "宝玉"
    assert feedpub.check([seeded.site.feeds_folder], seeded.site) == []


def test_feeds_as_configured(publication: Publication) -> None:
    """Each with what it selects; the folder of each is its slug."""
    publication.configure(
        feeds=ALL, offers=OFFERS, language="zh-CN", categories={"AI": CategorySettings(entries="day")}
    )
    for day in range(8):
        for hour in (0, 12):
            moment = START + timedelta(days=day, hours=hour)
            number = day * 100 + hour
            stories = (_story(number, "宝玉", "AI 智能体。"), _story(number + 1, "merve", "An agent."))
            _write(publication, moment, *stories, categories="[AI]")
    report = publication.build(now=START + timedelta(days=8))
    assert report.findings == ()
    assert _folders(publication) == {
        *(".", "categories/ai", "stories", "daily", "weekly", "sources/bao-yu", "sources/merve"),
        *("agents", "dotey", "weekly-x"),
    }
    assert _titles(publication, "stories")[:3] == ["Story 712", "Story 713", "Story 700"]
    assert _titles(publication, "agents")[:2] == ["Story 712", "Story 700"]
    assert (
        _titles(publication, "dotey")
        == [f"2025.01.0{day}.{hour} News" for day in (8, 7, 6) for hour in ("12", "00")][:5]
    )
    assert _titles(publication, "daily")[:2] == ["News · 每日汇总 · 2025-01-08 (4)", "News · 每日汇总 · 2025-01-07 (4)"]
    assert len(_titles(publication, "categories/ai")) == 7
    assert _titles(publication, "weekly-x") == ["News · weekly-x · 2025-W01 (20)"]
    assert feedpub.check([publication.site.feeds_folder], publication.site) == []


def test_a_day_appears_when_it_is_over(publication: Publication) -> None:
    """By the site's clock, though nothing else has happened; the build before it knows when."""
    publication.configure(feeds=Feeds(also=("daily",)), timezone="America/New_York")
    _write(publication, datetime.fromisoformat("2025-11-02T00:30:00-04:00"), _story(1, "a"))
    _write(publication, datetime.fromisoformat("2025-11-02T23:30:00-05:00"), _story(2, "a"))
    publication.build(now=datetime.fromisoformat("2025-11-02T23:59:59-05:00"))
    assert "daily" not in _folders(publication)
    assert publication.build(now=datetime.fromisoformat("2025-11-02T23:59:59-05:00")).written == ()
    publication.build(now=datetime.fromisoformat("2025-11-03T00:00:00-05:00"))
    assert _titles(publication, "daily") == ["News · day by day · 2025-11-02 (2)"]


def test_an_edited_story_is_updated_everywhere_under_its_id(publication: Publication) -> None:
    """In stories, days and selections; the story beside it is not."""
    publication.configure(feeds=ALL, offers=OFFERS)
    name = _write(publication, START, _story(1, "宝玉", "agent one"), _story(2, "宝玉", "agent two"))
    now = START + timedelta(days=9)
    publication.build(now=now)
    before = {
        folder: {item["id"]: item["date_modified"] for item in _entries(publication, folder)}
        for folder in ("stories", "agents", "daily")
    }
    path = publication.site.source_folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("Story 2", "Storey 2"), encoding="utf-8")
    later = now + timedelta(hours=1)
    publication.build(now=later)
    for folder, known in before.items():
        after = {item["id"]: item["date_modified"] for item in _entries(publication, folder)}
        assert after.keys() == known.keys()
        assert [after[one] for one in after if after[one] != known[one]] == [later.isoformat()]


def test_a_renamed_digest_keeps_the_ids_of_its_stories(publication: Publication) -> None:
    """Moved and edited at once, with a story before the others."""
    publication.configure(feeds=Feeds())
    name = _write(publication, START, _story(1, "a"), _story(2, "b"))
    publication.build()
    before = publication.ids("stories/feed.json")
    (publication.site.source_folder / name).unlink()
    publication.digest(
        "else/where.md",
        "1. " + _story(9, "c") + "\n2. " + _story(1, "a") + "\n3. " + _story(2, "b"),
        title=f"{START:%Y.%m.%d.%H} News",
        date=START.isoformat(),
    )
    publication.build()
    assert publication.ids("stories/feed.json")[1:] == before


def test_a_broken_digest_keeps_its_stories(publication: Publication) -> None:
    """As subscribers saw them last, wherever they were, until it is mended."""
    publication.configure(feeds=ALL, offers=OFFERS)
    name = _write(publication, START, _story(1, "宝玉", "agent"), _story(2, "merve"))
    _write(publication, START + timedelta(hours=4), _story(3, "宝玉", "agent"))
    now = START + timedelta(days=9)
    publication.build(now=now)
    before = _documents(publication)
    path = publication.site.source_folder / name
    good = path.read_bytes()
    path.write_bytes(b"---\ntitle: [\n")
    assert [finding.rule for finding in publication.build(now=now).findings] == ["front-matter-broken"]
    assert _documents(publication) == before
    path.write_bytes(good)
    publication.build(now=now)
    assert _documents(publication) == before


def _documents(publication: Publication) -> dict[str, bytes]:
    root = publication.site.feeds_folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_deleting_what_is_only_fast_changes_nothing(publication: Publication) -> None:
    """The index of digests or that of stories."""
    publication.configure(feeds=ALL, offers=OFFERS)
    for hour in range(30):
        _write(
            publication, START + timedelta(hours=4 * hour), _story(hour, "宝玉", "agent"), _story(hour + 100, "merve")
        )
    now = START + timedelta(days=9)
    publication.build(now=now)
    before = _documents(publication)
    for name in ("index.sqlite", "stories.sqlite"):
        (publication.root / ".feedpub" / name).unlink()
        assert publication.build(now=now).written == ()
        assert _documents(publication) == before


def test_a_dry_run_leaves_no_trace_of_a_new_selection(publication: Publication) -> None:
    """Though it says what the selection would give."""
    publication.configure(feeds=Feeds())
    _write(publication, START, _story(1, "宝玉", "agent"))
    publication.build()
    files = sorted(path for path in publication.root.rglob("*"))
    publication.configure(offers=OFFERS)
    report = publication.build(dry_run=True)
    assert "agents/atom.xml" in report.written
    assert sorted(path for path in publication.root.rglob("*")) == files


def test_languages_have_feeds_with_links_to_each_other(publication: Publication) -> None:
    """By the digest's own word or its folder; what says nothing is in the site's."""
    publication.configure(language="zh-CN")
    publication.digest("a.md", title="中")
    publication.digest("en/b.md", title="English", date="2025-12-20T21:00:00+08:00")
    publication.digest("c.md", title="Français", lang="fr", date="2025-12-20T22:00:00+08:00")
    assert publication.build().findings == ()
    shown = {folder: _titles(publication, folder) for folder in _folders(publication)}
    assert shown == {
        ".": ["Français", "English", "中"],
        "languages/en": ["English"],
        "languages/fr": ["Français"],
        "languages/zh-cn": ["中"],
    }
    parsed = feedparser.parse((publication.site.feeds_folder / "languages/en/rss.xml").read_bytes())
    links = {link.hreflang: link.href for link in parsed.feed.links if "hreflang" in link}
    assert links == {
        "fr": "https://example.com/feeds/languages/fr/rss.xml",
        "zh-CN": "https://example.com/feeds/languages/zh-cn/rss.xml",
    }
    assert parsed.feed.language == "en"
    assert feedpub.check([publication.site.feeds_folder], publication.site) == []


@pytest.mark.parametrize("formats", [("atom",), ("rss",)])
def test_an_archive_of_digests_and_stories(publication: Publication, formats: tuple[str, ...]) -> None:
    """Walking back gives each entry once; what is closed stays as it is when a month goes by."""
    publication.configure(feeds=Feeds(also=("stories",), archive="month", limit=5, formats=formats))
    for day in range(0, 100, 2):
        _write(publication, START + timedelta(days=day), _story(day, "a"), _story(day + 1000, "b"))
    now = START + timedelta(days=101)
    publication.build(now=now)
    assert len(set(_walk(publication, ".", formats[0]))) == len(list(_walk(publication, ".", formats[0]))) == 50
    assert (
        len(set(_walk(publication, "stories", formats[0])))
        == len(list(_walk(publication, "stories", formats[0])))
        == 100
    )
    closed = {path: data for path, data in _documents(publication).items() if b"<fh:archive" in data}
    assert len(closed) == 6
    for day in range(100, 140, 2):
        _write(publication, START + timedelta(days=day), _story(day, "a"), _story(day + 1000, "b"))
    publication.build(now=now + timedelta(days=40))
    assert closed.items() <= _documents(publication).items()
    assert len(list(_walk(publication, ".", formats[0]))) == 70
    assert feedpub.check([publication.site.feeds_folder], publication.site) == []


def _walk(publication: Publication, folder: str, format_: str) -> Iterator[str]:
    location = "https://example.com/feeds/"
    url: str | None = f"{location}{folder}/{format_}.xml".replace("/./", "/")
    while url:
        parsed = feedparser.parse((publication.site.feeds_folder / url.removeprefix(location)).read_bytes())
        yield from (entry.id for entry in parsed.entries)
        url = next((link.href for link in parsed.feed.links if link.rel == "prev-archive"), None)


def test_a_size_is_kept_and_told(publication: Publication) -> None:
    """By each file of the feed; the newest entries keep their texts."""
    publication.configure(feeds=Feeds(also=(), max_bytes=20_000))
    for hour in range(20):
        _write(publication, START + timedelta(hours=hour), _story(hour, "a", "Word. " * 300))
    report = publication.build(now=START + timedelta(days=2))
    assert {finding.rule for finding in report.findings} == {"feed-trimmed"}
    sizes = {path: len(data) for path, data in _documents(publication).items() if path != "ledger.jsonl"}
    assert max(sizes.values()) <= 20_000
    assert max(sizes.values()) > 15_000
    items = publication.json()["items"]
    assert "content_html" in items[0]
    assert "content_html" not in items[-1]
    assert publication.build(now=START + timedelta(days=2)).written == ()


def test_a_pattern_without_end_costs_its_own_feed_alone(publication: Publication) -> None:
    """That stays as it was, and is told; all others are published."""
    publication.configure(offers=(Offer(slug="x", entries="story", where=Where(text=("/(a+)+$b/", "one"))),))
    _write(publication, START, _story(1, "a", "one"))
    publication.build()
    before = _documents(publication)["x/atom.xml"]
    _write(publication, START + timedelta(hours=4), _story(2, "a", "a" * 5000))
    (found,) = publication.build().findings
    assert (found.rule, found.severity, found.file) == ("pattern-slow", "error", f"{publication.site.feeds_folder}/x")
    assert found.message == 'this feed stays as it is: text "/(a+)+$b/" needs more than 0.5 seconds for one story'
    assert _documents(publication)["x/atom.xml"] == before
    assert len(publication.ids()) == 2


def test_a_year_for_whoever_is_subscribed_to_all(publication: Publication) -> None:
    """No id twice with different content, whatever changes: granularity, limits, selections.

    CI follows it for two weeks; FEEDPUB_SIMULATED_DAYS=365 for the whole year.
    """
    plans = [
        (Feeds(), ()),
        (ALL, OFFERS),
        (replace(ALL, limit=7, group="category"), OFFERS[:2]),
        (replace(ALL, entries="story"), (replace(OFFERS[0], entries="digest"), OFFERS[1])),
        (ALL, OFFERS),
    ]
    seen: dict[str, str] = {}
    firsts: dict[str, str] = {}
    for day in range(DAYS):
        feeds, offers = plans[day * len(plans) // DAYS]
        publication.configure(feeds=feeds, offers=offers)
        for hour in range(0, 24, 4):
            moment, number = START + timedelta(days=day, hours=hour), day * 100 + hour
            _write(
                publication,
                moment,
                _story(number, "宝玉", "agent"),
                _story(number + 1, "clem 🤗"),
                _story(number + 2, "merve"),
            )
        report = publication.build(now=START + timedelta(days=day + 1))
        assert (report.refused, report.changes.resurfaced, report.changes.withdrawn) == ((), (), ())
        now: dict[str, str] = {}
        for folder in sorted(_folders(publication)):
            for item in _entries(publication, folder):
                said = json.dumps(item, sort_keys=True)
                if _is_current(folder, feeds, offers):
                    assert now.setdefault(item["id"], said) == said
                assert firsts.setdefault(item["id"], item["title"]) == item["title"]
        seen |= now
    stories = {line.story for line in publication.ledger.stories.values()}
    assert len(stories) == len({line.page for line in publication.ledger.stories.values()})
    assert stories <= seen.keys() | firsts.keys()


def _is_current(folder: str, feeds: Feeds, offers: tuple[Offer, ...]) -> bool:
    """Whether a feed is written by this configuration, not one that an older one has left."""
    names = {offer.slug for offer in offers} | set(feeds.also) | {"."}
    return folder.split("/")[0] in names


def test_the_seed_twice_is_told_once_a_day(seeded: Publication) -> None:
    """A story that a later digest repeats is not gathered again."""
    seeded.configure(feeds=Feeds(also=("daily",)))
    seeded.write("again.md", SEED.replace("T20:00:08", "T22:00:00").replace("2025.12.20.20", "2025.12.20.22"))
    seeded.build(now=datetime.fromisoformat("2025-12-21T00:00:00+08:00"))
    assert _titles(seeded, "daily") == ["News · day by day · 2025-12-20 (14)"]


def test_a_feed_that_is_offered_no_more_stays_until_it_is_pruned(publication: Publication) -> None:
    """Its subscribers find what they knew; then it goes, with its archive."""
    publication.configure(feeds=Feeds(also=("stories",), archive="month", limit=1), offers=OFFERS[:1])
    for day in (0, 40):
        _write(publication, START + timedelta(days=day), _story(day, "a", "agent"))
    now = START + timedelta(days=50)
    publication.build(now=now)
    before = {path: data for path, data in _documents(publication).items() if path.startswith("agents/")}
    assert len(before) == 9
    publication.configure(feeds=Feeds(also=("stories",)), offers=())
    publication.build(now=now)
    assert before.items() <= _documents(publication).items()
    assert {
        path for path in publication.build(now=now, prune=True).removed if path.startswith("agents/")
    } == before.keys()
    assert not (publication.site.feeds_folder / "agents").exists()
    assert "agents" not in publication.ledger.feeds
    publication.configure(offers=OFFERS[:1])
    publication.build(now=now)
    assert publication.ids("agents/feed.json")[0] in before["agents/feed.json"].decode()


def test_an_enclosure_comes_with_its_digest(publication: Publication) -> None:
    """In every format, with the length of the file beside it."""
    publication.write("a.mp3", b"12345")
    publication.digest("a.md", "![Chart](/chart.png)", enclosure="/a.mp3")
    assert publication.build().findings == ()
    for name in ("atom.xml", "rss.xml"):
        (entry,) = feedparser.parse((publication.site.feeds_folder / name).read_bytes()).entries
        assert [(link.href, link.type, link.length) for link in entry.enclosures] == [
            ("https://example.com/a.mp3", "audio/mpeg", "5")
        ]
    item = publication.item()
    assert item["attachments"] == [{"url": "https://example.com/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]
    assert item["image"] == "https://example.com/chart.png"


def test_an_empty_selection_is_told(publication: Publication) -> None:
    """With what was probably meant."""
    publication.configure(offers=(Offer(slug="x", where=Where(source=("Merv",))),))
    _write(publication, START, _story(1, "Merve"))
    (found,) = publication.build().findings
    assert str(found) == (
        f"{publication.site.feeds_folder.as_posix()}/x: info: this feed is empty: no story has source "
        '"Merv"; did you mean "Merve"? [feed-empty]'
    )


def test_stories_of_midnight_come_when_their_seconds_do(publication: Publication) -> None:
    """A build that has nothing else to do knows when."""
    publication.configure(feeds=Feeds(also=("stories",)))
    midnight = datetime.fromisoformat("2025-01-02T00:00:00+08:00")
    _write(publication, midnight, _story(1, "a"), _story(2, "a"), _story(3, "a"))
    for second, titles in ((0, ["Story 3"]), (1, ["Story 2", "Story 3"]), (5, ["Story 1", "Story 2", "Story 3"])):
        publication.build(now=midnight + timedelta(seconds=second))
        assert _titles(publication, "stories") == titles


def test_a_damaged_story_index_is_made_anew(publication: Publication) -> None:
    """Whatever has happened to it, its time and size included."""
    publication.configure(feeds=ALL, offers=OFFERS)
    _write(publication, START, _story(1, "宝玉", "agent"))
    now = START + timedelta(days=9)
    publication.build(now=now)
    before = _documents(publication)
    file = publication.root / ".feedpub" / "stories.sqlite"
    stat = file.stat()
    file.write_bytes(b"x" * stat.st_size)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (publication.site.feeds_folder / "agents" / "atom.xml").unlink()
    publication.build(now=now)
    assert _documents(publication) == before
    assert file.read_bytes()[:6] == b"SQLite"


def test_a_digest_that_is_given_an_id_keeps_those_of_its_stories(publication: Publication) -> None:
    """They stand below the one that it had."""
    publication.configure(feeds=Feeds())
    name = _write(publication, START, _story(1, "a"), _story(2, "b"))
    publication.build()
    before = publication.ids("stories/feed.json")
    path = publication.site.source_folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "id: urn:x:1\ntitle:"), encoding="utf-8")
    publication.build(accept=True)
    assert publication.ids() == ["urn:x:1"]
    assert publication.ids("stories/feed.json") == before


def test_what_was_edited_last_is_known_as_it_is_now(publication: Publication) -> None:
    """Whatever was edited in the newest digest, be it no more than its language."""
    offers = (Offer(slug="english", entries="story", where=Where(lang=("en",), text=("story",))),)
    publication.configure(offers=offers, language="zh-CN")
    _write(publication, START, _story(1, "a"))
    name = _write(publication, START + timedelta(hours=4), _story(2, "a"), lang="en")
    publication.build()
    assert _titles(publication, "english") == ["Story 2"]
    path = publication.site.source_folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("lang: en", "lang: fr"), encoding="utf-8")
    _write(publication, START, _story(1, "a"), lang="en")
    publication.build()
    assert _titles(publication, "english") == ["Story 1"]


def test_the_story_index_is_there_as_long_as_it_is_needed(publication: Publication) -> None:
    """With texts from the first search for them on."""
    publication.configure(feeds=ALL)
    _write(publication, START, *(_story(number, "a", f"Word {number}. " * 500) for number in range(20)))
    file = publication.root / ".feedpub" / "stories.sqlite"
    publication.build()
    small = file.stat().st_size
    publication.configure(offers=OFFERS)
    publication.build()
    inode, large = file.stat().st_ino, file.stat().st_size
    assert large > small
    publication.configure(offers=())
    publication.build()
    assert (file.stat().st_ino, file.stat().st_size) == (inode, large)
    publication.configure(feeds=Feeds())
    publication.build()
    assert not file.exists()
