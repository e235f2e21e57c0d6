"""Readers that know nothing of feedpub see the same entries in every format."""

from calendar import timegm
from datetime import datetime
from pathlib import Path

import pytest

from feedpub.config import Site
from tests.conftest import ROOT
from tests.readers import Seen, with_feedparser, with_newsboat, with_sfeed

STORIES = sorted((ROOT / "feeds" / "stories").glob("*.xml"))
XML = sorted({*(ROOT / "feeds").rglob("*.xml")} - {*STORIES})


@pytest.fixture
def expected() -> list[Seen]:
    """The seed, as any reader should see it."""
    site = Site.from_file(ROOT / "feedpub.toml")
    instant = timegm(datetime.fromisoformat("2025-12-20T20:00:08+08:00").utctimetuple())
    title = "2025.12.20.20 过去4小时全球AI发生了什么？"
    return [(title, instant, f"{site.url}posts/2025-12-20-20/", f"tag:{site.tag}:digests/2025-12-20-20.md")]


@pytest.mark.parametrize("feed", XML, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_reader_sees_the_seed(feed: Path, expected: list[Seen], tmp_path: Path) -> None:
    """feedparser, newsboat and sfeed agree on title, instant, link and id of every committed feed."""
    assert with_feedparser(feed) == expected
    assert with_newsboat(feed, tmp_path) == expected
    assert with_sfeed(feed) == expected


@pytest.mark.parametrize("feed", STORIES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_reader_shows_stories_in_the_digests_order(feed: Path, expected: list[Seen], tmp_path: Path) -> None:
    """By date, as readers sort: each a second older than the one before, at its place in the digest."""
    ((_, instant, page, _),) = expected
    seen = with_feedparser(feed)
    assert [(moment, link) for _, moment, link, _ in seen] == [
        (instant - number, f"{page}#story-{number + 1}") for number in range(14)
    ]
    assert sorted(with_newsboat(feed, tmp_path), key=lambda row: row[1], reverse=True) == seen == with_sfeed(feed)
