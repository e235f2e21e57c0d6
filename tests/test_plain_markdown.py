"""The short way through Markdown says what the long way says."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedpub.rendering import plain_markdown
from feedpub.rendering.render import html, inline, plain, spoken

BASE = "https://example.com/posts/1/"
PHRASES = st.sampled_from(
    [
        *(
            "**“甲”**",
            "乙",
            " ",
            "\n",
            "\n\n",
            "**b**",
            "c - d",
            "*",
            "1. ",
            "- ",
            "**",
            "\t",
            ". ",
            "e:",
            "：",
            "+",
            "---",
        ),
        *("_", "a_b", "[甲 x](https://e.example/a-b)", "[", "](http://e/%e4)", "`c_d`", "`", "``", "(", ")", "!"),
        *("[x](https://1.2.3.999)", "[x", "](https://e.example/)"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("ab 1.)-+*_`#=:|~&;\t 中（）\u3000\xa0", max_size=20))
def test_a_plain_line_is_its_own_html(text: str) -> None:
    """The short way says what Markdown says."""
    with pytest.MonkeyPatch.context() as patch:
        short = inline(text, BASE)
        patch.setattr(plain_markdown, "line", lambda _: None)
        assert short == inline(text, BASE)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("ab <&*_`#;\x0b\x1f\u3000\xa0\ufffe", max_size=20))
def test_a_plain_line_is_its_own_text(text: str) -> None:
    """Asked for a line's text, the short way says what its HTML says."""
    assert spoken(text, BASE) == plain(inline(text, BASE))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60) | st.text("ab 1.-**\n中（）“，", max_size=40) | st.lists(PHRASES, max_size=12).map("".join))
@example("[`c`](https://e.example/)")
@example("`c [x](https://e.example/) d`")
@example("**a `b` c** `d` **e**")
def test_plain_paragraphs_are_short(text: str) -> None:
    """With bold phrases or without, the short way says what Markdown says."""
    with pytest.MonkeyPatch.context() as patch:
        short = html(text, BASE)
        patch.setattr(plain_markdown, "paragraphs", lambda _: None)
        assert short == html(text, BASE)


def test_the_seeds_stories_go_the_short_way() -> None:
    """Otherwise it would serve nobody."""
    assert plain_markdown.paragraphs("出**“参差不齐”**的特性（Ghosts vs. Animals），在**本地**。\n\n又") == (
        "<p>出<strong>“参差不齐”</strong>的特性（Ghosts vs. Animals），在<strong>本地</strong>。</p>\n<p>又</p>"
    )
