"""A feed that may not exceed a size keeps whole entries, and says what it left out."""

import pytest

from feedpub.composition.sizes import Fitted, finding, fitted


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
