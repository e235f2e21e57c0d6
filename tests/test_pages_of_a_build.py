"""Pages as a build writes them: beside every feed, only when they change, and never for nothing."""

import re
import shutil

import pytest
from msgspec.structs import replace

from feedpub.config import Pages, Source
from feedpub.errors import ConfigError
from tests.conftest import Publication
from tests.faces import template

pytestmark = pytest.mark.pages

FOLDERS = ("", "categories/ai-jin-zhan/", "categories/da-mo-xing/", "categories/ai-ying-yong/")


def _pages(paths: tuple[str, ...]) -> set[str]:
    """Those of the paths that are for people, without the hashes in their names."""
    found = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in paths}
    return {path for path in found if not path.endswith(("atom.xml", "rss.xml", "feed.json"))}


def test_a_build_writes_all_that_is_for_people(seeded: Publication) -> None:
    """A page, a frame and a fragment beside every feed, the list of feeds, and what they load."""
    beside = {folder + name for folder in FOLDERS for name in ("index.html", "embed.html", "embed.fragment.html")}
    loaded = {"static/pages.css", "static/pages.js", "feedpub-embed.js", "feedpub-resize.js"}
    assert _pages(seeded.build().written) == beside | loaded | {"feeds.opml"}
    assert seeded.build().written == ()


def test_pages_show_what_feeds_list(seeded: Publication) -> None:
    """The entry in full, on the page of each of its feeds."""
    seeded.build()
    for folder in FOLDERS:
        page = (seeded.site.feeds_folder / folder / "index.html").read_text(encoding="utf-8")
        assert "阿里巴巴开源 Qwen-Image-Layered" in page
        assert "\0" not in page


def test_only_pages_of_what_has_changed_are_written(seeded: Publication) -> None:
    """A digest in one category leaves the pages of the others alone."""
    seeded.build()
    seeded.digest("new.md", date="2025-12-21T20:00:08+08:00", categories="[大模型]")
    changed = {path.rpartition("/")[0] for path in _pages(seeded.build().written)}
    assert changed == {"", "categories/da-mo-xing"}


def test_a_template_that_changes_changes_pages_alone(seeded: Publication) -> None:
    """Also when nothing else does; and so does one that goes."""
    seeded.build()
    for text in ('{% extends "feedpub/feed.html" %}{% block title %}Mine{% endblock %}', "{{ title }}"):
        template(seeded, "feed.html", text)
        assert _pages(seeded.build().written) == {f"{folder}index.html" for folder in FOLDERS}
        assert seeded.build().written == ()
    (seeded.root / "look" / "feed.html").unlink()
    assert _pages(seeded.build().written) == {f"{folder}index.html" for folder in FOLDERS}


@pytest.mark.parametrize("name", ["entry.html", "feed.html"])
def test_a_broken_template_stops_the_build(seeded: Publication, name: str) -> None:
    """And once it is mended, the next one brings all up to date."""
    path = template(seeded, name, "{{ nothing }}")
    with pytest.raises(ConfigError, match=re.escape(f"{path}:1: 'nothing' is undefined")):
        seeded.build()
    path.unlink()
    assert len(seeded.build().changes.new) == 1
    assert (seeded.site.feeds_folder / "index.html").exists()


def test_a_page_that_is_gone_comes_back(seeded: Publication) -> None:
    """As it was."""
    seeded.build()
    page = seeded.site.feeds_folder / "index.html"
    before = page.read_bytes()
    page.unlink()
    assert seeded.build().written == ("index.html",)
    assert page.read_bytes() == before


def test_without_pages_only_feeds_are_written(seeded: Publication) -> None:
    """Nothing for people, nor for the pages of others."""
    seeded.configure(pages=Pages(enabled=False))
    assert _pages(seeded.build().written) == set()


def test_a_digest_without_a_page_has_one(publication: Publication) -> None:
    """All that it says, though feeds hold summaries; its address is that of its entry, for life."""
    publication.configure(source=Source(), feeds=replace(publication.site.feeds, content="summary"))
    publication.digest("a b.md", "1. [One - S](https://ex.com/1)\n\n    In **full**.")
    publication.digest("b.md", "Other", url="https://example.com/elsewhere/")
    assert "digests/a-b-13719ac7ef/index.html" in publication.build().written
    url = next(item["url"] for item in publication.json()["items"] if "a%20b" in item["id"])
    assert url == "https://example.com/feeds/digests/a-b-13719ac7ef/"
    page = (publication.site.feeds_folder / "digests" / "a-b-13719ac7ef" / "index.html").read_text(encoding="utf-8")
    assert "In <strong>full</strong>." in page
    assert 'id="story-1"' in page
    assert len(list(publication.site.feeds_folder.glob("digests/*"))) == 1
    (publication.site.source_folder / "a b.md").rename(publication.site.source_folder / "c.md")
    assert publication.build().written == ()


def test_a_pruned_feed_takes_its_pages_along(seeded: Publication) -> None:
    """Its folder is gone."""
    seeded.digest("other.md", categories="[x]")
    seeded.build()
    (seeded.site.source_folder / "other.md").unlink()
    removed = seeded.build(prune=True, accept=True).removed
    assert {"categories/x/index.html", "categories/x/embed.html", "categories/x/embed.fragment.html"} < {*removed}
    assert not (seeded.site.feeds_folder / "categories" / "x").exists()


def test_how_often_counts_all_digests(publication: Publication) -> None:
    """Not only those that the feed still holds."""
    publication.configure(language="en", feeds=replace(publication.site.feeds, limit=2))
    for day in range(10, 20):
        publication.digest(f"{day}.md", date=f"2025-12-{day}T20:00:08+08:00", categories="[x]")
    publication.build()
    page = (publication.site.feeds_folder / "categories" / "x" / "index.html").read_text(encoding="utf-8")
    assert "About 1 a day" in page
    assert "10 entries on 10 days" in page


def test_old_pages_are_there_on_a_fresh_machine(publication: Publication) -> None:
    """Though no feed lists their digests any more, and the machine has nothing but the ledger."""
    publication.configure(source=Source(), feeds=replace(publication.site.feeds, limit=2))
    for day in range(11, 17):
        publication.digest(f"{day}.md", date=f"2025-12-{day}T20:00:08+08:00")
        publication.build()
    folder = publication.site.feeds_folder
    before = {path.relative_to(folder): path.read_bytes() for path in folder.glob("digests/*/index.html")}
    assert len(before) == 6
    ledger = publication.site.ledger_file.read_bytes()
    shutil.rmtree(folder)
    shutil.rmtree(publication.root / ".feedpub")
    folder.mkdir()
    publication.site.ledger_file.write_bytes(ledger)
    publication.build()
    assert {path.relative_to(folder): path.read_bytes() for path in folder.glob("digests/*/index.html")} == before
    assert publication.build().written == ()
