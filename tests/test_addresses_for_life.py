"""Where a feed was once published, it stays: with its entries, its id, and a self that says where it lives now."""

from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest

import feedpub
from feedpub.config import CategorySettings, Source
from feedpub.config.offers import Feeds
from feedpub.report import BuildReport
from tests.conftest import Publication

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")


def _build(publication: Publication, **options: bool) -> BuildReport:
    """A build that surprises nobody, and after which the check finds nothing wrong."""
    report = publication.build(now=NOW, **options)
    assert (report.refused, report.findings) == ((), ())
    found = feedpub.check([publication.site.feeds_folder], publication.site)
    assert [str(finding) for finding in found if finding.severity == "error"] == []
    return report


def _self(publication: Publication, slug: str) -> str:
    """The self link of a category's Atom feed, which is a valid one."""
    parsed = feedparser.parse((publication.site.feeds_folder / f"categories/{slug}/atom.xml").read_bytes())
    assert not parsed.bozo
    return next(str(link.href) for link in parsed.feed.links if link.rel == "self")


def _titles(publication: Publication, slug: str) -> list[str]:
    return [item["title"] for item in publication.json(f"categories/{slug}/feed.json")["items"]]


@pytest.fixture
def one(publication: Publication) -> Publication:
    """A digest in one category, published."""
    publication.digest("a.md", "Body.", title="A", categories="[AI进展]")
    _build(publication)
    return publication


def test_another_transliteration_changes_no_address(one: Publication) -> None:
    """An earlier release wrote ``aijinzhan``: so it stays, for entries that come now as well."""
    path = one.site.feeds_folder / "ledger.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("ai-jin-zhan", "aijinzhan"), encoding="utf-8")
    (one.site.feeds_folder / "categories/ai-jin-zhan").rename(one.site.feeds_folder / "categories/aijinzhan")
    one.digest("b.md", "More.", title="B", categories="[AI进展]")
    report = _build(one)
    assert (len(report.changes.new), report.changes.updated) == (1, ())
    assert sorted(_titles(one, "aijinzhan")) == ["A", "B"]
    assert not (one.site.feeds_folder / "categories/ai-jin-zhan").exists()


def test_another_title_changes_no_address(one: Publication) -> None:
    """Nor the id of the feed, nor any entry."""
    before = one.ledger.feeds["categories/ai-jin-zhan"]
    one.configure(categories={"AI进展": CategorySettings(title="Progress of AI", description="What moves")})
    assert _build(one).changes.updated == ()
    assert one.ledger.feeds["categories/ai-jin-zhan"] == before
    assert one.json("categories/ai-jin-zhan/feed.json")["title"] == "News · Progress of AI"


def test_all_addresses_of_a_category_live(one: Publication) -> None:
    """One slug after the other is configured, the first again at last: every address has the same entries."""
    identity = one.ledger.feeds["categories/ai-jin-zhan"].id
    for number, slug in enumerate(["progress", "ai", "ai-jin-zhan"]):
        one.configure(categories={"AI进展": CategorySettings(slug=slug)})
        one.digest(f"n{number}.md", f"More {number}.", title=f"N{number}", categories="[AI进展]")
        assert _build(one).changes.updated == ()
        known = [line.feed.rpartition("/")[2] for line in one.ledger.feeds.values() if line.category]
        assert {_self(one, old) for old in known} == {f"https://example.com/feeds/categories/{slug}/atom.xml"}
        assert {tuple(_titles(one, old)) for old in known} == {tuple(_titles(one, slug))}
        assert {line.id for line in one.ledger.feeds.values() if line.category} == {identity}
    assert sorted(known) == ["ai", "ai-jin-zhan", "progress"]


def test_a_slug_that_is_no_longer_configured_lives_on(one: Publication) -> None:
    """Whoever subscribed to it is served as before."""
    one.configure(categories={"AI进展": CategorySettings(slug="progress")})
    _build(one)
    one.configure(categories={})
    one.digest("b.md", "More.", title="B", categories="[AI进展]")
    _build(one)
    assert _titles(one, "progress") == _titles(one, "ai-jin-zhan")
    assert sorted(_titles(one, "progress")) == ["A", "B"]


def test_a_category_that_no_longer_occurs_keeps_a_valid_feed(one: Publication) -> None:
    """With its last entries, wherever the site moves, whatever is written later, until it is pruned."""
    one.digest("a.md", "Body.", title="A", categories="[Robots]")
    for number in range(3):
        one.digest(f"n{number}.md", f"More {number}.", title=f"N{number}", categories="[Robots]")
    _build(one)
    assert _titles(one, "ai-jin-zhan") == ["A"]
    one.configure(url="https://moved.example/", feeds_url=None, source=Source(permalink="p/{slug}/"))
    _build(one)
    assert _titles(one, "ai-jin-zhan") == ["A"]
    assert _self(one, "ai-jin-zhan") == "https://moved.example/feeds/categories/ai-jin-zhan/atom.xml"


def test_only_prune_removes_what_was_published(one: Publication) -> None:
    """Categories that no longer occur and old addresses, and nothing else; a dry run tells it before."""
    one.digest("b.md", "More.", title="B", categories="[Robots]")
    _build(one)
    one.digest("a.md", "Body.", title="A", categories="[Robots]")
    one.configure(categories={"Robots": CategorySettings(slug="machines")})
    _build(one)
    folder = one.site.feeds_folder
    addresses = {path.relative_to(folder).as_posix() for path in folder.rglob("atom.xml")}
    assert addresses == {"atom.xml", *(f"categories/{slug}/atom.xml" for slug in ("ai-jin-zhan", "machines", "robots"))}
    told = one.build(now=NOW, prune=True, dry_run=True)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("atom.xml")} == addresses
    done = _build(one, prune=True)
    assert told.removed == done.removed
    assert {Path(name).parent.as_posix() for name in done.removed} == {
        "categories/ai-jin-zhan",
        "categories/robots",
    }
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("atom.xml")} == {
        "atom.xml",
        "categories/machines/atom.xml",
    }
    assert set(one.ledger.feeds) == {"/", "categories/machines"}
    after = _build(one)
    assert (after.written, after.changes.updated) == ((), ())
    assert len(one.ids()) == 2


def test_other_bytes_for_all_entries_are_no_change_of_any(one: Publication) -> None:
    """A new title or author of the site, summaries instead of contents, another language: nothing was updated."""
    before = one.json()["items"][0]["date_modified"]
    for changes in (
        {"title": "Other news", "description": "About them", "language": "en"},
        {"author": feedpub.Site.from_file(Path(__file__).parent.parent / "feedpub.toml").author},
        {"feeds": Feeds(content="summary")},
    ):
        one.configure(**changes)
        report = one.build(now=NOW + timedelta(days=1))
        assert report.changes.updated == ()
    assert one.json()["items"][0]["date_modified"] == before


def test_one_event_is_one_line_of_the_ledgers_diff(one: Publication) -> None:
    """So that people can read it in version control."""
    one.digest("b.md", "More.", title="B", categories="[AI进展]")
    _build(one)
    path = one.site.feeds_folder / "ledger.jsonl"
    before = path.read_text(encoding="utf-8").splitlines()
    (one.site.source_folder / "b.md").rename(one.site.source_folder / "c.md")
    one.configure(source=Source(permalink="{slug}/"))
    one.digest("c.md", "More.", title="B", categories="[AI进展]", slug="b")
    _build(one)
    after = path.read_text(encoding="utf-8").splitlines()
    gone, come = [line for line in before if line not in after], [line for line in after if line not in before]
    assert [line.replace('"source":"b.md"', '"source":"c.md"') for line in gone] == come
    assert len(come) == 1
