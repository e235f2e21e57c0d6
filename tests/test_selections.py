"""A feed of one's own selects what its author means, and the index finds the same as reading everything would."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from feedpub.categories import Categories
from feedpub.config import CategorySettings, Site, SourceSettings
from feedpub.config.where import Where
from feedpub.digests import digest
from feedpub.stories import pieces
from feedpub.stories.patterns import SlowPatternError
from feedpub.stories.pieces import Piece
from feedpub.stories.selections import Names, judge
from feedpub.stories.sources import Sources
from feedpub.stories.story_index import StoryIndex
from tests.conftest import SEED

SITE = Site(
    title="News",
    url="https://example.com/",
    tag="example.com,2025",
    language="zh-CN",
    categories={"大模型": CategorySettings(slug="llm", title="LLM", aliases=("models",))},
    sources={"Clement Delangue": SourceSettings(aliases=("clem 🤗",))},
)


def _names() -> Names:
    categories = Categories(SITE)
    categories.add(["AI进展", "大模型", "AI应用"])
    return Names(categories, Sources(SITE.sources))


NAMES = _names()


def _pieces(text: str) -> tuple[Piece, ...]:
    read, _ = digest.read(text.encode(), "a.md", "a.md", SITE)
    assert read is not None
    return pieces.of(read, NAMES.sources, SITE.language)


def _index(*digests: tuple[Piece, ...], texts: bool = True) -> StoryIndex:
    index = StoryIndex(sqlite3.connect(":memory:", isolation_level=None), texts=texts)
    index.put((number, number * 1000, found) for number, found in enumerate(digests, start=1))
    return index


def _selected(where: Where) -> list[int]:
    """The numbers of the seed's stories that are selected, whether by reading or from the index."""
    seed = _pieces(SEED)
    holds = judge(where, NAMES)
    read = [piece.at for piece in seed if holds(piece)]
    assert [found.at for found in _index(seed).selected(where, NAMES, until=1000)] == read
    return read


SELECTIONS: list[tuple[dict[str, Any], list[int]]] = [
    ({"source": ("宝玉",)}, [1, 4, 12]),
    ({"source": ("Clement Delangue",)}, [3, 5, 7]),
    ({"source": ("CLEM 🤗",)}, [3, 5, 7]),
    ({"source": ("宝玉", "merve")}, [1, 4, 6, 12]),
    ({"text": ("gemini",)}, [1, 9, 10]),
    ({"text": ("机器人",)}, [5]),
    ({"text": ("谷歌",)}, []),
    ({"text": ("智能",), "source": ("merve",)}, [6]),
    ({"text": ("智",), "source": ("merve",)}, [6]),
    ({"text": ("UI",)}, [4]),
    ({"text": (r"/\bUI\b/",)}, [4]),
    ({"text": (r"/nvidia.*500 万/",)}, [7]),
    ({"text": ("nvidia", r"/replit$/"), "link_host": ("x.com",)}, [7]),
    ({"category": ("llm",), "text": ("Replit",)}, [13]),
    ({"category": ("大模型",), "text": ("Replit",)}, [13]),
    ({"category": ("models",), "text": ("Replit",)}, [13]),
    ({"category": ("LLM",), "text": ("Replit",)}, [13]),
    ({"category": ("cooking",), "text": ("Replit",)}, []),
    ({"link_host": ("twitter.com",), "source": ("merve",)}, [6]),
    ({"link_host": ("com",), "source": ("merve",)}, [6]),
    ({"link_host": ("y.com",)}, []),
    ({"lang": ("zh",), "source": ("merve",)}, [6]),
    ({"lang": ("zh-TW", "en")}, []),
    ({"any": (Where(source=("merve",)), Where(text=("Replit",)))}, [6, 13]),
    ({"all": (Where(text=("google",)), Where(text=("OpenAI",)))}, [1, 4]),
    ({"text": ("gemini",), "none": (Where(source=("宝玉",)), Where(text=("notebooklm",)))}, [9]),
    ({"source": ("宝玉",), "none": (Where(any=(Where(text=("UI",)),)),)}, [1, 12]),
]


@pytest.mark.parametrize(("conditions", "numbers"), SELECTIONS, ids=[str(row[0]) for row in SELECTIONS])
def test_stories_of_the_seed_that_are_selected(conditions: dict[str, Any], numbers: list[int]) -> None:
    """By each condition, and by what joins them."""
    assert _selected(Where(**conditions)) == numbers


def test_an_article_is_selected_as_a_whole() -> None:
    """By its author and all its text; a numbered list in it is no news."""
    head = "---\ntitle: How to\ndate: 2025-12-20T00:00Z\nauthor: 宝玉\nlang: en\n---\n"
    (article,) = _pieces(f"{head}\nA long word before that is more than what is listed.\n\n1. Install it\n")
    assert (article.at, article.source, article.language) == (0, "宝玉", "en")
    assert judge(Where(text=("install it",), source=("宝玉",), lang=("en",)), NAMES)(article)
    assert judge(Where(text=("how to",)), NAMES)(article)


def test_text_is_what_readers_see() -> None:
    """Markup is no text, nor is the address of a link."""
    assert pieces.unmarked(
        "a **bo**ld [link *x*](https://hidden.example/) `code` <b>b</b> ![alt](i.png) snake_case"
    ) == ("a bold link x code b alt snake_case")


def test_a_pattern_without_end_is_ended() -> None:
    """Whoever writes it is told, and the build goes on."""
    piece = structs.replace(_pieces(SEED)[0], said="a" * 5000)
    with pytest.raises(
        SlowPatternError, match=r'text "/\(a\+\)\+\$b/" needs more than 0.5 seconds for one story; write it'
    ):
        judge(Where(text=("/(a+)+$b/",)), NAMES)(piece)


def test_a_digest_that_is_replaced_is_found_as_it_is_now() -> None:
    """And one that is removed is not found."""
    index = _index(_pieces(SEED), _pieces(SEED))
    index.remove([1])
    index.put([(1, 3000, _pieces(SEED.replace("Replit", "Vercel")))])
    assert [found.digest for found in index.selected(Where(text=("replit",)), NAMES, until=9999)] == [2]
    assert [found.digest for found in index.selected(Where(text=("vercel",)), NAMES, until=9999)] == [1]
    assert index.digests() == {1, 2}
    index.remove([1, 2])
    assert index.digests() == set()
    assert list(index.selected(None, NAMES, until=9999)) == []
    assert index.sources(1) == {}


def test_a_pattern_is_held_against_each_story_once() -> None:
    """And against those that come later or are replaced, whatever their numbers."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    index = StoryIndex(connection, texts=True)
    where = Where(text=("/re(plit|nault)/", "vercel"))

    def found() -> list[int]:
        return [one.digest for one in index.selected(where, NAMES, until=9999)]

    index.put([(1, 1000, _pieces(SEED)), (2, 2000, _pieces(SEED.replace("Replit", "Fiat")))])
    assert found() == [1]
    index.remove([2])
    index.put([(2, 2000, _pieces(SEED.replace("Replit", "Renault"))), (3, 3000, _pieces(SEED))])
    assert found() == [3, 2, 1]
    asked: list[str] = []
    connection.set_trace_callback(lambda query: asked.append(query) if "INTO hit" in query else None)
    index.remove([3])
    assert (found(), asked) == ([2, 1], [])


def test_the_newest_come_first_and_others_not_at_all() -> None:
    """By their digests' dates, stories of one digest in its order."""
    index = _index(*[_pieces(SEED)] * 4)
    found = list(index.selected(Where(source=("merve", "Amjad Masad")), NAMES, since=2000, until=3000))
    assert [(one.digest, one.at) for one in found] == [(3, 6), (3, 13), (2, 6), (2, 13)]


def test_sources_are_counted_under_one_name() -> None:
    """Whoever they repeat, and whatever they call themselves."""
    assert _index(_pieces(SEED), texts=False).sources(3) == {"宝玉": 3, "Clement Delangue": 3}


_ALPHABET = "ab 谷歌ß\"'*-%_\n"
_word = st.text(_ALPHABET, min_size=1, max_size=4).filter(str.strip)
_simple = st.builds(
    Where,
    text=st.lists(_word | st.just("/a.*b/"), min_size=1, max_size=2).map(tuple),
    source=st.lists(st.sampled_from(["x", "y"]), max_size=1).map(tuple),
    link_host=st.lists(st.sampled_from(["b.c", "c", "x.com"]), max_size=1).map(tuple),
    lang=st.lists(st.sampled_from(["en", "zh"]), max_size=1).map(tuple),
    category=st.lists(st.sampled_from(["llm", "AI应用", "ai-ying-yong", "b"]), max_size=1).map(tuple),
)
_tables = st.lists(_simple, min_size=1, max_size=2).map(tuple)
_where = _simple | st.builds(Where, any=_tables) | st.builds(Where, all=_tables) | st.builds(Where, none=_tables)
_piece = st.builds(
    Piece,
    at=st.just(1),
    categories=st.sampled_from([(), ("models",), ("大模型", "AI应用"), ("a b",)]),
    source=st.sampled_from(["", "x", "y"]),
    name=st.just(""),
    page=st.just(""),
    host=st.sampled_from(["", "b.c", "a.b.c", "x.com", "bb.c"]),
    language=st.sampled_from(["", "en", "en-GB", "zh"]),
    said=st.text(_ALPHABET, max_size=12).map(str.casefold),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_piece, max_size=6), _where)
def test_the_index_finds_what_reading_finds(found: list[Piece], where: Where) -> None:
    """For every text, every term, however short or odd, and every way to join conditions."""
    holds = judge(where, NAMES)
    index = _index(*[(piece,) for piece in found])
    read = [number for number, piece in enumerate(found, start=1) if holds(piece)]
    assert [one.digest for one in index.selected(where, NAMES, until=10_000)] == read[::-1]


def test_what_the_narrowing_leaves_is_little() -> None:
    """A rare word costs a look at the stories that have it, not at all."""
    looked: list[str] = []
    connection = sqlite3.connect(":memory:", isolation_level=None)
    index = StoryIndex(connection, texts=True)
    start = datetime(2025, 1, 1, tzinfo=UTC)
    found = _pieces(SEED)
    moments = [int((start + timedelta(hours=n)).timestamp()) for n in range(50)]
    index.put((n, moment, found if n == 7 else found[:2]) for n, moment in enumerate(moments))
    connection.set_trace_callback(lambda query: looked.append(query) if "WHERE id =" in query else None)
    assert [one.digest for one in index.selected(Where(text=("Replit",)), NAMES, until=moments[-1])] == [7]
    assert len(looked) == 1
