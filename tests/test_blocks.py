"""Lists, quotes, code and HTML in Markdown, however they are indented and whatever stands beside them."""

import re

import pytest

from feedpub.digests.lists import four_spaces
from feedpub.rendering.render import html

BASE = "https://example.com/posts/1/"


@pytest.mark.parametrize("indent", [2, 3, 4])
@pytest.mark.parametrize("marker", ["-", "*", "1."])
def test_nested_lists_come_out_nested(indent: int, marker: str) -> None:
    """Indented by two, three or four spaces, three levels deep, straight after a line of text."""
    space = " " * indent
    text = f"Intro:\n{marker} a\n{space}{marker} b\n{space * 2}{marker} c\n{marker} d"
    tag = "ol" if marker == "1." else "ul"
    shape = re.sub(r"\s+", "", html(text, BASE))
    assert (
        shape == f"<p>Intro:</p><{tag}><li>a<{tag}><li>b<{tag}><li>c</li></{tag}></li></{tag}></li><li>d</li></{tag}>"
    )


def test_paragraphs_and_code_stay_in_their_item() -> None:
    """Fences, too, which the library knows only at the margin."""
    text = "- a\n\n  more\n\n  ```py\n  x = 1\n    y\n  ```\n- b"
    shape = html(text, BASE)
    assert shape.count("<ul>") == 1
    assert "<p>more</p>" in shape
    assert "<code>x = 1\n  y\n</code>" in shape


@pytest.mark.parametrize("outer", ["{}", "> {}", "- {}", "1. a\n2. {}"])
@pytest.mark.parametrize("above", ["Text:", "| a line with a bar", "**Text**"])
def test_a_table_may_stand_right_below_text(outer: str, above: str) -> None:
    """As GitHub has it; what follows the table is no row of it where it begins something else."""
    margin = {">": "> ", "-": "  ", "1": "   "}.get(outer[0], "")
    table = f"\n{margin}".join(["a | b", "---|:-:", "c | d"])
    shape = re.sub(r"\s+", "", html(outer.format(f"{above}\n{margin}{table}\n- item"), BASE))
    cells = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
    assert cells in shape
    assert "<li>item</li>" in shape.replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize(
    "text", ["Text\n| a | b |\n|---|", "Text\na\n---|---", "```\nText\n| a | b |\n|---|---|\n```", "Head\n---"]
)
def test_what_is_no_table_below_text(text: str) -> None:
    """Other numbers of cells, no bar, code, a heading."""
    assert "<table>" not in html(text, BASE)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("- a\n\n  - b\n- c", "<ul><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ul>"),
        (
            "- a\n\n  - b\n\n    - c\n  - d\n- e",
            "<ul><li><p>a</p><ul><li><p>b</p><ul><li>c</li></ul></li><li><p>d</p></li></ul></li><li><p>e</p></li></ul>",
        ),
        ("1. a\n\n   b\n   - c\n2. d", "<ol><li><p>a</p><p>b</p><ul><li>c</li></ul></li><li><p>d</p></li></ol>"),
    ],
)
def test_an_item_ends_what_is_deeper(text: str, shape: str) -> None:
    """Though no empty line stands before it, and one did before the deeper list."""
    assert re.sub(r"\s+", "", html(text, BASE)) == shape


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("margin", ["", "> "])
def test_bullets_and_numbers_are_two_lists(gap: str, margin: str) -> None:
    """However close they stand, in whichever order."""
    text = gap.join(["1. a", "- b", "- c", "1. d", "- e"])
    shape = html(margin + text.replace("\n", f"\n{margin}"), BASE)
    assert re.findall(r"</?[ou]l>|\b[a-e]\b", shape.replace("blockquote", "")) == [
        *("<ol>", "a", "</ol>", "<ul>", "b", "c", "</ul>", "<ol>", "d", "</ol>", "<ul>", "e", "</ul>")
    ]


@pytest.mark.parametrize("sign", "!\"#$%'()*+,-./:;=?@[\\]^_`{|}~")
def test_every_sign_can_be_escaped(sign: str) -> None:
    """CommonMark 2.4; what a tag begins with, too."""
    assert html(f"a \\{sign}b\\{sign}", BASE) == f"<p>a {sign}b{sign}</p>"
    assert html("\\<b>x", BASE) == "<p>&lt;b&gt;x</p>"


@pytest.mark.parametrize("text", ["#AI 今天\ntext", "####### seven", "text\n#AI"])
def test_a_tag_is_no_heading(text: str) -> None:
    """CommonMark 4.2: a heading has a space after its signs, of which there are six at most."""
    assert html(text, BASE) == f"<p>{text}</p>"
    assert html("# AI #", BASE) == "<h1>AI</h1>"


def test_a_bare_url_needs_no_space_in_chinese() -> None:
    """Before it or behind it; in a word of Latin letters, and in an attribute, it is none."""
    linked = '<a href="https://example.com/a">https://example.com/a</a>'
    assert html("详见https://example.com/a。后", BASE) == f"<p>详见{linked}。后</p>"
    assert html("viewhttps://example.com/a", BASE) == "<p>viewhttps://example.com/a</p>"


def test_a_backslash_breaks_a_line() -> None:
    """CommonMark 6.7; not in code, nor where it is escaped itself."""
    assert html("a\\\nb  \nc", BASE) == "<p>a<br>\nb<br>\nc</p>"
    assert "<br>" not in html("`a\\\nb` c\\\\\nd", BASE)


@pytest.mark.parametrize(
    "text", ["a\n\n    1. code", "```\n- a\n  - b\n```", "- - -", "* * *", "a - b\n\n- c", "2025. x"]
)
def test_what_is_no_nested_list_is_left_alone(text: str) -> None:
    """Code, rules, flat lists, years."""
    assert four_spaces(text) == text


FENCED = [
    "```js title='a.js' {1,3}\n<b>x</b>\n```",
    "```js\n<b>x</b>\n`````",
    "~~~~ {.js #id}\n<b>x</b>\n~~~~",
    "  ```js\n  <b>x</b>\n  ```",
    "```\n<b>x</b>",
]


@pytest.mark.parametrize("fenced", FENCED)
def test_code_is_code_whatever_is_beside_its_fence(fenced: str) -> None:
    """File names, lines to highlight; longer below than above, indented a little, never closed."""
    assert html(f"a\n\n{fenced}", BASE) == "<p>a</p>\n<pre><code>&lt;b&gt;x&lt;/b&gt;\n</code></pre>"


@pytest.mark.parametrize(
    ("markdown", "shape"),
    [
        ("- a\n\n  more\n- b\n- c", "<ul><li><p>a</p><p>more</p></li><li><p>b</p></li><li>c</li></ul>"),
        ("- a\n  > q\n- b", "<ul><li><p>a</p><blockquote><p>q</p></blockquote></li><li><p>b</p></li></ul>"),
        ("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
        ("> ```js\n> a\n>\n>   b\n> ```\n> c", "<blockquote><pre><code>ab</code></pre><p>c</p></blockquote>"),
        ("> > ```\n> > a\n> > ```", "<blockquote><blockquote><pre><code>a</code></pre></blockquote></blockquote>"),
        ("> a\n1. b", "<blockquote><p>a</p></blockquote><ol><li>b</li></ol>"),
    ],
)
def test_lists_and_quotes_hold_what_they_hold(markdown: str, shape: str) -> None:
    """An item after a paragraph is an item; quotes in items, and lists and code in quotes, are what they are."""
    assert re.sub(r"\s+", "", html(markdown, BASE)) == shape


@pytest.mark.parametrize(
    ("markdown", "shape"),
    [
        (
            "<details>\n<summary>S</summary>\n\n**b**\n\n- x\n\n</details>\n\nafter",
            "<details><summary>S</summary><p><strong>b</strong></p><ul><li>x</li></ul></details><p>after</p>",
        ),
        ("<div>\n**a**\n</div>\n\n**b**", "<div>**a**</div><p><strong>b</strong></p>"),
        ("<div markdown='1'>\n**a**\n</div>", "<div><p><strong>a</strong></p></div>"),
        ("<div>\n\n      text\n\n</div>\n\n    code", "<div><p>text</p></div><pre><code>code</code></pre>"),
        ("<table>\n\n    <tr><td>a</td></tr>\n\n</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<pre>\na\n\n**b**\n</pre>\n**c**", "<pre>a**b**</pre><p><strong>c</strong></p>"),
        ("a\n<!-- c\n\nd -->\nb", "<p>a</p><p>b</p>"),
        ("<!-- open\n\n**b**", "<p>&lt;!--open</p><p><strong>b</strong></p>"),
        (
            "<iframe\n  src='https://p.example/1'\n/>\n\n### H",
            '<p><ahref="https://p.example/1">https://p.example/1</a></p><h3>H</h3>',
        ),
    ],
)
def test_a_block_of_html_ends_where_its_text_is_markdown_again(markdown: str, shape: str) -> None:
    """At an empty line (CommonMark 4.6); comments, scripts and ``<pre>`` at their own end."""
    assert re.sub(r"\s+", "", html(markdown, BASE)) == shape
