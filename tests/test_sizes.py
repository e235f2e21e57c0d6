"""A feed that may not exceed a size keeps whole entries, and says what it left out."""

import pytest
from msgspec.structs import replace

from feedpub.composition.sizes import Fitted, finding, fitted
from feedpub.config import CategorySettings
from feedpub.config.offers import Offer
from feedpub.config.where import Where
from tests.conftest import Publication


@pytest.mark.parametrize(
    ("room", "brief", "kept"),
    [
        (400, set(), 4),
        (399, {3}, 4),
        (310, {3}, 4),
        (309, {2, 3}, 4),
        (130, {1, 2, 3}, 4),
        (129, {0, 1, 2, 3}, 4),
        (40, {0, 1, 2, 3}, 4),
        (39, {0, 1, 2}, 3),
        (10, {0}, 1),
        (1, {0}, 1),
    ],
)
def test_the_oldest_give_way(room: int, brief: set[int], kept: int) -> None:
    """First their texts, then they themselves; the newest stays. Nothing is made that is not needed."""
    asked: list[int] = []

    def less(at: int) -> int:
        asked.append(at)
        return 10

    assert fitted([100] * 4, less, room) == Fitted(kept=kept, brief=frozenset(brief), dropped=4 - kept)
    assert len(asked) == min(max(0, -(-(400 - room) // 90)), 4)


def test_what_has_no_text_is_not_said_to_have_lost_it() -> None:
    """Feeds of headlines lose entries alone."""
    assert fitted([10, 10, 10], lambda _: 10, 20) == Fitted(kept=2, dropped=1)


def test_what_is_left_out_is_told() -> None:
    """With the file, the facts and the repair."""
    told = finding(Fitted(kept=9, brief=frozenset(range(12)), dropped=3), "feeds/atom.xml", 500_000)
    assert str(told) == (
        "feeds/atom.xml: warning: with all it holds the feed has more than 500,000 bytes, so 12 texts and 3 entries "
        "are left out; lower its limit, or raise max_bytes [feed-trimmed]"
    )
    assert finding(Fitted(kept=9), "feeds/atom.xml", 500_000) is None


def test_a_text_that_one_feed_has_no_room_for_stays_in_another_though_its_digest_is_broken(
    publication: Publication,
) -> None:
    """The last good entry is that of a feed which has it in full, however often the feeds are built."""
    rare = "\n\n".join(["The rare words of this digest."] * 100)
    common = "\n\n".join(["Common words."] * 400)
    publication.configure(feeds=replace(publication.site.feeds, max_bytes=14_000))
    publication.digest("1.md", rare, date="2025-12-20T20:00:08+08:00", categories="Rare")
    for day in (21, 22, 23):
        publication.digest(f"{day}.md", common, date=f"2025-12-{day}T20:00:08+08:00", categories="Common")
    publication.build()
    rare_feed = publication.site.feeds_folder / "categories" / "rare" / "atom.xml"
    before = rare_feed.read_bytes()
    assert b"The rare words" in before
    assert "content_html" not in publication.json()["items"][-1]
    publication.write("1.md", b"\xff")
    for day in (24, 25):
        publication.digest(f"{day}.md", common, date=f"2025-12-{day}T20:00:08+08:00", categories="Common")
        publication.build()
        assert rare_feed.read_bytes() == before


def test_what_the_first_feed_says_of_an_entry_stays_though_its_text_is_from_another(publication: Publication) -> None:
    """RSS knows neither languages nor terms; and a size that is no longer asked for has cost a text, too."""
    publication.configure(
        feeds=replace(publication.site.feeds, formats=("atom",), max_bytes=14_000),
        categories={"Größe": CategorySettings(slug="size")},
        offers=(Offer(slug="full", formats=("rss",), max_bytes=1_000_000, where=Where(category=("Größe",))),),
    )
    for day in range(1, 7):
        words = "\n\n".join([f"Words of {day} & more."] * 100)
        keys = {"date": f"2025-12-0{day}T08:00:00+08:00", "categories": "[Größe]", "lang": "de"}
        publication.digest(f"{day}.md", words, **keys)
    publication.build()
    publication.write("1.md", b"\xff")
    publication.build()
    publication.configure(feeds=replace(publication.site.feeds, max_bytes=None))
    publication.build()
    own = (publication.site.feeds_folder / "atom.xml").read_text()
    entry = own[own.index('<entry xml:lang="de">', own.index("digests/2.md")) :]
    assert 'term="size"' in entry
    assert "Words of 1 &amp;amp; more." in entry


def test_a_summary_in_rss_is_read_as_it_was_written(publication: Publication) -> None:
    """As HTML, once, however often feeds are built while the digest is broken."""
    publication.configure(feeds=replace(publication.site.feeds, formats=("rss",)))
    publication.digest("1.md", summary="Tom & Jerry <3", date="2025-12-01T08:00:00+08:00")
    publication.digest("2.md")
    publication.build()
    before = (publication.site.feeds_folder / "rss.xml").read_bytes()
    assert b"Tom &amp;amp; Jerry &amp;lt;3" in before
    publication.write("1.md", b"\xff")
    for name in ("2.md", "3.md"):
        publication.digest(name, f"Text of {name}.")
        publication.build()
        assert (
            b"<description>Tom &amp;amp; Jerry &amp;lt;3</description>"
            in publication.site.feeds_folder.joinpath("rss.xml").read_bytes()
        )
