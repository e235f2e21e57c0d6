"""Pages of a build with single stories, days, selections and archives: like those of categories, and no dead ends."""

import re
import shutil
from datetime import datetime, timedelta
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import etree
from msgspec.structs import replace

from feedpub import embed
from feedpub.config import Source
from feedpub.config.offers import Feeds, Offer
from feedpub.config.where import Where
from tests.conftest import Publication

pytestmark = pytest.mark.pages

HOME = "https://example.com/feeds/"
START = datetime.fromisoformat("2025-11-20T08:00:00+08:00")
NOW = START + timedelta(days=60)
ALL = Feeds(also=("stories", "daily", "sources"), sources_minimum=2, limit=4)
GEMINI = Offer(slug="gemini", title="Gemini news", entries="story", formats=("json",), where=Where(text=("Gemini",)))


@pytest.fixture
def month(publication: Publication) -> Publication:
    """A digest a day for twenty days, in a language and with pages of feedpub's own."""
    publication.configure(feeds=ALL, offers=(GEMINI,), source=Source(), language="en")
    for day in range(20):
        about = "Gemini" if day < 2 else "News"
        body = (
            f"1. [{about} {day} - merve](https://ex.com/{day})\n\n    So.\n2. [Other {day} - B](https://b.com/{day})\n"
        )
        publication.digest(f"{day:02}.md", body, date=(START + timedelta(days=day)).isoformat(), categories="[llm]")
    return publication


def _files(publication: Publication) -> dict[str, bytes]:
    root = publication.site.feeds_folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _page(publication: Publication, folder: str) -> str:
    return (publication.site.feeds_folder / folder / "index.html").read_text(encoding="utf-8")


def test_every_feed_has_a_page_and_embeds(month: Publication) -> None:
    """In its own folder, whatever it holds."""
    month.build(now=NOW)
    for folder in ("stories", "daily", "gemini", "categories/llm", "sources/merve", "sources/b"):
        written = {path.name for path in (month.site.feeds_folder / folder).iterdir()}
        assert {"index.html", "embed.html", "embed.fragment.html"} < written
    assert '<h1 dir="auto">Gemini news</h1>' in _page(month, "gemini")
    assert "feed.json" in _page(month, "gemini")
    assert "atom.xml" not in _page(month, "gemini").split("<main")[0]


@pytest.mark.parametrize("archive", [None, "month"])
def test_every_link_leads_somewhere(month: Publication, archive: str | None) -> None:
    """From pages and feeds to the place of a story in its digest, even where no feed of digests shows that any more."""
    month.configure(feeds=replace(ALL, archive=archive, limit=20 if archive else 4))
    month.build(now=NOW)
    files = _files(month)
    assert "digests/00/index.html" in files
    places = {path: set(re.findall(rb'\bid="([^"]+)"', data)) for path, data in files.items()}
    for path, data in files.items():
        for link in re.findall(rb'(?:href|src)="([^"]+)"', data) if path.endswith((".html", ".xml")) else ():
            url, anchor = urldefrag(urljoin(HOME + path, link.decode()))
            if url.startswith(HOME):
                target = url.removeprefix(HOME) + ("index.html" if url.endswith("/") else "")
                assert target in files
                assert not anchor or "daily" in target or anchor.encode() in places[target]


def test_a_day_is_found_on_the_page_of_its_feed(month: Publication) -> None:
    """As its link and its table of contents say."""
    month.build(now=NOW)
    newest = month.json("daily/feed.json")["items"][0]
    assert newest["url"] == "https://example.com/feeds/daily/#2025-12-09"
    page = _page(month, "daily")
    assert ' id="2025-12-09"' in page
    assert {f"2025-12-09-{number}" for number in (1, 2)} < set(re.findall(r' id="([^"]+)"', page))


def test_the_directory_groups_feeds_by_kind(month: Publication) -> None:
    """And the list for readers has the same order, each feed in the first format that it has."""
    month.build(now=NOW)
    directory = _page(month, "").split('class="directory"')[1].split("</nav>")[0]
    assert re.findall(r"<h3>(.*?)</h3>", directory) == ["The whole site", "Selections", "Categories", "Sources"]
    names = ["stories", "day by day", "Gemini news", "llm", "B", "merve"]
    assert re.findall(r'<a href="[^"]+/" dir="auto">(.*?)</a>', directory) == names
    listed = etree.fromstring(_files(month)["feeds.opml"]).findall("body/outline")
    assert [str(outline.get("xmlUrl")).removeprefix(HOME) for outline in listed] == [
        *("atom.xml", "stories/atom.xml", "daily/atom.xml", "gemini/feed.json", "categories/llm/atom.xml"),
        *("sources/b/atom.xml", "sources/merve/atom.xml"),
    ]


def test_how_often_a_feed_of_stories_is_updated(month: Publication) -> None:
    """Is told by what it shows; nothing is said of the time before."""
    month.build(now=NOW)
    assert "4 entries on 2 days between 8 December 2025 and 9 December 2025" in _page(month, "stories")
    assert "About 2 a day" in _page(month, "stories")
    assert "20 entries on 20 days" in _page(month, "categories/llm")


def test_a_feed_that_is_offered_no_more_is_pruned_with_all_that_is_beside_it(month: Publication) -> None:
    """Its page, its embeds and its archive; until then it stays."""
    month.configure(feeds=replace(ALL, archive="month"))
    month.build(now=NOW)
    assert "stories/archive/2025-11.xml" in _files(month)
    month.configure(feeds=replace(ALL, also=("daily",), archive="month"))
    month.build(now=NOW)
    assert "stories/index.html" in _files(month)
    month.build(now=NOW, prune=True)
    assert {path.partition("/")[0] for path in _files(month) if "/" in path} == {
        *("archive", "categories", "daily", "digests", "gemini", "static"),
    }


def test_pages_are_the_same_without_the_index_and_by_any_number_of_workers(month: Publication) -> None:
    """Byte for byte, with all feeds there are."""
    month.configure(feeds=replace(ALL, archive="month", max_bytes=20_000))
    month.build(now=NOW, workers=1)
    before = _files(month)
    for workers in (1, 2):
        shutil.rmtree(month.root / ".feedpub")
        assert month.build(now=NOW, workers=workers).written == ()
    shutil.rmtree(month.site.feeds_folder)
    shutil.rmtree(month.root / ".feedpub")
    month.build(now=NOW, workers=2)
    assert _files(month) == before


def test_a_broken_digest_leaves_pages_as_they_are(month: Publication) -> None:
    """Its own, and those of the feeds that tell its stories."""
    month.build(now=NOW)
    before = _files(month)
    (month.site.source_folder / "19.md").write_text("---\ntitle: [\n", encoding="utf-8")
    assert [finding.rule for finding in month.build(now=NOW).findings] == ["front-matter-broken"]
    changed = {path for path, data in _files(month).items() if before[path] != data}
    assert changed == set()


@pytest.mark.parametrize(
    ("name", "folder", "title"),
    [
        ("stories", "stories", "News · stories"),
        ("gemini", "gemini", "Gemini news"),
        ("Gemini news", "gemini", "Gemini news"),
        ("merve", "sources/merve", "News · merve"),
        ("sources/b", "sources/b", "News · b"),
        ("llm", "categories/llm", "News · llm"),
        ("categories/llm", "categories/llm", "News · llm"),
    ],
)
def test_any_feed_can_be_embedded(month: Publication, name: str, folder: str, title: str) -> None:
    """By what people call it, or by its folder."""
    month.build(now=NOW)
    subject = embed.subject(month.site, name)
    assert (subject.location, subject.title) == (f"{HOME}{folder}/", title)
    assert f'src="{HOME}{folder}/feed.json"' in embed.lines(month.site, subject)
