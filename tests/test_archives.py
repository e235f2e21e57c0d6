"""The past of a feed in pages: each entry once, and a closed month is closed."""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedpub.composition.archives import Page, Shelf, shelf, start
from feedpub.formats import FORMATS
from feedpub.model import Chain, Entry, Feed
from tests.examples import entry, feed

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime.fromisoformat("2025-01-01T00:00:00+08:00")


def _entries(moments: list[datetime]) -> list[Entry]:
    made = [entry(id=f"urn:x:{n}", title=f"{n}", published=moment, updated=moment) for n, moment in enumerate(moments)]
    return sorted(made, key=lambda one: (one.published, one.id), reverse=True)


def _shelf(entries: list[Entry], limit: int = 10) -> Shelf[Entry]:
    return shelf(entries, lambda one: one.published, limit, SHANGHAI)


def _document(live: Feed, page: Page[Entry]) -> Feed:
    moment = max((one.updated for one in page.entries), default=start(page, SHANGHAI))
    return replace(live, entries=page.entries, chain=page.chain, updated=moment)


def _documents(entries: list[Entry], name: str, limit: int = 10) -> dict[str, bytes]:
    """The files of a feed with its archive, by the URLs where they are served."""
    made, found = FORMATS[name], _shelf(entries, limit)
    live = feed(*found.live, chain=found.chain, updated=found.live[0].updated)
    whole = [live, *(_document(live, page) for page in found.pages)]
    return {one.location + made.file_of(one.chain): made.document(one) for one in whole}


def _walk(documents: dict[str, bytes], start: str, rel: str) -> Iterator[str]:
    """The titles that feedparser finds from a document on, page by page."""
    url: str | None = start
    while url is not None:
        parsed = feedparser.parse(documents[url])
        assert not parsed.bozo
        yield from (one.title for one in parsed.entries)
        url = next((link.href for link in parsed.feed.links if link.rel == rel), None)


A_YEAR = _entries([START + timedelta(hours=29 * n) for n in range(300)])


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_walking_back_gives_every_entry_once(name: str) -> None:
    """Newest first, from the feed on."""
    documents = _documents(A_YEAR, name)
    live = f"https://example.com/feeds/{FORMATS[name].filename}"
    assert list(_walk(documents, live, "prev-archive")) == [one.title for one in A_YEAR]


def test_walking_forward_ends_at_the_feed() -> None:
    """From the oldest page on, by way of the open month's, which leads to the feed."""
    documents = _documents(A_YEAR, "atom")
    oldest = "https://example.com/feeds/archive/2025-01.xml"
    past = list(_walk(documents, oldest, "next-archive"))
    last = feedparser.parse(documents["https://example.com/feeds/archive/2025-12.xml"])
    assert [link.href for link in last.feed.links if link.rel == "current"] == ["https://example.com/feeds/atom.xml"]
    live = [one.title for one in _shelf(A_YEAR).live]
    assert sorted([*past, *live]) == sorted(one.title for one in A_YEAR)


def test_a_feed_holds_its_limit_and_the_rest_of_that_month() -> None:
    """A reader that looks in rarely misses nothing at the turn of a month."""
    december = [one for one in A_YEAR if one.published >= datetime.fromisoformat("2025-12-01T00:00:00+08:00")]
    assert list(_shelf(A_YEAR, 1).live) == december
    november = datetime.fromisoformat("2025-11-01T00:00:00+08:00")
    assert list(_shelf(A_YEAR, len(december) + 1).live) == [one for one in A_YEAR if one.published >= november]


def test_what_fits_needs_no_archive() -> None:
    """Nor does what is all of one month."""
    assert _shelf(A_YEAR, 300) == Shelf(live=tuple(A_YEAR), chain=Chain(), pages=())
    assert _shelf(A_YEAR[:20], 1).pages == ()


def test_months_are_the_sites() -> None:
    """By its clock, not by that of the digest or of UTC."""
    border = datetime.fromisoformat("2025-11-30T16:00:00+00:00")
    found = _shelf(_entries([border, border - timedelta(seconds=1)]), 1)
    assert [one.published for one in found.live] == [border]
    assert [(page.chain.page, len(page.entries)) for page in found.pages] == [
        ("archive/2025-12", 0),
        ("archive/2025-11", 1),
    ]


def test_a_closed_page_never_changes() -> None:
    """Whatever comes after it, for more than a year, with months that have nothing in them."""
    closed: dict[str, bytes] = {}
    for number in range(1, len(A_YEAR)):
        oldest = [one for one in reversed(A_YEAR) if one.published.month not in {5, 8, 9}][:number]
        documents = _documents(oldest[::-1], "atom", limit=5)
        now = {url: data for url, data in documents.items() if b"<fh:archive/>" in data}
        assert closed.items() <= now.items()
        closed = now
    assert [url[-11:-4] for url in sorted(closed)] == [f"2025-{month:02}" for month in range(1, 12)]


def test_a_closed_page_changes_with_its_entries() -> None:
    """It alone."""
    before = _documents(A_YEAR, "json")
    at = next(n for n, one in enumerate(A_YEAR) if one.published.month == 6)
    changed = [*A_YEAR[:at], replace(A_YEAR[at], title="Mended"), *A_YEAR[at + 1 :]]
    after = _documents(changed, "json")
    assert [url for url in after if after[url] != before[url]] == ["https://example.com/feeds/archive/2025-06.json"]


@given(st.lists(st.integers(0, 100_000_000), min_size=1, max_size=40), st.integers(1, 12))
def test_each_entry_is_in_one_place(seconds: list[int], limit: int) -> None:
    """Whatever its date: in the feed, or on one page, in order."""
    entries = _entries([datetime.fromtimestamp(1_700_000_000 + n, UTC) for n in seconds])
    found = _shelf(entries, limit)
    assert [*found.live, *(one for page in found.pages for one in page.entries)] == entries
    assert len(found.live) >= min(limit, len(entries))
    chained = [page.chain for page in found.pages]
    assert [chain.older for chain in chained] == [*(chain.page for chain in chained[1:]), *([None] if chained else [])]
    assert all(
        timegm(page.month.timetuple()) <= one.published.timestamp() + 28800
        for page in found.pages
        for one in page.entries
    )
