"""Keys: what a page depends on, so that a build makes no page that is there already."""

import subprocess
import sys
from datetime import timedelta

import pytest
from msgspec.structs import replace

from feedpub.model import Feed
from feedpub.pages import documents
from tests.conftest import Publication
from tests.examples import MOMENT, entry, feed
from tests.faces import listing, made_of, template

pytestmark = pytest.mark.pages


def _keys(publication: Publication, *feeds: Feed, **days: int) -> dict[str, bytes]:
    """The keys of the pages of the site's feed and others, by their paths, as if their entries were some days older."""
    listings = [listing(one, **days) for one in feeds]
    return {page.path: page.key for page in documents(publication.site, listings, made_of(publication.site))}


CATEGORY = feed(path="categories/llm", location="https://example.com/feeds/categories/llm/", id="tag:x,2025:llm")
NEWER = entry(title="Another", updated=MOMENT + timedelta(hours=1))
FACES = {"index.html", "embed.html", "embed.fragment.html"}
OF_CATEGORY = {f"categories/llm/{name}" for name in FACES}
LISTS = {"index.html", "categories/llm/index.html", "feeds.opml"}


def _changed(publication: Publication, before: dict[str, bytes], *feeds: Feed, **days: int) -> set[str]:
    after = _keys(publication, *feeds, **days)
    return {path for path in before if after.get(path) != before[path]}


def test_a_page_is_known_by_what_it_shows(publication: Publication) -> None:
    """The same values give the same key; what one page shows changes its key, and that of no other."""
    before = _keys(publication, feed(), CATEGORY)
    assert {*before} > FACES | OF_CATEGORY | LISTS
    assert _changed(publication, before, feed(), CATEGORY) == set()
    assert _changed(publication, before, feed(NEWER), CATEGORY) == FACES
    assert _changed(publication, before, feed(), replace(CATEGORY, entries=(NEWER,))) == OF_CATEGORY
    assert _changed(publication, before, feed(), replace(CATEGORY, title="Other")) == OF_CATEGORY | LISTS
    assert _changed(publication, before, feed(title="Other"), CATEGORY) == FACES | {"feeds.opml"}
    assert _changed(publication, before, feed(), CATEGORY, ago=1) == LISTS - {"feeds.opml"}


def test_the_site_is_part_of_every_key(publication: Publication) -> None:
    """Its settings, and the templates and styles of its own, byte for byte; never where it lies."""
    before = _keys(publication, feed(), CATEGORY)
    publication.configure(root=publication.root / "seeds")
    assert _changed(publication, before, feed(), CATEGORY) == set()
    publication.configure(root=publication.root, timezone="Europe/Berlin")
    assert _changed(publication, before, feed(), CATEGORY) >= LISTS
    template(publication, "entry.html", "a")
    before = _keys(publication, feed(), CATEGORY)
    template(publication, "entry.html", "b")
    assert _changed(publication, before, feed(), CATEGORY) >= LISTS


def test_keys_alone_make_no_page(publication: Publication) -> None:
    """A broken template is not met, nor is Jinja2, before a page is asked for."""
    template(publication, "feed.html", "{% if %}")
    assert {*_keys(publication, feed(), CATEGORY)} > LISTS
    code = "import sys, feedpub.pages; print('jinja2' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "False\n"
