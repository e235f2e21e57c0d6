"""Which digest is which entry: moved and edited, restored, after a crash, nothing is seen twice and nothing lost."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feedpub.config.offers import Feeds
from tests.conftest import Publication

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")
A = "tag:example.com,2025:digests/a.md"
STORIES = (
    "1. [First - Source](https://ex.com/1)\n\n    What happened.\n\n2. [Second - Source](https://ex.com/2)\n\n    More."
)


@pytest.fixture
def one(publication: Publication) -> Publication:
    """One digest of stories, published."""
    publication.digest("a.md", STORIES, title="Title", date="2025-12-20T20:00:00+08:00", tags="[x]")
    publication.build(now=NOW)
    return publication


def _moved(publication: Publication, *edits: tuple[str, str]) -> None:
    """The file under another name, and edited, all between two builds."""
    text = publication.site.source_folder.joinpath("a.md").read_text(encoding="utf-8")
    publication.site.source_folder.joinpath("a.md").unlink()
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    publication.write("deep/b.md", text)


@pytest.mark.parametrize(
    "edits",
    [
        [("title: Title", "title: Better")],
        [("T20:00:00", "T21:00:00")],
        [("What happened.", "What really happened.")],
        [("title: Title", "title: Better"), ("2025-12-20T20", "2025-12-21T08")],
        [("title: Title", "title: Better\nslug: better\ncategories: [New]")],
        [("What happened", "A"), ("More.", "B"), ("tags: [x]", "tags: [y]")],
    ],
    ids=["retitled", "dated anew", "edited", "retitled and dated anew", "another slug and category", "rewritten"],
)
def test_a_file_that_is_moved_and_changed_is_the_same_entry(one: Publication, edits: list[tuple[str, str]]) -> None:
    """By its text, or by its title and date."""
    _moved(one, *edits)
    report = one.build(now=NOW)
    assert report.changes.new == report.changes.withdrawn == report.changes.resurfaced == ()
    assert one.ids() == [A]


def test_what_no_feed_shows_any_more_is_still_known(publication: Publication) -> None:
    """Edited, retitled and dated anew, then moved, then shown again since feeds hold more: it is old, and updated."""
    publication.configure(feeds=Feeds(limit=2))
    for number in range(5):
        publication.digest(f"{number}.md", f"Body {number}", title=f"T{number}", date=f"2025-12-20T0{number}:00:00Z")
        publication.build(now=NOW)
    publication.digest("0.md", "Another body", title="Another title", date="2025-12-20T00:30:00Z")
    publication.build(now=NOW)
    (publication.site.source_folder / "0.md").rename(publication.site.source_folder / "moved.md")
    publication.build(now=NOW + timedelta(days=1))
    publication.configure(feeds=Feeds(limit=9))
    report = publication.build(now=NOW + timedelta(days=2))
    assert (report.changes.new, len(publication.ids())) == ((), 5)
    oldest = publication.json()["items"][-1]
    assert (oldest["id"], oldest["title"]) == ("tag:example.com,2025:digests/0.md", "Another title")
    assert oldest["date_modified"] == "2025-12-27T12:00:00+08:00"


def test_a_new_digest_that_says_the_same_is_new(publication: Publication) -> None:
    """Though the old file goes on the day on which it comes: who keeps a week loses no news of nothing."""
    for day in range(1, 29):
        date = f"2025-11-{day:02}T08:00:00+08:00"
        publication.digest(f"{day:02}.md", "Nothing new.", title=f"News of day {day}", date=date)
        (publication.site.source_folder / f"{day - 7:02}.md").unlink(missing_ok=True)
        report = publication.build(now=datetime.fromisoformat(date))
        assert len(report.changes.new) == 1
    assert len(publication.ledger.entries) == 28


@pytest.mark.parametrize("name", ["0.md", "z.md"])
@pytest.mark.parametrize(
    "edit",
    [("", ""), ("What happened.", "What happened, in short.")],
    ids=["as is", "edited"],
)
def test_a_copy_is_told_and_not_published(one: Publication, name: str, edit: tuple[str, str]) -> None:
    """Whatever it is called: the entry stays its first file's, and both files are named."""
    text = (one.site.source_folder / "a.md").read_text(encoding="utf-8")
    one.write(name, text.replace(*edit))
    report = one.build(now=NOW)
    (finding,) = report.findings
    assert (finding.rule, finding.severity, Path(finding.file).name) == ("digest-copied", "error", name)
    assert "is a copy of " in finding.message
    assert "a.md" in finding.message
    assert (report.changes.new, one.ids(), one.ledger.entries[A].source) == ((), [A], "a.md")


@pytest.mark.parametrize("edit", [("title: Title", "title: Better"), ("2025-12-20T20", "2025-12-21T08")])
def test_an_older_state_where_the_file_once_was_is_a_copy(one: Publication, edit: tuple[str, str]) -> None:
    """Though the entry has another title or date by now."""
    old = (one.site.source_folder / "a.md").read_text(encoding="utf-8")
    _moved(one, edit)
    one.build(now=NOW)
    one.write("a.md", old)
    report = one.build(now=NOW)
    assert ([finding.rule for finding in report.findings], report.changes.new) == (["digest-copied"], ())
    assert one.ids() == [A]


def test_a_restore_over_files_that_were_renamed_shows_nothing_twice(publication: Publication) -> None:
    """The backup's older states stand beside the present ones: they are told, and left out until somebody tidies up."""
    folder = publication.site.source_folder
    for number in range(9):
        body = f"1. [Story {number} - Source](https://ex.com/{number})\n\n    What happened at {number} o'clock."
        publication.digest(f"{number}.md", body, title="News", date=f"2025-12-20T0{number}:00:00Z")
    publication.build(now=NOW)
    before = publication.ids()
    backup = shutil.copytree(folder, publication.root / "backup")
    for number in range(9):
        (folder / f"{number}.md").rename(folder / f"archive-{number}.md")
    publication.build(now=NOW)
    for number in range(0, 9, 2):
        path = folder / f"archive-{number}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("What happened", "What came"), encoding="utf-8")
    publication.build(now=NOW)
    shutil.copytree(backup, folder, dirs_exist_ok=True)
    report = publication.build(now=NOW)
    assert [finding.rule for finding in report.findings] == ["digest-copied"] * 9
    assert report.news.startswith("0 new · 0 updated · 0 withdrawn · 0 shown again as unread")
    assert publication.ids() == before
    for number in range(9):
        (folder / f"archive-{number}.md").unlink()
    report = publication.build(now=NOW)
    assert (report.changes.new, report.changes.withdrawn, report.findings) == ((), (), ())
    assert publication.ids() == before


def test_many_digests_of_one_text_and_date_are_many(publication: Publication) -> None:
    """Their titles tell them apart."""
    for number in range(9):
        publication.digest(f"{number}.md", "Text.", title=f"T{number}")
    assert publication.build(now=NOW).findings == ()
    assert len(publication.ids()) == 9


def test_a_new_issue_where_the_last_one_was(publication: Publication) -> None:
    """Who writes today.md and archives it tomorrow loses no day, though most days bring the same words."""
    known: dict[str, str] = {}
    for day in range(1, 9):
        today = publication.site.source_folder / "today.md"
        if today.exists():
            today.rename(today.with_name(f"{day - 1:02}.md"))
        publication.digest("today.md", "Nothing new.", title="Today", date=f"2025-12-{day:02}T08:00:00+08:00")
        report = publication.build(now=NOW)
        assert (len(report.changes.new), report.findings) == (1, ())
        dates = {item["id"]: item["date_published"] for item in publication.json()["items"]}
        assert known.items() < dates.items()
        known = dates


def test_namesakes_that_say_other_things_are_two_digests(publication: Publication) -> None:
    """Morning and evening, both called News and dated by their day, before and after the first was published."""
    publication.digest("evening.md", "Rain stopped in Lisbon, and trams run again.", title="News", date="2025-12-20")
    publication.build(now=NOW)
    publication.digest("morning.md", "A comet was seen over Osaka by many people.", title="News", date="2025-12-20")
    report = publication.build(now=NOW)
    assert (report.findings, len(report.changes.new), len(publication.ids())) == ((), 1, 2)


@pytest.mark.parametrize("formats", [("atom", "rss", "json"), ("json",), ("rss",)], ids="-".join)
def test_ids_that_the_ledger_lacks_are_those_that_the_feeds_show(
    publication: Publication, formats: tuple[str, ...]
) -> None:
    """A build was killed before its ledger, or the ledger came from a backup; then files were renamed."""
    publication.configure(feeds=Feeds(formats=formats))
    publication.digest("a.md", "First")
    publication.build(now=NOW)
    older = (publication.site.feeds_folder / "ledger.jsonl").read_bytes()
    for number in range(4):
        publication.digest(f"{number}.md", f"News {number}", date=f"2025-12-21T0{number}:00:00+08:00")
    publication.build(now=NOW)
    before = set(publication.ledger.entries)
    (publication.site.feeds_folder / "ledger.jsonl").write_bytes(older)
    for number in range(4):
        path = publication.site.source_folder / f"{number}.md"
        path.rename(path.with_name(f"renamed-{number}.md"))
    assert publication.build(now=NOW).refused == ()
    assert set(publication.ledger.entries) == before


def test_updated_follows_tags_and_categories_as_readers_see_them(one: Publication) -> None:
    """Another tag is a change; another order, spelling by alias or repetition is none."""

    def updated(ahead: int, tags: str, categories: str = "[]") -> str:
        one.digest("a.md", STORIES, title="Title", date="2025-12-20T20:00:00+08:00", tags=tags, categories=categories)
        one.build(now=NOW + timedelta(hours=ahead))
        return str(one.json()["items"][0]["date_modified"])

    assert updated(1, "[x]") == "2025-12-20T20:00:00+08:00"
    assert updated(2, "[x, y]") == "2025-12-25T14:00:00+08:00"
    assert updated(3, "[y, x, y]") == "2025-12-25T14:00:00+08:00"
    assert updated(4, "[x, y]", "[AI, Robots]") == "2025-12-25T16:00:00+08:00"
    assert updated(5, "[x, y]", "[Robots, AI, Robots]") == "2025-12-25T16:00:00+08:00"


def test_updated_follows_enclosures(one: Publication) -> None:
    """Who subscribed to a podcast hears of the corrected recording; another way to write the same is no change."""

    def updated(ahead: int, enclosure: str) -> str:
        one.digest("a.md", STORIES, title="Title", date="2025-12-20T20:00:00+08:00", enclosure=enclosure)
        one.build(now=NOW + timedelta(hours=ahead))
        return str(one.json()["items"][0]["date_modified"])

    assert updated(1, "/1.mp3") == "2025-12-25T13:00:00+08:00"
    assert updated(2, "[{url: /1.mp3}]") == "2025-12-25T13:00:00+08:00"
    assert updated(3, "/2.mp3") == "2025-12-25T15:00:00+08:00"


def test_the_hash_of_a_digest_is_for_life(one: Publication) -> None:
    """It stands in every ledger: a release that computed another would mark all old entries as changed."""
    one.digest("b.md", STORIES, summary="Short", authors="[B, A]", tags="[b, a]", image="/i.png", categories="[AI]")
    one.digest("c.md", STORIES, enclosure="{url: /1.mp3, length: 5}")
    one.build(now=NOW)
    lines = one.ledger.entries
    assert lines[A].hash == "018eb18f088c8cfe325c2c70b869b5d3"
    assert lines["tag:example.com,2025:digests/b.md"].hash == "2396267d927eb3b089b5dfa7964fcb41"
    assert lines["tag:example.com,2025:digests/c.md"].hash == "c24d57f321b7ecfae02c3971277b618d"


def test_an_older_state_under_another_title_is_a_copy(one: Publication) -> None:
    """A file is renamed, backed up, renamed again and retitled; then the backup is copied over."""
    _moved(one)
    one.build(now=NOW)
    seeds = one.site.source_folder
    backup = (seeds / "deep" / "b.md").read_text(encoding="utf-8")
    (seeds / "deep" / "b.md").rename(seeds / "c.md")
    one.write("c.md", backup.replace("title: Title", "title: Better"))
    one.build(now=NOW)
    one.write("deep/b.md", backup)
    report = one.build(now=NOW)
    assert [finding.rule for finding in report.findings] == ["digest-copied"]
    assert report.changes.new == ()
    assert one.ids() == [A]
