"""A selection that selects nothing says why, and what was probably meant."""

import pytest

from feedpub.config.where import Where
from feedpub.stories.reasons import why_empty
from feedpub.stories.selections import judge
from tests.conftest import SEED
from tests.test_selections import NAMES, _pieces

PIECES = _pieces(SEED)
KNOWN = {"source": ["宝玉", "merve", "Ben Tossell"], "category": ["llm", "ai-jin-zhan"], "link_host": ["x.com"]}


def _holds(where: Where) -> bool:
    holds = judge(where, NAMES)
    return any(holds(piece) for piece in PIECES)


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (None, "no digest is published yet"),
        (Where(source=("merv",)), 'no story has source "merv"; did you mean "merve"?'),
        (Where(source=("merv", "x")), 'no story has source ["merv", "x"]; did you mean "merve"?'),
        (Where(source=("merve",), text=("kimchi",)), 'no story has text "kimchi"; write another'),
        (Where(category=("cooking",)), 'no story has category "cooking"; known here: llm, ai-jin-zhan'),
        (Where(link_host=("y.com",)), 'no story has link_host "y.com"; did you mean "x.com"?'),
        (Where(any=(Where(text=("kimchi",)),)), 'no story has text "kimchi"; write another'),
        (Where(any=(Where(text=("replit",), source=("merve",)),)), "nothing meets any of its tables"),
        (Where(all=(Where(text=("ai",)), Where(lang=("en",)))), 'no story has lang "en"; write another'),
        (
            Where(source=("merve",), text=("replit",)),
            "each condition holds for a story, and all together for none; leave one out",
        ),
        (
            Where(text=("replit",), none=(Where(link_host=("x.com",)),)),
            "each condition holds for a story, and all together for none; leave one out",
        ),
    ],
)
def test_why_a_feed_is_empty(where: Where | None, reason: str) -> None:
    """The condition, its value, and the repair."""
    assert where is None or not _holds(where)
    assert why_empty(where, _holds, KNOWN) == reason
