"""A build says what subscribers would notice, and publishes nothing that would surprise them, unless told to."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedpub.cli import main
from feedpub.config.offers import Feeds
from tests.conftest import SITE, Publication

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")


def _id(number: int) -> str:
    return f"tag:example.com,2025:digests/{number:03}.md"


def _write(publication: Publication, number: int, **keys: str) -> Path:
    date = f"2025-12-{1 + number // 24:02}T{number % 24:02}:00:00+08:00"
    head = {"title": f"T{number}", "date": date} | keys
    return publication.digest(f"{number:03}.md", f"Body {number}", **head)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def fifty(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """Fifty digests, published, as many as a feed holds; the command runs beside them."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    for number in range(50):
        _write(publication, number)
    publication.build(now=NOW)
    monkeypatch.chdir(publication.root)
    return publication


def _build(*options: str) -> Result:
    return CliRunner().invoke(main, ["build", *options])


def test_a_dry_run_says_it_in_one_line_and_writes_nothing(fifty: Publication) -> None:
    """Word for word; the build that follows says the same, and does it."""
    for number in (50, 51, 52):
        _write(fifty, number)
    _write(fifty, 7, title="Better")
    for year in (2999, 2998):
        _write(fifty, year, date=f"{year}-12-21T08:00:00+08:00")
    before = _files(fifty.root)
    told = _build("--dry-run")
    line = "3 new · 1 updated · 0 withdrawn · 0 shown again as unread · 2 scheduled, next 2998-12-21 08:00 +08:00"
    assert told.exit_code == 0
    assert told.output.splitlines()[-1] == line
    assert {name: data for name, data in _files(fifty.root).items() if not name.startswith(".feedpub")} == {
        name: data for name, data in before.items() if not name.startswith(".feedpub")
    }
    assert _build("--verbose").output.splitlines()[-1] == line
    assert _build("--dry-run").output.splitlines()[-1].startswith("0 new · 0 updated · 0 withdrawn · 0 shown again")


@pytest.mark.parametrize(("number", "options", "passes"), [
    (3, (), True),
    (4, (), False),
    (4, ("--max-resurfacing", "4"), True),
    (1, ("--max-resurfacing", "0"), False),
    (50, ("--accept",), True),
])  # fmt: skip
def test_old_entries_are_shown_again_only_by_the_handful(
    fifty: Publication, number: int, options: tuple[str, ...], passes: bool
) -> None:
    """More than that is refused with status 1 and the reason; a dry run tells it before."""
    for index in range(number):
        _write(fifty, index, id=f"urn:new:{index}")
    before = _files(fifty.site.feeds_folder)
    told, done = _build("--dry-run", *options), _build(*options)
    assert f" · {number} shown again as unread · " in told.output
    assert (told.exit_code, done.exit_code) == ((0, 0) if passes else (1, 1))
    assert (_files(fifty.site.feeds_folder) == before) is not passes
    if not passes:
        reason = f"feedpub: nothing is published: {number} old entries would be shown again as unread, urn:new:0 among"
        assert done.output.startswith(reason)
        assert done.output.endswith("or publish with --accept\n")


@pytest.mark.parametrize(("number", "options", "passes"), [
    (5, (), True),
    (6, (), False),
    (49, (), False),
    (49, ("--accept",), True),
])  # fmt: skip
def test_no_more_than_a_tenth_is_withdrawn(
    fifty: Publication, number: int, options: tuple[str, ...], passes: bool
) -> None:
    """A disk that is not mounted, or a glob that is wrong, leaves everything as it was."""
    for index in range(number):
        (fifty.site.source_folder / f"{index:03}.md").unlink()
    before = _files(fifty.site.feeds_folder)
    told, done = _build("--dry-run", *options), _build(*options)
    assert f" · {number} withdrawn · " in told.output
    assert (told.exit_code, done.exit_code) == ((0, 0) if passes else (1, 1))
    assert len(fifty.ids()) == (50 - number if passes else 50)
    if not passes:
        assert _files(fifty.site.feeds_folder) == before
        fact = (
            f"feedpub: nothing is published: {number} of 50 published entries would be withdrawn, {_id(0)} among them"
        )
        assert done.output.startswith(fact)


def test_nothing_at_all_to_read_leaves_everything(fifty: Publication) -> None:
    """An empty mount point, or a pattern that matches nothing: status 3, whatever is accepted."""
    before = _files(fifty.site.feeds_folder)
    (fifty.root / "feedpub.toml").write_text(SITE + 'include = ["**/*.mdx"]\n', encoding="utf-8")
    assert _build("--accept").exit_code == 3
    fifty.site.source_folder.rename(fifty.root / "unmounted")
    fifty.site.source_folder.mkdir()
    assert _build("--accept").exit_code == 3
    assert _files(fifty.site.feeds_folder) == before


def test_drafts_and_dates_to_come_withdraw_too(fifty: Publication) -> None:
    """Whatever takes entries from subscribers counts: a draft, a year mistyped in many files."""
    for index in range(6):
        _write(fifty, index, date="2999-12-20T20:00:08+08:00")
    report = fifty.build(now=NOW)
    assert (len(report.changes.withdrawn), report.scheduled, len(report.refused)) == (6, 6, 1)
    for index in range(6):
        _write(fifty, index, draft="true")
    assert len(fifty.build(now=NOW).refused) == 1
    assert len(fifty.ids()) == 50


def test_an_entry_that_is_put_off_comes_back_as_itself(fifty: Publication) -> None:
    """At its new date, under its id, even if it was edited while it waited; it is told once that it went."""
    _write(fifty, 7, date="2025-12-26T00:00:00+08:00")
    report = fifty.build(now=NOW)
    assert (report.changes.withdrawn, report.scheduled, len(fifty.ids())) == ((_id(7),), 1, 49)
    fifty.digest("007.md", "Edited while it waits", title="T7", date="2025-12-26T00:00:00+08:00")
    assert fifty.build(now=NOW).news.startswith("0 new · 0 updated · 0 withdrawn · 0 shown again as unread · 1 sched")
    report = fifty.build(now=datetime.fromisoformat("2025-12-25T16:00:00Z"))
    assert report.changes.resurfaced == report.changes.withdrawn == ()
    item = fifty.json()["items"][0]
    assert (item["id"], item["date_published"]) == (_id(7), "2025-12-26T00:00:00+08:00")


def test_the_sites_own_feed_counts_by_itself(publication: Publication) -> None:
    """A tenth of it is little among all categories' entries, and a lot to its subscribers."""
    publication.configure(feeds=Feeds(limit=10))
    for number in range(100):
        _write(publication, number, categories=f"[c{number % 10}]")
    publication.build(now=NOW)
    for number in (96, 98):
        (publication.site.source_folder / f"{number:03}.md").unlink()
    (reason,) = publication.build(now=NOW).refused
    assert reason.startswith(f"2 of 10 published entries would be withdrawn, {_id(96)} among them; ")


def test_what_slides_out_of_a_feed_is_not_withdrawn(fifty: Publication) -> None:
    """Nor is what other categories or a smaller limit take from a feed."""
    for number in range(50, 90):
        _write(fifty, number)
    assert fifty.build(now=NOW).news.startswith("40 new · 0 updated · 0 withdrawn · 0 shown again as unread")
    for number in range(40):
        (fifty.site.source_folder / f"{number:03}.md").unlink()
    assert fifty.build(now=NOW).changes.withdrawn == ()
