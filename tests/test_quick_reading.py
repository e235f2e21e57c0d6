"""Stories are read by leaps; a reader that walks line by line would find the same."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedpub.digests import lists, stories

PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\n    ", "\n  ", "\n   ", "\n\t", "\n \t", "    ", " ", "\t", "\xa0", "\u3000", "\x1c"),
        *("1. ", "2) ", "12. ", "（3）", "①", "**", "- ", "* ", "---", "# ", "### 4. ", "#", "1: ", "No. 2 "),
        *(
            "```\n",
            "~~~",
            "```py\n",
            "`",
            "[a](https://e.example/)",
            "[a - b](https://e.example/1)",
            "[",
            "]",
            "甲。",
            "b",
        ),
    ]
)
BODIES = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=500, deadline=None)
@given(BODIES)
@example("a\n    b\n\n    ```\n    c\n    1. d\n    ```\n\n1. e\n\n    f\n")
def test_a_line_that_is_passed_over_tells_nothing(body: str) -> None:
    """A look at every line finds the same stories, prose and doubts."""
    leaping = stories.parts(body, {}, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "_TELLING", re.compile("\n"))
        assert stories.parts(body, {}, 3) == leaping


@settings(max_examples=500, deadline=None)
@given(
    BODIES
    | st.lists(st.sampled_from(["", "    a", "    b c", "     d", "  e", " f", "g", "\th", "    i\tj"])).map("\n".join)
)
@example("\n    a\n\n    b\n")
@example("  a\n  b")
def test_an_even_indentation_is_taken_off_like_any_other(text: str) -> None:
    """Measured line by line, it is as deep."""
    lines = text.split("\n")
    at_once = lists.dedent(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_EVEN", re.compile("(?!)"))
        assert lists.dedent(lines) == at_once
