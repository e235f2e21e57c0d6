"""Every message about a digest has place, fact and repair; the code says which there are, and each is brought about."""

import ast
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import feedpub
from feedpub.config.offers import Feeds
from feedpub.findings import Finding
from tests.conftest import ROOT, Publication, a_publication

DATE = "date: 2025-12-20T20:00:08+08:00\n"
GOOD = f"---\ntitle: t\n{DATE}---\n"

Case = tuple[Callable[[Publication], None], str, int | None, str, str]


def _dated(date: str) -> str:
    return f"---\ntitle: t\ndate: {date}\n---\n"


# What is written → the rule that speaks, its line, and words of its fact and its repair.
MESSAGES: list[tuple[str | bytes, str, int, str, str]] = [
    ("", "digest-empty", 1, "the file is empty", "write the digest"),
    (b"---\ntitle: \xe9\n---\n", "digest-not-utf-8", 2, "byte 0xE9 is not UTF-8", "save the file as UTF-8"),
    (GOOD + "\x0b", "illegal-character", 5, "the character U+000B cannot stand", "remove it"),
    (GOOD + "a\n&#1;", "illegal-character", 6, "the character &#1; cannot stand", "remove it"),
    ("---\ntitle: t\n---\n", "date-missing", 1, "there is no date", "add a line like date: 2025-"),
    (_dated("2025-12-20 20:00 CST"), "date-unclear", 3, "names its zone CST", "+08:00 for China"),
    (_dated("2025-12-20 20:00 A/B"), "date-unclear", 3, "names the unknown zone A/B", "like +08:00"),
    (_dated("2025-12-20 20:00 +2500"), "date-unclear", 3, "the offset +2500, which no place", "like +08:00"),
    (_dated("2025-13-20"), "date-unclear", 3, "does not exist", "write a day and time of the calendar"),
    (_dated("Fri, 20 Dec 2025"), "date-unclear", 3, "contradicts itself", "correct the day or the week day"),
    (_dated("1766232008"), "date-unclear", 3, "looks like Unix time", "write 2025-12-20T12:00:08Z"),
    (_dated("20/12/2025"), "date-unclear", 3, "may have the day first", "write 2025-12-20"),
    (_dated("0001-01-01T00:00:00Z"), "date-unclear", 3, "looks like a placeholder", "write when it was published"),
    (_dated("soon"), "date-unclear", 3, 'date "soon" is not understood', "write it like 2025-"),
    (_dated("2025-11-02 01:30 America/New_York"), "date-at-clock-change", 3, "happens twice", "write its offset"),
    (_dated("2025-03-09 02:30 America/New_York"), "date-at-clock-change", 3, "does not exist", "write its offset"),
    (
        f"---\ntitle: t\n{DATE}lastmod: 2025-01-01\n---\n",
        "updated-before-published",
        4,
        "is before the date",
        "correct",
    ),
    (f"---\ntitle: t\n{DATE}lastmod: 2199-01-01\n---\n", "updated-in-future", 1, "is still to come", "correct it"),
    (f"---\ntitle: 2025.12.21 t\n{DATE}---\n", "date-contradicts-title", 3, 'the title says "2025.12.21"', "correct"),
    (GOOD + "1. [a](https://x.example/2025/12/25/)", "story-newer-than-digest", 5, "after the digest of", "correct"),
    (
        "---\ntitle: 过去4小时\ndate: 2025-12-20T20:00:08Z\n---\n1. [a](https://x.com/dotey/status/2002287782543179996)",
        "stories-too-old",
        3,
        'the title says "过去4小时"',
        "write 2025-12-20T20:00:08+08:00",
    ),
    (f"---\n{DATE}---\n# Head\n", "title-missing", 4, 'the first heading is taken: "Head"', 'add title: "Head"'),
    (f"---\n{DATE}---\nText\n", "title-missing", 1, 'the file\'s name is shown: "bad"', "add a line title: …"),
    (f"---\ntitle: a #1\n{DATE}---\n", "text-cut", 2, 'title is read as "a"', "quote the title"),
    (f"---\ntitle: t\n{DATE}lang: zh_CN\n---\n", "language-unknown", 4, 'lang "zh_CN" is no', 'write "zh-CN"'),
    (f"---\ntitle: t\n{DATE}url: 'javascript:x'\n---\n", "url-broken", 4, "leads nowhere", "write a path like"),
    (f"---\ntitle: t\n{DATE}tags:\n- a: b\n---\n", "category-unclear", 1, "has a colon", 'quote it: "name: more"'),
    (GOOD + "{{< x >}}", "shortcode-unknown", 5, "the shortcode x is not known", "as Markdown"),
    (GOOD + "#1 First", "story-not-understood", 5, '"#1 First" looks like', "write it like: 1. [Title"),
    (GOOD + "1. Story\n2.", "story-empty", 6, "story 2 says nothing", "write it, or remove its number"),
    (GOOD + "```", "code-not-closed", 5, "is never closed", "write ``` on a line of its own"),
    (f"---\n{DATE}title: C++: x\n---\n", "front-matter-broken", 3, "is no YAML without quotes", 'title: "C++: x"'),
    (f"---\n{DATE}tags:\n\t- a\n---\n", "front-matter-broken", 4, "indented by a tab", "indent it by spaces"),
    (f"---\n{DATE}tags: [a\n---\n", "front-matter-broken", 3, "is no YAML", "quote the tags"),
    ("---\na: 1\n  b: 1\n---\n", "front-matter-broken", 3, "is no YAML (", "mend that line"),
    (f"---\n{DATE}", "front-matter-broken", 1, "opened by --- but never closed", "put --- on a line of its own"),
    ("+++\na = 1", "front-matter-broken", 1, "opened by +++ but never closed", "put +++ on a line of its own"),
    ("---\n- a\n---\n", "front-matter-broken", 1, "holds no keys", "write lines like title: …"),
    ("---\na: 1\na: 2\n---\n", "front-matter-broken", 3, "a stands twice", "keep one of them"),
    ("---\na: &a [*a]\n---\n", "front-matter-broken", 2, "too large or too deep", "plain keys and lists"),
    ("---\n" + "[" * 99 + "\n---\n", "front-matter-broken", 1, "nested too deeply", "plain keys and lists"),
    ("---\na: 1\nb: \x7f\n---\n", "front-matter-broken", 3, "the character U+007F cannot stand in YAML", "remove it"),
    ("+++\na = \n+++\n", "front-matter-broken", 2, "is no TOML", "mend that line"),
    (f"+++\na = {'[' * 40}{']' * 40}\n+++\n", "front-matter-broken", 1, "nested too deeply", "plain keys and lists"),
    ('{"a": }\n', "front-matter-broken", 1, "is no JSON", "mend that line"),
    ('{"a": 1, "a": 2}\n', "front-matter-broken", 1, "a stands twice", "keep one of them"),
    ('{"a": ' + "[" * 9999, "front-matter-broken", 1, "nested too deeply", "plain keys and lists"),
    (b"x" * 10_000_001, "digest-too-large", 1, "10,000,001 bytes", "split it"),
]


def _copied(publication: Publication) -> None:
    publication.digest("a.md", "Same.", title="t")
    publication.digest("bad.md", "Same.", title="t")


def _same_id(publication: Publication) -> None:
    publication.digest("a.md", id="urn:x:1")
    publication.digest("bad.md", "Other.", id="urn:x:1")


def _same_address(publication: Publication) -> None:
    publication.digest("a.md", url="/x/")
    publication.digest("bad.md", "Other.", url="/x/")


def _clash(publication: Publication) -> None:
    publication.digest("a.md", categories="[AI/ML]", date="2025-12-01")
    publication.digest("bad.md", categories="[ai ml]")


def _leaves(publication: Publication) -> None:
    (publication.root / "out.md").write_text("x", encoding="utf-8")
    (publication.site.source_folder / "bad.md").symlink_to(publication.root / "out.md")


def _nowhere(publication: Publication) -> None:
    (publication.site.source_folder / "bad.md").symlink_to(publication.root / "nothing")


def _misnamed(publication: Publication) -> None:
    folder = publication.site.source_folder / os.fsdecode(b"\xff")
    folder.mkdir()
    (folder / "bad.md").write_text(GOOD, encoding="utf-8")


def _naive(publication: Publication) -> None:
    publication.configure(timezone=None)
    publication.digest("bad.md", date="2025-12-20")


def _hinted(publication: Publication) -> None:
    publication.digest("2025-12-20/bad.md", date="")


WORLDS: list[Case] = [
    (_copied, "digest-copied", 1, "is a copy of", "remove one of them"),
    (_same_id, "id-not-unique", 1, "has the id of", "remove its id"),
    (_same_address, "permalink-not-unique", 1, "has the address of", "add {path} or {day}"),
    (_clash, "categories-clash", 4, 'both become "ai-ml"', "add aliases ="),
    (_leaves, "link-not-followed", None, "leaves the source folder", "copy the file here"),
    (_nowhere, "link-not-followed", None, "leads nowhere", "remove it"),
    (_misnamed, "file-name-not-utf-8", None, "is not UTF-8", "rename it"),
    (_naive, "date-unclear", 3, "has no timezone", "set site.timezone"),
    (_hinted, "date-missing", 1, "there is no date", "source.dates_from_names = true"),
]

# tests/test_bad_input.py brings it about: it takes a user who may not read.
ELSEWHERE = {"digest-unreadable"}
# What these rooms say is about feeds.
NOT_OF_DIGESTS = {"offering.py", "sizes.py"}


def _written(text: str | bytes) -> Callable[[Publication], None]:
    def write(publication: Publication) -> None:
        publication.write("bad.md", text)

    return write


CASES = [
    *((_written(text), rule, line, fact, repair) for text, rule, line, fact, repair in MESSAGES),
    *WORLDS,
]
NAMES = [f"{index}-{case[1]}" for index, case in enumerate(CASES)]


def _findings(publication: Publication, bring_about: Callable[[Publication], None]) -> tuple[Finding, ...]:
    publication.digest("good.md", "Good.")
    bring_about(publication)
    return publication.build().findings


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_message_has_place_fact_and_repair(publication: Publication, case: Case) -> None:
    """The file, the line, what is wrong and what to write, on one line; no blame, no full stop."""
    bring_about, rule, line, fact, repair = case
    found = [finding for finding in _findings(publication, bring_about) if finding.rule == rule]
    (finding,) = found
    assert Path(finding.file).name == "bad.md"
    assert finding.line == line
    assert fact in finding.message
    assert repair in finding.repair
    for text in (finding.message, finding.repair):
        assert "\n" not in text
        assert not text[0].isupper()
        assert not text.endswith(".")


def test_the_other_digests_are_published_in_any_case(publication: Publication) -> None:
    """All that can be wrong at once costs the good digest nothing."""
    for index, (text, *_) in enumerate(MESSAGES):
        publication.write(f"bad-{index}.md", text)
    publication.digest("good.md", "Good.")
    publication.configure(feeds=Feeds(limit=len(MESSAGES)))
    publication.build()
    assert "Digest good.md" in [item["title"] for item in publication.json()["items"]]
    found = feedpub.check([publication.site.feeds_folder], publication.site)
    assert [finding for finding in found if finding.severity != "info"] == []


MAKERS = {"Contradiction", "DateError", "Doubt", "Finding", "FrontMatterError", "_note", "_unread", "refuse"}


def _makers() -> Iterator[tuple[str, ast.Call]]:
    """Where the code makes a message about a digest."""
    rooms = ("composition", "digests", "memory", "publishing", "stories")
    paths = sorted(path for room in rooms for path in (ROOT / "feedpub" / room).glob("*.py"))
    for path in (path for path in paths if path.name not in NOT_OF_DIGESTS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                is_note = name == "add" and getattr(getattr(node.func, "value", None), "id", "") == "notes"
                is_copy = any(keyword.arg is None for keyword in node.keywords)
                if (is_note or name in MAKERS) and not is_copy:
                    yield str(path), node


def _is_elsewhere(call: ast.Call) -> bool:
    return any(isinstance(value, ast.Constant) and value.value in ELSEWHERE for value in call.args)


@contextmanager
def _tracing() -> Iterator[set[tuple[str, int]]]:
    """The lines of feedpub that run meanwhile."""
    seen: set[tuple[str, int]] = set()

    def each(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return each

    def begin(frame: FrameType, _: str, __: Any) -> Any:
        return each if frame.f_code.co_filename in files else None

    files = {path for path, _ in _makers()}
    before = sys.gettrace()
    sys.settrace(begin)
    try:
        yield seen
    finally:
        sys.settrace(before)


def test_no_message_of_the_code_is_missing_here(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each place in the code where one is made is reached by an example above."""
    with _tracing() as seen:
        for bring_about, *_ in CASES:
            _findings(a_publication(tmp_path_factory.mktemp("publication")), bring_about)
    unreached = [
        f"{path}:{call.lineno}"
        for path, call in _makers()
        if not _is_elsewhere(call) and not any((path, line) in seen for line in _lines(call))
    ]
    assert unreached == []


def _lines(call: ast.Call) -> range:
    return range(call.lineno, (call.end_lineno or call.lineno) + 1)
