"""An entry keeps its id whatever happens to its file; what is new is new once; nobody is surprised unasked."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from feedpub.config import CategorySettings, Source
from feedpub.config.offers import Feeds
from feedpub.errors import ConfigError
from tests.conftest import Publication

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")
A = "tag:example.com,2025:digests/a.md"


@pytest.fixture
def one(publication: Publication) -> Publication:
    """One digest, published."""
    publication.digest("a.md", "Body of it.", title="Title", categories="[AI]")
    publication.build(now=NOW)
    return publication


def _move(publication: Publication, old: str, new: str) -> Path:
    folder = publication.site.source_folder
    (folder / new).parent.mkdir(parents=True, exist_ok=True)
    return (folder / old).rename(folder / new)


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("new", ["b.md", "deep/er/a.md", "改名.markdown"])
def test_a_renamed_or_moved_file(one: Publication, new: str) -> None:
    """Recognised by its text."""
    _move(one, "a.md", new)
    report = one.build(now=NOW)
    assert one.ids() == [A]
    assert (report.changes.new, report.changes.withdrawn, report.changes.resurfaced) == ((), (), ())
    assert one.ledger.entries[A].source == new


def test_a_file_that_is_moved_and_edited(one: Publication) -> None:
    """Recognised by title and date."""
    _edit(_move(one, "a.md", "b.md"), "Body of it.", "Another body.")
    assert one.build(now=NOW).changes.new == ()
    assert one.ids() == [A]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Title", "title: Other"),
        ("date: 2025-12-20T20", "date: 2025-12-21T20"),
        ("Body of it.", "New body."),
        ("categories: [AI]", "categories: [Other]"),
        ("categories:", "slug: other\ncategories:"),
        ("categories:", "url: /other/\ncategories:"),
    ],
)
def test_what_is_edited_in_place(one: Publication, before: str, after: str) -> None:
    """Title, date, text, categories, slug, address."""
    _edit(one.site.source_folder / "a.md", before, after)
    one.build(now=NOW)
    assert one.ids() == [A]


def test_a_move_of_the_site(one: Publication) -> None:
    """Another domain, another template of permalinks, even another tag."""
    feed = one.ledger.feeds["/"].id
    one.configure(
        url="https://moved.example/", feeds_url=None, tag="moved.example,2026", source=Source(permalink="p/{slug}")
    )
    one.build(now=NOW)
    assert one.ids() == [A]
    assert one.ledger.feeds["/"].id == feed


def test_two_files_that_swap_names(one: Publication) -> None:
    """Each is recognised by its text."""
    one.digest("b.md", "The other.", title="B")
    one.build(now=NOW)
    _move(one, "a.md", "c.md")
    _move(one, "b.md", "a.md")
    _move(one, "c.md", "b.md")
    report = one.build(now=NOW)
    assert report.changes.new == report.changes.withdrawn == ()
    assert {item["id"]: item["title"] for item in one.json()["items"]}[A] == "Title"


def test_a_new_file_in_the_place_of_a_renamed_one(one: Publication) -> None:
    """The old entry goes with its text; the new one gets an id of its own."""
    _move(one, "a.md", "old.md")
    one.digest("a.md", "Fresh.", title="Fresh", date="2025-12-21T00:00:00Z")
    report = one.build(now=NOW)
    assert report.changes.new == (f"{A}~2",)
    assert one.ids() == [f"{A}~2", A]


def test_a_copy_is_not_published_twice(one: Publication) -> None:
    """It is told, and the original stays."""
    (one.site.source_folder / "copy.md").write_bytes((one.site.source_folder / "a.md").read_bytes())
    (finding,) = one.build(now=NOW).findings
    assert (finding.rule, finding.severity) == ("digest-copied", "error")
    assert "a.md" in finding.message
    assert one.ids() == [A]


def test_the_same_words_on_another_day_are_news(one: Publication) -> None:
    """A digest that says "nothing new" twice is no copy."""
    one.digest("b.md", "Body of it.", title="Title", date="2025-12-21T20:00:08+08:00")
    assert one.build(now=NOW).findings == ()
    assert len(one.ids()) == 2


def test_an_id_of_its_own_that_is_another_entrys(one: Publication) -> None:
    """Both files are named; the entry stays whose it was."""
    one.digest("0.md", id=A, date="2020-01-01T00:00:00Z")
    (finding,) = one.build(now=NOW).findings
    assert finding.rule == "id-not-unique"
    assert finding.file.endswith("0.md")
    assert "a.md" in finding.message
    assert [item["title"] for item in one.json()["items"]] == ["Title"]


def test_updated_moves_once_and_only_for_readers(one: Publication) -> None:
    """White space and front matter that nobody sees change nothing; text does, once, at the moment of the build."""
    path = one.site.source_folder / "a.md"

    def updated(**ahead: int) -> str:
        one.build(now=NOW + timedelta(**ahead))
        return str(one.json()["items"][0]["date_modified"])

    first = updated()
    assert first == "2025-12-20T20:00:08+08:00"
    _edit(path, "Body of it.", "Body  of\nit.\n\n")
    _edit(path, "categories:", "weight: 3\ncategories:")
    assert updated(hours=1) == first
    _edit(path, "title: Title", "title: Better title")
    assert updated(hours=2) == "2025-12-25T14:00:00+08:00"
    assert updated(hours=3) == "2025-12-25T14:00:00+08:00"
    _edit(path, "categories: [AI]", "categories: [AI, More]")
    assert updated(hours=4) == "2025-12-25T16:00:00+08:00"
    one.configure(source=Source(permalink="p/{slug}/"))
    assert updated(hours=5) == "2025-12-25T17:00:00+08:00"


def test_updated_is_lastmod_if_that_is_newer(one: Publication) -> None:
    """Said with a change it counts; without one it does not."""
    path = one.site.source_folder / "a.md"
    _edit(path, "categories:", "lastmod: 2025-12-22T00:00:00Z\ncategories:")
    one.build(now=NOW)
    assert one.json()["items"][0]["date_modified"] == "2025-12-20T20:00:08+08:00"
    _edit(path, "Body", "New body")
    report = one.build(now=NOW)
    assert report.changes.updated == (A,)
    assert one.json()["items"][0]["date_modified"] == "2025-12-22T00:00:00+00:00"


@pytest.mark.parametrize("date", ["2025-12-19T20:00:08+08:00", "2025-12-21T20:00:08+08:00"])
def test_another_date_does_not_say_when_a_text_changed(one: Publication, date: str) -> None:
    """Whether it moved forward or back: an edit beside it is of the moment when it was noticed."""
    path = one.site.source_folder / "a.md"
    _edit(path, "2025-12-20T20:00:08+08:00", date)
    _edit(path, "Body", "New body")
    one.build(now=NOW)
    (item,) = one.json()["items"]
    assert (item["date_published"], item["date_modified"]) == (date, NOW.isoformat())


def test_a_lastmod_that_is_still_to_come_is_told(one: Publication) -> None:
    """And not used: readers pin what is dated ahead."""
    one.digest("b.md", "More", lastmod="2026-01-01T00:00:00Z")
    (finding,) = one.build(now=NOW).findings
    assert (finding.rule, finding.severity) == ("updated-in-future", "warning")
    assert {item["date_modified"] for item in one.json()["items"]} == {"2025-12-20T20:00:08+08:00"}


def test_a_corrected_date_is_corrected_in_both(one: Publication) -> None:
    """An entry that never changed was not updated because its offset was put right."""
    _edit(one.site.source_folder / "a.md", "+08:00", "Z")
    one.build(now=NOW)
    item = one.json()["items"][0]
    assert item["date_published"] == item["date_modified"] == "2025-12-20T20:00:08+00:00"


def test_a_relabelled_category_changes_no_entry(one: Publication) -> None:
    """Templates, titles and slugs of the configuration are not the entry's."""
    one.configure(categories={"AI": CategorySettings(title="Artificial intelligence", slug="artificial")})
    assert one.build(now=NOW).changes.updated == ()


def test_the_summary_is_in_the_subscribers_terms(one: Publication) -> None:
    """New, updated, withdrawn, shown again, scheduled with the next."""
    for hour in range(3):
        one.digest(f"n{hour}.md", f"News {hour}", date=f"2025-12-21T0{hour}:00:00+08:00")
    one.digest("f1.md", "Later", date="2025-12-26T08:00:00+08:00")
    one.digest("f2.md", "Latest", date="2025-12-27T08:00:00+08:00")
    _edit(one.site.source_folder / "a.md", "Body", "Another body")
    report = one.build(now=NOW, dry_run=True)
    assert report.news == (
        "3 new · 1 updated · 0 withdrawn · 0 shown again as unread · 2 scheduled, next 2025-12-26 08:00 +08:00"
    )
    assert one.ids() == [A]
    assert one.build(now=NOW).news == report.news


def test_future_entries_wait_by_instant(one: Publication) -> None:
    """By the clock of the world, not of the wall; a build at that time publishes them."""
    one.digest("f.md", "Later", date="2025-12-25T13:00:00+09:00")  # that is 12:00 in Shanghai
    before = one.build(now=NOW - timedelta(seconds=1))
    assert (before.scheduled, len(one.ids())) == (1, 1)
    after = one.build(now=NOW)
    assert (after.scheduled, len(after.changes.new), len(one.ids())) == (0, 1, 2)


def _many(publication: Publication, number: int) -> None:
    for index in range(number):
        publication.digest(f"{index:02}.md", f"Body {index}", title=f"T{index}", date=f"2025-12-01T00:{index:02}:00Z")
    publication.build(now=NOW)


def test_a_build_that_would_show_old_entries_again_is_refused(publication: Publication) -> None:
    """A handful passes; more is published only with --accept."""
    _many(publication, 10)
    before = publication.ids()
    for index in range(4):
        _edit(publication.site.source_folder / f"{index:02}.md", "title:", f"id: urn:new:{index}\ntitle:")
    report = publication.build(now=NOW)
    assert (len(report.changes.resurfaced), report.changes.new, report.changes.withdrawn) == (4, (), ())
    assert report.refused[0].startswith("4 old entries would be shown again as unread, urn:new:0 among them; ")
    assert (report.written, publication.ids()) == ((), before)
    assert publication.build(now=NOW, max_resurfacing=4).refused == ()
    assert publication.ids()[-1] == "urn:new:0"
    assert publication.build(now=NOW).changes.resurfaced == ()


def test_old_entries_in_disguise_are_recognised_by_their_date(publication: Publication) -> None:
    """Moved, retitled and rewritten at once: new ids, but the same moments."""
    _many(publication, 10)
    for index in range(10):
        (publication.site.source_folder / f"{index:02}.md").unlink()
        publication.digest(f"new{index}.md", f"Other {index}", title=f"N{index}", date=f"2025-12-01T00:{index:02}:00Z")
    report = publication.build(now=NOW)
    assert len(report.changes.resurfaced) == 10
    assert len(report.refused) == 2


def test_a_build_that_would_withdraw_a_lot_is_refused(publication: Publication) -> None:
    """An unmounted disk, a bad pattern; one digest may always go."""
    _many(publication, 20)
    before = publication.ids()
    for index in range(3):
        (publication.site.source_folder / f"{index:02}.md").unlink()
    report = publication.build(now=NOW)
    assert len(report.changes.withdrawn) == 3
    assert report.refused[0].startswith("3 of 20 published entries would be withdrawn")
    assert publication.ids() == before
    assert publication.build(now=NOW, accept=True).refused == ()
    assert len(publication.ids()) == 17
    (publication.site.source_folder / "10.md").unlink()
    assert publication.build(now=NOW).refused == ()


def test_a_withdrawn_digest_that_comes_back_is_itself(publication: Publication) -> None:
    """From a backup, with its id."""
    _many(publication, 3)
    path = publication.site.source_folder / "01.md"
    data = path.read_bytes()
    path.unlink()
    publication.build(now=NOW)
    name = "tag:example.com,2025:digests/01.md"
    assert publication.ledger.entries[name].withdrawn
    path.write_bytes(data)
    report = publication.build(now=NOW)
    assert report.changes.new == report.changes.resurfaced == ()
    assert name in publication.ids()
    assert not publication.ledger.entries[name].withdrawn


@pytest.mark.parametrize("formats", [("atom", "rss", "json"), ("json",), ("rss",)])
def test_a_broken_digest_keeps_its_last_good_entry(publication: Publication, formats: tuple[str, ...]) -> None:
    """In every feed, byte for byte, until it is mended."""
    publication.configure(feeds=Feeds(formats=formats))
    publication.digest("a.md", "1. [T - S](https://ex.com)", title="A", categories="[AI]", image="/i.png")
    publication.digest("b.md")
    publication.build(now=NOW)
    folder = publication.site.feeds_folder
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    path = publication.site.source_folder / "a.md"
    good = path.read_bytes()
    path.write_bytes(b"---\ntitle: [\n")
    report = publication.build(now=NOW)
    assert [finding.rule for finding in report.findings] == ["front-matter-broken"]
    assert report.changes.withdrawn == report.refused == ()
    after = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    same = before.keys() if "rss" not in formats or len(formats) == 3 else {folder / "ledger.jsonl"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert b"https://ex.com" in after[folder / "categories/ai" / {"json": "feed.json"}.get(formats[0], "rss.xml")]
    path.write_bytes(good)
    assert publication.build(now=NOW).findings == ()
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before


def test_a_category_keeps_its_address(one: Publication) -> None:
    """Though its name is transliterated otherwise one day, or is an alias of a new one."""
    one.configure(categories={"Machine intelligence": CategorySettings(aliases=("AI",))})
    one.digest("b.md", "More", categories="[Machine intelligence]")
    report = one.build(now=NOW)
    assert report.findings == ()
    found = one.json("categories/ai/feed.json")
    assert (found["title"], len(found["items"])) == ("News · Machine intelligence", 2)
    assert not (one.site.feeds_folder / "categories/machine-intelligence").exists()


def test_a_new_slug_keeps_the_old_address_alive(one: Publication) -> None:
    """With the same entries and id; its self points to the new one, and the check agrees."""
    import feedpub

    before = one.ledger.feeds["categories/ai"].id
    one.configure(categories={"AI": CategorySettings(slug="machines")})
    one.digest("b.md", "More", categories="[AI]")
    one.build(now=NOW)
    old, new = (one.json(f"categories/{slug}/feed.json") for slug in ("ai", "machines"))
    assert old == new
    assert new["feed_url"] == "https://example.com/feeds/categories/machines/feed.json"
    assert len(new["items"]) == 2
    assert one.ledger.feeds["categories/machines"].id == before
    assert {finding.rule for finding in feedpub.check([one.site.feeds_folder], one.site)} == {"timestamps-equal"}
    assert one.build(now=NOW, prune=True).removed == tuple(
        f"categories/ai/{n}" for n in ("atom.xml", "feed.json", "rss.xml")
    )
    assert {finding.rule for finding in feedpub.check([one.site.feeds_folder], one.site)} == {"timestamps-equal"}
    report = one.build(now=NOW)
    assert (report.written, report.changes.updated) == ((), ())


def test_a_category_that_no_longer_occurs_keeps_its_feed(one: Publication) -> None:
    """With its last entries, until it is pruned."""
    _edit(one.site.source_folder / "a.md", "categories: [AI]", "categories: [Robots]")
    one.build(now=NOW)
    assert one.ids("categories/ai/feed.json") == [A]
    one.digest("b.md", "More", categories="[Robots]")
    one.build(now=NOW)
    assert one.ids("categories/ai/feed.json") == [A]
    assert len(one.ids("categories/robots/feed.json")) == 2
    report = one.build(now=NOW, prune=True)
    assert len(report.removed) == 3
    assert not (one.site.feeds_folder / "categories/ai").exists()
    assert one.build(now=NOW).news.startswith("0 new · 0 updated · 0 withdrawn")
    assert "categories/ai" not in one.ledger.feeds


def test_a_category_whose_digests_are_gone_keeps_its_file(one: Publication) -> None:
    """As it was: nothing can fill it any more, and nothing takes it away."""
    one.digest("b.md", "More")
    one.build(now=NOW)
    before = (one.site.feeds_folder / "categories/ai/atom.xml").read_bytes()
    (one.site.source_folder / "a.md").unlink()
    one.build(now=NOW)
    assert (one.site.feeds_folder / "categories/ai/atom.xml").read_bytes() == before
    assert "categories/ai" in one.ledger.feeds


def test_an_address_is_never_given_to_another_category(one: Publication) -> None:
    """Not by configuration, and not by a new name."""
    one.configure(categories={"Robots": CategorySettings(slug="ai")})
    with pytest.raises(ConfigError, match=r'categories\."Robots" and categories\."AI" share the slug "ai"'):
        one.build(now=NOW)
    one.configure(categories={})
    one.digest("b.md", "More", categories="[ai]")
    assert one.rules() == {"categories-clash": 4}


def test_a_smaller_limit_withdraws_nothing(publication: Publication) -> None:
    """Entries that slide out of a feed are not lost."""
    _many(publication, 10)
    publication.configure(feeds=Feeds(limit=2))
    report = publication.build(now=NOW)
    assert (report.changes.withdrawn, report.refused, len(publication.ids())) == ((), (), 2)
    publication.configure(feeds=Feeds(limit=10))
    report = publication.build(now=NOW)
    assert (report.changes.new, len(publication.ids())) == ((), 10)


def test_stories_that_say_the_same_keep_their_ids_and_seconds(publication: Publication) -> None:
    """Each in its place, also when nothing but the ledger tells them apart."""
    publication.configure(feeds=Feeds(also=("stories",)))
    same = "".join(f"{number}. [Same - X](https://example.org/same)\n\n    Text.\n\n" for number in range(1, 13))
    publication.digest("a.md", same)
    publication.build(now=NOW)
    shutil.rmtree(publication.root / ".feedpub")
    assert publication.build(now=NOW).written == ()
    assert len(publication.ids("stories/feed.json")) == 12


def test_an_id_that_only_a_feed_of_a_former_format_shows(publication: Publication) -> None:
    """It counts, though nothing writes that feed any more, and the ledger has been begun anew since."""
    publication.configure(feeds=replace(publication.site.feeds, formats=("atom", "json")))
    publication.digest("first.md")
    publication.digest("other.md", "Other words.", date="2025-12-19T20:00:08+08:00")
    publication.build()
    moved = publication.site.source_folder / "first.md"
    moved = moved.rename(moved.with_name("moved.md"))
    publication.build()
    publication.configure(feeds=replace(publication.site.feeds, formats=("json",)))
    away = moved.rename(publication.root / "moved.md")
    publication.site.ledger_file.unlink()
    publication.build(accept=True)
    away.rename(moved)
    publication.build()
    assert publication.ids()[0] == "tag:example.com,2025:digests/first.md"


@pytest.mark.parametrize(
    ("template", "place"), [("{path:.4}/", "deep/"), ("{path!s}/", "deep/one/"), ("{slug:>5}", "%20%20one")]
)
def test_addresses_are_formatted_as_python_formats_texts(publication: Publication, template: str, place: str) -> None:
    """Whatever a permalink asks of them."""
    publication.configure(source=Source(permalink=template))
    publication.digest("deep/one.md")
    assert publication.item()["url"] == f"https://example.com/{place}"
