"""A feed that may not exceed a size keeps whole entries, and says what it left out."""

import pytest

from feedpub.model import Entry
from feedpub.sizes import Fitted, finding, fitted
from tests.examples import entry

ENTRIES = [entry(id=f"urn:x:{n}", summary="1234567890", content="x" * 90) for n in range(4)]


def _size(one: Entry) -> int:
    return len(one.summary) + len(one.content or "")


@pytest.mark.parametrize(
    ("room", "texts", "shortened", "dropped"),
    [
        (400, [True, True, True, True], 0, 0),
        (399, [True, True, True, False], 1, 0),
        (310, [True, True, True, False], 1, 0),
        (309, [True, True, False, False], 2, 0),
        (130, [True, False, False, False], 3, 0),
        (129, [False, False, False, False], 4, 0),
        (40, [False, False, False, False], 4, 0),
        (39, [False, False, False], 3, 1),
        (10, [False], 1, 3),
        (1, [False], 1, 3),
    ],
)
def test_the_oldest_give_way(room: int, texts: list[bool], shortened: int, dropped: int) -> None:
    """First their texts, then they themselves; the newest stays."""
    found = fitted(ENTRIES, room, _size)
    assert [one.content is not None for one in found.entries] == texts
    assert [one.id for one in found.entries] == [one.id for one in ENTRIES[: len(texts)]]
    assert (found.shortened, found.dropped) == (shortened, dropped)


def test_what_has_no_text_is_not_said_to_have_lost_it() -> None:
    """Feeds of headlines lose entries alone."""
    headlines = [entry(id=f"urn:x:{n}", content=None, summary="1234567890") for n in range(3)]
    found = fitted(headlines, 20, _size)
    assert (len(found.entries), found.shortened, found.dropped) == (2, 0, 1)


def test_what_is_left_out_is_told() -> None:
    """With the file, the facts and the repair."""
    told = finding(Fitted(entries=(), shortened=12, dropped=3), "feeds/atom.xml", 500_000)
    assert str(told) == (
        "feeds/atom.xml: warning: with all it holds the feed has more than 500,000 bytes, so 12 texts and 3 entries "
        "are left out; lower its limit, or raise max_bytes [feed-trimmed]"
    )
    assert finding(Fitted(entries=()), "feeds/atom.xml", 500_000) is None
