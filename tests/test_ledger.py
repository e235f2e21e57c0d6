"""The ledger's file: one line an entry and a feed, sorted, whole or not used."""

import json
import shutil
from datetime import datetime

import pytest

from feedpub.errors import LedgerError
from feedpub.memory import ledger
from feedpub.memory.ledger import EntryLine, FeedLine, Ledger
from tests.conftest import Publication

MOMENT = datetime.fromisoformat("2025-12-20T20:00:08+08:00")
LINE = EntryLine(
    entry="urn:x:1",
    source="a.md",
    title="标题",
    link="https://example.com/a/",
    published=MOMENT,
    updated=MOMENT,
    first_seen=MOMENT,
    hash="0" * 32,
    categories=("llm",),
)


def test_one_line_an_entry_and_a_feed_sorted(seeded: Publication) -> None:
    """Feeds by address, then entries by id, readable as they stand."""
    seeded.digest("0.md", categories="[大模型]")
    seeded.build()
    text = (seeded.site.feeds_folder / "ledger.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["feed"] for row in rows if "feed" in row] == [
        "/",
        "categories/ai-jin-zhan",
        "categories/ai-ying-yong",
        "categories/da-mo-xing",
    ]
    ids = [row["entry"] for row in rows if "entry" in row]
    assert ids == sorted(ids) == [f"tag:example.com,2025:digests/{name}.md" for name in ("0", "2025-12-20-20")]
    assert set(rows[-1]) == {
        *("entry", "source", "title", "link", "published", "updated", "first_seen", "hash", "categories"),
    }
    assert "过去4小时" in text


def test_what_is_written_is_read() -> None:
    """Byte for byte."""
    made = Ledger(entries={LINE.entry: LINE}, feeds={"/": FeedLine(feed="/", id="urn:x:f")})
    assert ledger.parse(bytes(made), "l") == made
    assert bytes(ledger.parse(bytes(made), "l")) == bytes(made)


def test_the_same_sources_and_ledger_give_the_same_bytes_elsewhere(seeded: Publication) -> None:
    """The moment of the build is in none of them."""
    seeded.build()
    first = {path.name: path.read_bytes() for path in seeded.site.feeds_folder.rglob("*") if path.is_file()}
    shutil.rmtree(seeded.site.feeds_folder)
    seeded.build()
    again = {path.name: path.read_bytes() for path in seeded.site.feeds_folder.rglob("*") if path.is_file()}
    assert first == again


GOOD = bytes(Ledger(entries={LINE.entry: LINE}, feeds={"/": FeedLine(feed="/", id="urn:x:f")}))
ENTRY = GOOD.splitlines()[1]


@pytest.mark.parametrize(
    ("data", "line", "fact"),
    [
        (GOOD[:-20], 2, "this is no line of a ledger"),
        (GOOD + b"{}\n", 3, "this is no line of a ledger"),
        (GOOD + b"<<<<<<< HEAD\n", 3, "a merge was left unfinished"),
        (GOOD + b"||||||| base\n", 3, "a merge was left unfinished"),
        (GOOD + ENTRY.replace(b"a.md", b"b.md") + b"\n", 3, "urn:x:1 stands in line 2, too, and differently"),
        (GOOD + b'{"feed":"/","id":"urn:x:other"}\n', 3, "/ stands in line 1, too, and differently"),
        (ENTRY.replace(b'"title"', b'"tilte"') + b"\n", 1, "this is no line of a ledger"),
        (b"\xff\n", 1, "this is no line of a ledger"),
        (b"\x00" * 100, 1, "this is no line of a ledger"),
        (b"[1]\n", 1, "this is no line of a ledger"),
        (GOOD.replace(b'"2025-12-20T20:00:08+08:00"', b'"yesterday"', 1), 2, "this is no line of a ledger"),
    ],
)
def test_a_damaged_ledger_is_named_with_its_line_and_left_alone(
    publication: Publication, data: bytes, line: int, fact: str
) -> None:
    """Nothing is overwritten, whatever is accepted."""
    publication.digest("a.md")
    publication.build()
    path = publication.site.feeds_folder / "ledger.jsonl"
    path.write_bytes(data)
    before = {found: found.read_bytes() for found in publication.site.feeds_folder.rglob("*") if found.is_file()}
    publication.digest("b.md")
    with pytest.raises(LedgerError) as caught:
        publication.build(accept=True)
    assert str(caught.value).startswith(f"{path}:{line}: {fact}")
    assert "take the file from a backup or from version control; nothing was written" in str(caught.value)
    assert before == {
        found: found.read_bytes() for found in publication.site.feeds_folder.rglob("*") if found.is_file()
    }


def test_a_link_that_is_none_is_no_traceback(publication: Publication) -> None:
    """Though the ledger was edited by hand, and the entry comes from it since its digest is broken."""
    publication.digest("a.md")
    publication.digest("b.md", "More")
    publication.build()
    path = publication.site.feeds_folder / "ledger.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("https://example.com/a/", "nonsense"), encoding="utf-8")
    publication.write("a.md", "---\nbroken")
    with pytest.raises(LedgerError, match=r'holds what no feed can show \(href "nonsense" is no absolute'):
        publication.build()


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_ledger_is_no_new_beginning(publication: Publication, data: bytes) -> None:
    """Something else has emptied it: nothing is published, whatever is accepted."""
    publication.digest("a.md")
    publication.build()
    path = publication.site.feeds_folder / "ledger.jsonl"
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"ledger\.jsonl: the ledger is empty; mend it, or take the file"):
        publication.build(accept=True)
    assert path.read_bytes() == data


def test_a_merge_that_doubled_a_line_does_no_harm() -> None:
    """Nor does one that left lines unsorted."""
    assert ledger.parse(GOOD + ENTRY + b"\n", "l") == ledger.parse(GOOD, "l")
    assert ledger.parse(b"\n".join(reversed(GOOD.splitlines())), "l") == ledger.parse(GOOD, "l")


def test_feeds_without_their_ledger_are_not_published_over(publication: Publication) -> None:
    """It never starts over in silence; --accept starts anew."""
    publication.digest("a.md")
    publication.build()
    (publication.site.feeds_folder / "ledger.jsonl").unlink()
    publication.digest("b.md")
    report = publication.build()
    (reason,) = report.refused
    assert "their ledger.jsonl is gone; take it from a backup" in reason
    assert (report.written, len(publication.ids())) == ((), 1)
    assert publication.build(accept=True).refused == ()
    assert len(publication.ids()) == 2
