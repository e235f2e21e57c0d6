"""The HTML of entries, shaped for pages: headings below the page's own, ids once, nothing made of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from feedpub.pages import fragments

pytestmark = pytest.mark.pages

ATTRIBUTES = '<img alt="<table><script>alert(1)</script> id=" src="https://example.com/a.png"><p title="<h1 id=">x</p>'


def test_what_looks_like_a_tag_within_an_attribute_is_left_alone() -> None:
    """No shaping of entries can make markup of what was text."""
    for shaped in (fragments.among_others(ATTRIBUTES), fragments.alone(ATTRIBUTES, '"Link"')):
        image, paragraph = html.fragments_fromstring(shaped)
        assert image.get("alt") == "<table><script>alert(1)</script> id="
        assert image.get("src") == "https://example.com/a.png"
        assert paragraph.get("title") == "<h1 id="


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("h3 h3 h4", "h3 h3 h4"),
        ("h1 h2 h3", "h3 h4 h5"),
        ("h6 h6 h3 h5", "h3 h3 h3 h4"),
        ("h2 h6 h1", "h3 h4 h3"),
        ("h1 h2 h3 h4 h5 h6", "h3 h4 h5 h6 h6 h6"),
    ],
)
def test_headings_stand_below_the_title_and_skip_no_level(written: str, shown: str) -> None:
    """Whatever the digest did."""
    content = "".join(f"<{name}>x</{name}>" for name in written.split())
    found = html.fragments_fromstring(fragments.among_others(content))
    assert [one.tag for one in found] == shown.split()


PIECES = [
    "text < &amp;",
    '<h3 id="story-1">',
    "</h3>",
    '<a href="https://example.com/?a=1&amp;b=2" title="> id=">',
    "</a>",
    "<table>",
    "</table>",
    '<sup id="fnref:1">',
    "</sup>",
    "<br>",
    '<img alt="<h1>" src="https://example.com/a.png">',
    "<",
    ">",
    '"',
    "<p>",
    "</p>",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_shaping_loses_no_word(content: str) -> None:
    """Whatever stands in an entry, even if its tags are out of order; and no id is left among others."""
    shaped = html.fragment_fromstring(fragments.among_others(content), create_parent=True)
    assert shaped.text_content() == html.fragment_fromstring(content, create_parent=True).text_content()
    assert shaped.xpath(".//@id") == []
