"""Numbered stories as people write them: found, counted, numbered as in the source."""

import re

import pytest

from feedpub.digests.stories import Prose, Story, parts
from feedpub.rendering import render
from tests.conftest import Publication

LINK = "https://example.com/a"


def _stories(body: str) -> list[Story]:
    return [part for part in parts(body, {})[0] if isinstance(part, Story)]


@pytest.mark.parametrize(
    "marker",
    [
        "1. ",
        "1) ",
        "1、",
        "１．",
        "1.  ",
        "(1) ",
        "（1）",
        "① ",
        "1️⃣ ",
        "### 1. ",
        "## 1、",
        "### （1）",
        "## ① ",
        "  1. ",
        "1.",
    ],
)
@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_every_marker_and_indentation(marker: str, indent: str) -> None:
    """Headline, source, link and a summary of two paragraphs."""
    (story,) = _stories(f"{marker}[Title - Source]({LINK})\n\n{indent}First.\n\n{indent}Second.")
    assert (story.number, story.headline, story.source, story.link) == (1, "Title", "Source", LINK)
    assert story.summary.split() == ["First.", "Second."]


@pytest.mark.parametrize(
    ("first", "headline", "source", "link"),
    [
        (f"[A - B - C]({LINK})", "A - B", "C", LINK),
        (f"[A — B]({LINK})", "A", "B", LINK),
        (f"[A｜B]({LINK})", "A", "B", LINK),
        (f"[GPT-5 来了]({LINK})", "GPT-5 来了", None, LINK),
        (f"[A - clem 🤗 (RT NVIDIAAIDev)]({LINK})", "A", "clem 🤗 (RT NVIDIAAIDev)", LINK),
        (f"[A - via Name]({LINK})", "A", "via Name", LINK),
        (f"[A]({LINK}) - B", "A", "B", LINK),
        (f"[A]({LINK})（来源：B）", "A", "B", LINK),
        (f"[A - Source: B]({LINK})", "A", "B", LINK),
        (f"[A]({LINK}) (Source: Resource: B)", "A", "Resource: B", LINK),
        (f"A title\n   {LINK}\n   Text.", "A title", None, LINK),
        (f"A sentence.\n   <{LINK}>", "A sentence.", None, LINK),
        (f"Some words, and\n   {LINK}\n   Text.", "Some words, and", None, LINK),
        (f"See\n   {LINK} of old. Text.", f"See {LINK} of old.", None, LINK),
        (f"[A - B]({LINK}) Text.", "A", "B", LINK),
        (f"[A]({LINK})（B）", "A", "B", LINK),
        (f"**[A - B]({LINK})**", "A", "B", LINK),
        (f"[A [b] c]({LINK})", "A [b] c", None, LINK),
        (f'[A]({LINK} "hint")', "A", None, LINK),
        ("[A](https://example.com/x_(y))", "A", None, "https://example.com/x_(y)"),
        ("[A](<https://example.com/x y>)", "A", None, "https://example.com/x y"),
        (f"**A - B**: text [here]({LINK})", "A", "B", LINK),
        ("**标题**：正文", "标题", None, None),
        ("第一句。第二句。", "第一句。", None, None),
        (f"First sentence. See {LINK}.", "First sentence.", None, LINK),
        (f"[OpenAI]({LINK}) releases it. More.", f"[OpenAI]({LINK}) releases it.", None, LINK),
        ("**Bold** starts the sentence. More.", "**Bold** starts the sentence.", None, None),
    ],
)
def test_headlines_sources_and_links(first: str, headline: str, source: str | None, link: str | None) -> None:
    """The leading link, else the bold lead, else the first sentence; a link in the text serves."""
    (story,) = _stories(f"1. {first}")
    assert (story.headline, story.source, story.link) == (headline, source, link)


def test_a_line_of_its_own_is_a_headline() -> None:
    """With text below it; a sentence is none."""
    title, sentence = _stories(f"1、飞机 - 航空\n\n飞机飞了，[原文]({LINK})。\n\n2、飞机飞了。\n\n更多。")
    assert (title.headline, title.source, title.link, title.lead) == ("飞机", "航空", LINK, "title")
    assert (sentence.lead, sentence.headline) == ("sentence", "飞机飞了。")
    assert "更多" in sentence.summary


@pytest.mark.parametrize(
    ("below", "is_apart"),
    [
        ("- a\n   - b", True),
        ("* a", True),
        ("1. a", True),
        ("> a", True),
        ("```\n   a\n   ```", True),
        ("| a | b |\n   |---|---|\n   | c | d |", True),
        ("<details>a</details>", True),
        ("and a line", False),
        ("2025. It was", False),
        ("-5 degrees", False),
    ],
)
def test_what_begins_right_below_a_line_is_no_part_of_it(below: str, is_apart: bool) -> None:
    """A list, a quote, code, a table: the line above is a headline, or a sentence of its own."""
    (title,) = _stories(f"1. Two words - Source\n   {below}\n")
    (sentence,) = _stories(f"1. Two words:\n   {below}\n")
    if is_apart:
        assert (title.headline, title.source, title.lead) == ("Two words", "Source", "title")
        assert (sentence.headline, sentence.lead) == ("Two words:", "sentence")
        assert below.splitlines()[0] in title.summary
    else:
        assert title.lead == "sentence"
        assert title.headline.startswith(f"Two words - Source {below[:3]}")


@pytest.mark.parametrize("mark", ["  ", "\\"])
def test_a_line_that_is_broken_off_is_a_headline(mark: str) -> None:
    """A sentence stays one, and keeps its break."""
    title, sentence = _stories(f"1. Title - Source{mark}\n   Text.\n2. A sentence.{mark}\n   Another.")
    assert (title.headline, title.source, title.summary) == ("Title", "Source", "Text.")
    assert (sentence.headline, sentence.summary) == ("A sentence.", "A sentence.  \nAnother.")


@pytest.mark.parametrize(("text", "headline"), [("- a\n   - b", "a"), ("> a\n   > b", "a"), ("# A", "A")])
def test_a_story_that_begins_with_a_mark_is_called_by_its_words(text: str, headline: str) -> None:
    """A list, a quote or a heading in the place of a sentence."""
    (story,) = _stories(f"1. {text}")
    assert (story.headline, story.lead) == (headline, "sentence")


def test_a_headline_may_hold_a_link_that_ends_in_a_number() -> None:
    """``/1)`` and a space begin no list."""
    found = _stories("1. [OpenAI](https://openai.com/1) releases it. More.\n2. See [it](https://x.com/2) now.\n3. 4. x")
    assert [render.headline(story, LINK) for story in found] == ["OpenAI releases it.", "See it now.", "4."]


def test_a_headline_needs_no_definitions() -> None:
    """It is shown by itself, too; what is no link stays."""
    text = "1. See [One][a], [Two] and [three] of [A](https://x.com/?a=1&amp;b=2&copy=3). More."
    (story,) = [part for part in parts(text, {"a": LINK, "two": LINK})[0] if isinstance(part, Story)]
    assert render.headline(story, LINK) == "See One, Two and [three] of A."
    assert "[One][a]" in story.summary
    assert _stories("1. [A](https://x.com/?a=1&amp;b=2&copy=3)")[0].link == "https://x.com/?a=1&b=2&copy=3"


def test_references_are_links() -> None:
    """Defined anywhere in the digest."""
    (story,) = [part for part in parts("1. [A - B][ref]", {"ref": LINK})[0] if isinstance(part, Story)]
    assert (story.headline, story.source, story.link) == ("A", "B", LINK)


def test_heading_stories_without_numbers_are_counted() -> None:
    """``## [Title](url)``, as newsletters have them."""
    body = f"## [A]({LINK})\n\nText.\n\n## [B]({LINK})\n\n### More\n\nText."
    assert [(s.number, s.headline) for s in _stories(body)] == [(1, "A"), (2, "B")]
    assert "### More" in _stories(body)[1].summary


def test_lists_under_headings_keep_their_numbers() -> None:
    """Going on, or starting anew; anchors stay unique."""
    body = f"### 研究\n\n1. [A]({LINK})\n2. [B]({LINK})\n\n### 产品\n\n1. [C]({LINK})\n\n### 其他\n\n7. [D]({LINK})"
    found = _stories(body)
    assert [(s.number, s.anchor) for s in found] == [(1, "story-1"), (2, "story-2"), (1, "story-1-2"), (7, "story-7")]
    assert [p.text for p in parts(body, {})[0] if isinstance(p, Prose)] == ["### 研究", "### 产品", "### 其他"]
    assert {s.level for s in found} == {4}


@pytest.mark.parametrize("above", ["### 研究", "---", "```\n1. code\n```", "```a``` and ```b```\n", "Text.\n"])
def test_a_list_goes_on_right_below_what_is_no_paragraph(above: str) -> None:
    """A heading, a rule, a block of code; a line that begins with code is no block of it."""
    assert [s.number for s in _stories(f"{above}\n6. [A]({LINK})\n7. [B]({LINK})")] == [6, 7]


def test_numbers_beyond_nine() -> None:
    """However they are written."""
    assert [s.number for s in _stories("⑳ a\n🔟 b\n1️⃣2️⃣ c\n（13） d\n14) e")] == [20, 10, 12, 13, 14]


def test_a_heading_may_be_bold() -> None:
    """Number and all."""
    assert [(s.number, s.headline) for s in _stories("### **1. A**\n\nx\n\n### 2. **B**\n\ny")] == [
        (1, "**A**"),
        (2, "**B**"),
    ]


def test_a_list_of_ones_is_numbered_by_position() -> None:
    """As CommonMark does; written gaps are kept."""
    assert [s.number for s in _stories("1. a\n1. b\n1. c")] == [1, 2, 3]
    assert [s.number for s in _stories("1. a\n2. b\n4. c")] == [1, 2, 4]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n   "])
def test_a_chinese_outline_belongs_to_its_story(publication: Publication, gap: str) -> None:
    """（1） is below 1、 and ① below both, each on a line of its own; it may begin anew; the next 2、 is a story."""
    publication.digest("a.md", f"1、标题{gap}（1）甲{gap}① 乙{gap}② 丙{gap}（1）丁\n\n2、句子。{gap}（1）戊\n（3）己")
    assert publication.build().findings == ()
    shown = publication.item()["content_html"]
    assert re.findall(r'id="story-(\d)">', shown) == ["1", "2", "3"]
    first = shown.partition('id="story-2"')[0]
    assert re.sub(r"<br>|</?p>|</?h3[^>]*>|</p>\n<p>", "", first).split()[1:7] == [
        "标题",
        "（1）甲",
        "①",
        "乙",
        "②",
        "丙",
    ]
    assert "③" not in first
    assert "（1）丁" in first


def test_signs_alone_number_stories() -> None:
    """As long as none stands above them; so do those that go on where no outline does."""
    assert [s.number for s in _stories("（1）a\n\n（2）b")] == [1, 2]
    assert [s.number for s in _stories("① a\n② b\n③ c")] == [1, 2, 3]
    assert [s.number for s in _stories("1. a\n（2）b\n③ c")] == [1, 2, 3]


def test_numbers_may_begin_at_nought() -> None:
    """As written, or by position."""
    for body in ("0. a\n1. b\n2. c", "0. a\n0. b\n0. c"):
        assert [(s.number, s.anchor) for s in _stories(body)] == [(0, "story-0"), (1, "story-1"), (2, "story-2")]
    assert [s.number for s in _stories("## 0. A\n\nx\n\n## 1. B\n\ny")] == [0, 1]


def test_text_that_is_not_indented_still_belongs_to_its_story() -> None:
    """Up to the next number, a heading or a rule."""
    body = "1. **A**：x\n\nSecond paragraph.\n\n2. **B**：y\nlazy\n\nAfter.\n\n---\n\nThe end."
    first, second = _stories(body)
    assert "Second paragraph." in first.summary
    assert "lazy" in second.summary
    assert [p.text for p in parts(body, {})[0] if isinstance(p, Prose)][-1].endswith("The end.")


def test_prose_after_an_indented_story_is_prose() -> None:
    """A farewell is no part of the last story."""
    body = f"1. [A]({LINK})\n\n   Summary.\n\nThanks for reading."
    assert [type(part) for part in parts(body, {})[0]] == [Story, Prose]


@pytest.mark.parametrize(
    "body",
    [
        "It happened in\n2025. It was a good year.",
        "```\n1. code\n```",
        "~~~\n1. code\n```\n2. code\n~~~",
        "2025. A year",
        "Version 1.2 is out",
        "3.5 倍",
        "12:30 lunch",
        f"- 10 [themes]({LINK})\n- 222+ [people]({LINK})",
    ],
)
def test_what_is_no_story(body: str) -> None:
    """Years, decimals, times, code."""
    found, doubts = parts(body, {})
    assert [type(part) for part in found] == [Prose]
    assert doubts == ()


def test_nested_lists_and_code_belong_to_their_story() -> None:
    """They are no stories of their own."""
    body = f"1. [A]({LINK})\n\n   1. sub\n   2. sub\n\n   ```\n2. code\n   ```\n\n2. [B]({LINK})"
    assert [s.number for s in _stories(body)] == [1, 2]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"1. [A]({LINK})\n\n1: B", 3),
        (f"1. [A]({LINK})\n\n   2. [B]({LINK})", 3),
        ("#1 First\n\ntext", 1),
        ("No. 1 First", 1),
        ("1.Title without a space", 1),
        ("1\\. Title from an exporter", 1),
        (f"- 1. [A]({LINK})", 1),
        (f"[1] [A]({LINK})", 1),
        (f"一、[A]({LINK})", 1),
        ("Some words\n3. [B](https://example.com)", 2),
    ],
)
def test_what_looks_like_a_story_and_is_not_understood_is_told(publication: Publication, body: str, line: int) -> None:
    """With its line; nothing is lost in silence, and nothing is left out."""
    publication.digest("a.md", body)
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("story-not-understood", "warning", line + 5)
    ((doubt,),) = parts(body, {})[1:]
    assert doubt.line == line
    assert doubt.fact.startswith(f'"{body.splitlines()[line - 1].strip()}" looks like a numbered story')


def test_a_story_that_says_nothing_is_left_out_and_told(publication: Publication) -> None:
    """Its number is gone, not given to another; text below a number alone is a story."""
    publication.digest("a.md", "1. A story.\n2.\n3. Another.\n4.\n\n   Below its number.")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("story-empty", "warning", 7)
    assert re.findall(r">(\d)\.", publication.item()["content_html"]) == ["1", "3", "4"]


def test_marks_of_footnotes_are_no_part_of_headlines(publication: Publication) -> None:
    """They are shown below, with their notes; in a sentence they stay where they are."""
    publication.digest(
        "a.md", f"1. [A[^1] - B]({LINK})\n\n   Text.\n2. Sentence[^2]. More.\n\n[^1]: One note.\n[^2]: Two notes."
    )
    publication.build()
    first, second = _stories(f"1. [A[^1] - B]({LINK})\n\n   Text.\n2. Sentence[^2]. More.")
    assert (first.headline, first.source, first.summary) == ("A", "B", "[^1]\n\nText.")
    assert (second.headline, second.summary) == ("Sentence.", "Sentence[^2]. More.")
    shown = publication.item()["content_html"]
    assert shown.index("One note.") < shown.index("Sentence<sup") < shown.index("Two notes.")
    assert "[^" not in shown


@pytest.mark.parametrize("fence", ["```", "~~~py"])
def test_a_story_may_begin_with_code(publication: Publication, fence: str) -> None:
    """Which ends where it is closed, or is told in the line where it begins."""
    publication.digest("a.md", f"1. {fence}\n   2. code\n   {fence[:3]}\n\n   Text.\n2. ```a``` and\n3. B")
    assert publication.build().findings == ()
    shown = publication.item()["content_html"]
    assert re.findall(r'id="story-(\d)">', shown) == ["1", "2", "3"]
    assert "<pre><code>2. code\n</code></pre>\n<p>Text.</p>" in shown
    publication.digest("a.md", f"1. A\n2. {fence}\n3. B")
    assert [(one.rule, one.line) for one in publication.build().findings] == [("code-not-closed", 7)]


def test_code_that_is_never_closed_is_told(publication: Publication) -> None:
    """Since it takes all stories below it for code; of two blocks, the line is the open one's."""
    publication.digest("a.md", "1. a\n\n```\ncode\n```\n\n~~~~js\ncode\n\n2. b\n3. c")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("code-not-closed", "warning", 12)
    assert finding.repair == "write ~~~~ on a line of its own below it"


def test_the_entry_has_the_numbers_of_the_source(publication: Publication) -> None:
    """Whatever they are, as text that no reader strips."""
    publication.digest("a.md", f"5. [A - S]({LINK})\n\n   x\n\n7、**B**：y\n\n8. One sentence only.")
    content = publication.item()["content_html"]
    assert re.findall(r'id="story-\d+">(\d+)\. ', content) == ["5", "7", "8"]
    assert '<p id="story-8">8. One sentence only.</p>' in content


def test_a_digest_without_stories_is_a_good_entry(publication: Publication) -> None:
    """Its summary is the beginning of its text."""
    publication.digest("a.md", "# Head\n\n" + "word " * 100)
    item = publication.item()
    assert item["summary"].startswith("Head word word")
    assert item["summary"].endswith("…")
    assert len(item["summary"]) <= 280


def test_an_article_with_a_list_in_it_is_summed_up_by_its_text(publication: Publication) -> None:
    """Steps are no headlines."""
    publication.digest("a.md", "A long story about many things and their causes.\n\n1. do\n2. go")
    assert publication.item()["summary"].startswith("A long story")
