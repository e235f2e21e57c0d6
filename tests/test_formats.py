"""A story on an archived page in each format, to the byte; ``python -m tests.test_formats`` writes the golden files."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedpub.formats import FORMATS
from feedpub.formats.dates import rfc_5322
from feedpub.model import Chain, Feed, Link, Translation
from tests.examples import entry, feed

GOLDEN = Path(__file__).parent / "golden"
PLACE, POST = Link(href="https://example.com/a/#story-1", type="text/html"), Link(href="https://x.com/1", rel="related")
ENGLISH = Translation(language="en", location="https://example.com/feeds/languages/en/")


def _page() -> Feed:
    chain = Chain(page="archive/2025-12", older="archive/2025-11", newer="archive/2026-01", closed=True)
    return feed(entry(links=(PLACE, POST)), chain=chain)


def _live(**changes: Any) -> Feed:
    return feed(chain=Chain(older="archive/2025-12"), translations=(ENGLISH,), **changes)


@given(st.datetimes(datetime(1900, 1, 1), datetime(9998, 12, 31)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001
def test_dates_in_rss_are_those_of_emails(moment: datetime, offset: int) -> None:
    """As the library says that knows them, which is slow to import."""
    instant = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert rfc_5322(instant) == format_datetime(instant)
    assert rfc_5322(instant.astimezone(UTC)) == format_datetime(instant.astimezone(UTC))


@pytest.mark.parametrize("name", FORMATS)
def test_equal_instants_are_written_as_they_are_said(name: str) -> None:
    """A date whose offset alone was corrected is another text, however equal it is."""
    shanghai = datetime(2025, 12, 20, 20, 0, 8, tzinfo=timezone(timedelta(hours=8)))
    said = [entry(published=one, updated=one) for one in (shanghai, shanghai.astimezone(UTC))]
    assert said[0] == said[1]
    first, second = map(FORMATS[name].entry, said)
    assert b"20:00:08" in first
    assert b"12:00:08" in second


@pytest.mark.parametrize("name", FORMATS)
def test_an_archived_page_of_stories(name: str) -> None:
    """As the golden file has it."""
    made = FORMATS[name]
    assert made.document(_page()) == (GOLDEN / f"page{made.suffix}").read_bytes()


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_readers_find_the_page_the_archive_and_the_translation(name: str) -> None:
    """The feed's own page is what readers show; the others are there by their relation, in the same format."""
    made = FORMATS[name]
    data = made.document(_live())
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    assert parsed.feed.link == "https://example.com/"
    links = {(link.rel, link.get("hreflang")): link.href for link in parsed.feed.links}
    assert links["prev-archive", None] == f"https://example.com/feeds/archive/2025-12{made.suffix}"
    assert links["alternate", "en"] == f"https://example.com/feeds/languages/en/{made.filename}"
    assert ("current", None) not in links
    assert b"fh:archive" not in data


def test_the_first_alternate_link_is_the_feeds_own_page() -> None:
    """miniflux takes the first one, whatever its type."""
    root = etree.fromstring(FORMATS["atom"].document(_live()))
    links = root.findall("{http://www.w3.org/2005/Atom}link")
    assert [link.get("hreflang") for link in links if link.get("rel") == "alternate"] == [None, "en"]


if __name__ == "__main__":
    for made in FORMATS.values():
        (GOLDEN / f"page{made.suffix}").write_bytes(made.document(_page()))
