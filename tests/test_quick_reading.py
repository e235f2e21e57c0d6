"""What is read by leaps, or no further than needed, says what a look at every line says."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedpub.config import Pages, Site, Source
from feedpub.config.offers import Feeds
from feedpub.digests import head, lists, stories
from feedpub.digests.notes import Notes
from feedpub.index import filing, opened, rows
from feedpub.index.folders import File
from feedpub.publishing.documents import Document
from feedpub.publishing.feed_list import feeds
from feedpub.publishing.output import Output
from feedpub.text import ILLEGAL, is_legal
from tests.conftest import Publication

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


def test_what_xml_can_hold_is_told_at_once() -> None:
    """As a search for what it cannot hold tells, of every character."""
    everything = map(chr, range(sys.maxunicode + 1))
    assert [letter for letter in everything if is_legal(letter) == bool(ILLEGAL.search(letter))] == []


TEXTS = st.sampled_from(
    ["a", "AI 进展", "“a”  b", "null", "2025", "12:30", "a, b", "a，b", "a: b", "#", "~", " ", "'", '"']
)
VALUES = st.one_of(
    TEXTS,
    TEXTS.map(lambda text: f'"{text}"'),
    st.sampled_from(["2025-12-20T20:00:08+08:00", "2025-12-20 20:00:08Z", "2025-02-30T20:00:08Z", "2025-12-20", ""]),
    st.lists(TEXTS, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.lists(TEXTS, max_size=3).map(lambda items: "".join(f"\n- {item}" for item in items)),
)
USUAL = st.fixed_dictionaries(
    {"title": TEXTS | VALUES, "date": st.just("2025-12-20T20:00:08+08:00") | VALUES, "categories": VALUES}
)
OTHERS = st.sampled_from(
    ["Title", "tags", "author", "description", "cover", "draft", "published", "lastmod", "id", "slug", "url", "lang"]
)
HEADS = st.builds(lambda usual, others: usual | others, USUAL, st.dictionaries(OTHERS, VALUES, max_size=2))


@settings(max_examples=1000, deadline=None)
@given(
    HEADS,
    st.sampled_from(["a.md", "en/b.c.md", "2025-12-20-c.md", "_drafts/d.md", "fr/e", "zh-TW/2025/f.md"]),
    st.sampled_from(["", "\ufeff", "\n"]),
    st.booleans(),
)
def test_what_the_first_lines_say_is_what_the_file_says(
    keys: dict[str, str], path: str, before: str, named: bool
) -> None:
    """The row of a digest but for the slugs of its categories, for all front matter that is understood so."""
    source = Source(dates_from_names=named, languages=("en", "zh"))
    site = Site(title="t", url="https://e.example/", tag="e.example,2025", source=source)
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    data, file = f"{before}---\n{lines}---\nBody".encode(), File(path, path)
    short = filing.from_opening(data, file, site)
    if short is not None:
        notes = Notes(path)
        found = head.read(data, path, site, notes, hashed=False)
        assert short[:-1] == rows.of_head(file, found, None, rows.packed(notes.findings))[:-1]


def test_what_most_people_write_needs_no_more_than_its_first_lines() -> None:
    """Title, date and categories, and what no feed needs to know before it shows the digest."""
    site = Site(title="t", url="https://e.example/", tag="e.example,2025")
    text = '---\ntitle: "a"\ndate: 2025-12-20T20:00:08+08:00\ncategories: ["b", "c"]\ntags: [d]\nauthor: e\n---\n'
    assert filing.from_opening(text.encode(), File("a.md", "a.md"), site)


def _published(publication: Publication) -> tuple[dict[Path, bytes], list[str]]:
    report = publication.build()
    files = (path for path in publication.site.feeds_folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files}, [str(finding) for finding in report.findings]


@pytest.mark.parametrize(
    ("body", "rule"), [(b"caf\xe9", "digest-not-utf-8"), (b"x" * 10_000_001, "digest-too-large")], ids=["byte", "size"]
)
def test_a_body_that_cannot_be_read_costs_its_digest_alone(publication: Publication, body: bytes, rule: str) -> None:
    """The first lines promise a digest that is none; the entry that it would have pushed out stays in the feed."""
    publication.configure(feeds=Feeds(also=(), limit=2))
    for day in (1, 2, 3):
        publication.digest(f"{day}.md", date=f"2025-12-0{day}T08:00:00+08:00")
    publication.write("4.md", b"---\ntitle: d\ndate: 2025-12-04T08:00:00+08:00\n---\n" + body)
    first = _published(publication)
    assert len(publication.ids()) == 2
    assert rule in first[1][0]
    assert len(first[1]) == 1
    shutil.rmtree(publication.root / ".feedpub")
    assert _published(publication) == first
    shutil.rmtree(publication.root / ".feedpub")
    shutil.rmtree(publication.site.feeds_folder)
    assert _published(publication) == first


BAD = b"caf\xe9"


@pytest.fixture
def long(publication: Publication) -> Publication:
    """Six digests of which a page shows the newest two, and tells how many there are."""
    publication.configure(feeds=Feeds(also=(), limit=2), pages=Pages())
    for day in range(1, 7):
        publication.digest(f"{day}.md", date=f"2025-12-0{day}T08:00:00+08:00", categories="[AI]")
    return publication


def _break(publication: Publication, day: int) -> None:
    head = f"---\ntitle: b\ndate: 2025-12-0{day}T08:00:00+08:00\ncategories: [AI]\n---\n"
    publication.write(f"{day}.md", head.encode() + BAD)


def _with_and_without_index(publication: Publication) -> list[str]:
    """The findings, which have to be the same, as all files have, with and without what is known of old digests."""
    known = _published(publication)
    shutil.rmtree(publication.root / ".feedpub")
    assert _published(publication) == known
    return [finding.split(": ")[2].split(" (")[0] for finding in known[1]]


def test_an_old_body_that_cannot_be_read_changes_nothing_until_it_is_shown(long: Publication) -> None:
    """Whether anybody has read it or not: broken before the first build, mended, shown, and pushed out again."""
    _break(long, 1)
    assert _with_and_without_index(long) == []
    _break(long, 6)
    assert len(_with_and_without_index(long)) == 2
    _break(long, 2)
    assert len(_with_and_without_index(long)) == 3
    long.digest("6.md", date="2025-12-06T08:00:00+08:00", categories="[AI]")
    assert _with_and_without_index(long) == []
    for day in (5, 6):
        _break(long, day)
    assert len(_with_and_without_index(long)) == 4
    for day in (7, 8):
        long.digest(f"{day}.md", date=f"2025-12-0{day}T08:00:00+08:00", categories="[AI]")
    _with_and_without_index(long)


def test_feeds_are_listed_as_they_are_built(long: Publication) -> None:
    """What cannot be read is no entry, before the first build and after it."""
    head = "---\ntitle: b\ndate: 2025-12-07T08:00:00+08:00\ncategories: [AI, Only here]\n---\n"
    long.write("7.md", head.encode() + BAD)
    before = feeds(long.site)
    long.build()
    assert feeds(long.site) == before
    assert {one.title: one.entries for one in before} == {"News": 2, "News · AI": 2}


def test_a_file_that_others_write_to_while_feeds_are_written_is_put_right_next_time(tmp_path: Path) -> None:
    """It does not count as what this build has left there."""
    site = Site(title="t", url="https://e.example/", tag="e.example,2025", root=tmp_path)
    (tmp_path / ".feedpub").mkdir()
    first = Document(path="a.xml", key=b"1", data=lambda: [b"a"])

    def meanwhile() -> list[bytes]:
        (site.feeds_folder / "a.xml").write_bytes(b"other")
        return [b"b"]

    second = Document(path="b.xml", key=b"1", data=meanwhile)
    for document in (first, second, first):
        with opened(site, keep=True) as index, Output(site.feeds_folder, index, dry=False) as output:
            output.put(first)
            if document is second:
                output.put(second)
    assert (site.feeds_folder / "a.xml").read_bytes() == b"a"


def test_a_published_digest_whose_body_breaks_stays_published(publication: Publication) -> None:
    """What subscribers have seen is not withdrawn because a file was cut in the middle of a letter."""
    for day in (1, 2, 3):
        publication.digest(f"{day}.md", date=f"2025-12-0{day}T08:00:00+08:00")
    publication.build()
    ids = publication.ids()
    path = publication.site.source_folder / "2.md"
    path.write_bytes(path.read_bytes() + "甲".encode()[:2])
    report = publication.build()
    assert [finding.rule for finding in report.findings] == ["digest-not-utf-8"]
    assert publication.ids() == ids
