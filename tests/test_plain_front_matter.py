"""The short way through front matter says what YAML says, or hands over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedpub.digests import front_matter, plain_front_matter
from feedpub.digests.metadata import FrontMatterError
from feedpub.text import xml_clean
from tests.conftest import SEED

WORDS = st.sampled_from(
    [
        "a",
        "AI进展",
        "null",
        "~",
        "no",
        "12:30",
        "2025-12-20",
        "#1",
        " #",
        ": ",
        ":",
        "-",
        "- ",
        "'",
        '"',
        "\\",
        "?",
        "|",
    ]
) | st.text(max_size=6)
VALUE = st.lists(WORDS, max_size=4).map("".join)
LIST = st.lists(VALUE, max_size=4)
FORMS = st.one_of(
    VALUE,
    VALUE.map(lambda text: f'"{text}"'),
    VALUE.map(lambda text: f"'{text}'"),
    LIST.map(lambda items: f"[{', '.join(items)}]"),
    LIST.map(lambda items: "".join(f"\n- {item}" for item in items)),
    LIST.map(lambda items: "".join(f"\n  - {item}" for item in items)),
)
LINES = st.tuples(st.sampled_from(["title", "Title", "tags", "date", "a-b", "x"]), FORMS).map(": ".join) | VALUE
BODIES = st.sampled_from(["", "Body", "\n\nBody\n\n", "\n---\n", "\n\n  \n"])


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5).map("\n".join), BODIES)
def test_it_says_what_yaml_says(head: str, body: str) -> None:
    """Values, lines and body, for any front matter that it takes."""
    text = xml_clean(f"---\n{head}\n---\n{body}".replace("\r", ""))
    plain = plain_front_matter.read(text)
    if plain is not None:
        assert plain == _by_yaml(text)


def _by_yaml(text: str) -> object:
    try:
        return front_matter.read(text)
    except FrontMatterError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    [
        SEED,
        "---\ntitle: A plain title, at 12:30\ndate: 2025-12-20\n---\nBody",
        "---\ntitle: 'It is'\ntags:\n  - a\n  - \"b c\"\nempty:\n---\n\nBody\n",
        "---\ncategories: [AI进展, 'a b', c]\n---\n",
        "---\nnone: []\n---\n",
        "---\ntitle:   \ntags: \n- a\n-   'b'\nlast: \"\"\n---\nBody",
    ],
)
def test_what_most_people_write_is_plain(text: str) -> None:
    """So that YAML need not be imported."""
    plain = plain_front_matter.read(text)
    assert plain is not None
    assert plain == front_matter.read(text)


@pytest.mark.parametrize(
    "value",
    [
        "null",
        "a: b",
        "a #b",
        "a:",
        "&a b",
        "*a",
        "!a b",
        "|",
        "[a, null]",
        "[a: b]",
        "{a: b}",
        '"a\\n"',
        "'it''s'",
        "\n  b",
    ],
)
def test_what_yaml_reads_otherwise_is_handed_over(value: str) -> None:
    """Null, comments, mappings, anchors, tags, escapes, and text on several lines."""
    assert plain_front_matter.read(f"---\ntitle: {value}\n---\nBody\n") is None
