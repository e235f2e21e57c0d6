"""A story is an entry of its own: its id for life, its order in every reader, its post one click away."""

import re
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedpub.config import Site, SourceSettings
from feedpub.config.offers import Feeds
from feedpub.digests import digest
from feedpub.memory.story_lines import StoryLine
from feedpub.model import Category, Entry, Link, Person
from feedpub.stories.sources import Sources
from feedpub.stories.story_entries import Telling, Told, instants
from feedpub.stories.story_ids import named
from tests.conftest import SEED

SITE = Site(
    title="News",
    url="https://example.com/",
    tag="example.com,2025",
    timezone="Asia/Shanghai",
    sources={"Clement Delangue": SourceSettings(aliases=("clem 🤗",))},
)
DIGEST = "tag:example.com,2025:digests/2025-12-20-20.md"
PAGE = "https://example.com/2025-12-20-20/"
NOW = datetime.fromisoformat("2025-12-21T00:00:00+08:00")
DESK = (Person(name="Desk"),)
LLM = (Category(term="llm", label="LLM"),)

Lines = tuple[StoryLine, ...]


def _told(text: str, id_: str = DIGEST) -> Told:
    read, _ = digest.read(text.encode(), "2025-12-20-20.md", "a.md", SITE)
    assert read is not None
    return Told(digest=read, id=id_, url=PAGE, categories=LLM, authors=DESK)


def _made(text: str, lines: Lines = (), site: Site = SITE, now: datetime = NOW) -> tuple[tuple[Entry, ...], Lines]:
    telling = Telling(_told(text), lines, site, Sources(site.sources), now)
    found = [telling.story(at) for at in range(1, len(telling) + 1)]
    return tuple(story.entry(site) for story, _ in found), tuple(line for _, line in found)


def _digest(*stories: str, **keys: str) -> str:
    head = {"title": "News", "date": "2025-12-20T20:00:08+08:00"} | keys
    front = "".join(f"{key}: {value}\n" for key, value in head.items())
    items = "\n".join(f"{number}. {story}" for number, story in enumerate(stories, start=1))
    return f"---\n{front}---\n\n{items}\n"


def _story(headline: str, link: str, text: str = "It happened.") -> str:
    return f"[{headline}]({link})\n\n    {text}\n"


ONE = _story("Google releases Gemini 3 - 宝玉", "https://x.com/dotey/status/1")
TWO = _story("Replit is fast - clem 🤗 (RT replit)", "https://example.org/replit?utm_source=x")
THREE = _story("Nothing new", "https://example.org/nothing")


def test_a_story_as_subscribers_see_it() -> None:
    """Its headline, its source, its place in the digest, the post that it tells of, and its text."""
    (first, _), _ = _made(
        _digest(_story("谷歌发布 **Gemini** - 宝玉", "https://x.com/dotey/status/1", "**大**新闻。"), TWO)
    )
    assert first == Entry(
        id="tag:example.com,2025:stories/2025-12-20-20.md/" + first.id.rpartition("/")[2],
        title="谷歌发布 Gemini",
        published=datetime.fromisoformat("2025-12-20T20:00:08+08:00"),
        updated=datetime.fromisoformat("2025-12-20T20:00:08+08:00"),
        links=(
            Link(href=f"{PAGE}#story-1", type="text/html"),
            Link(href="https://x.com/dotey/status/1", rel="related", type="text/html"),
        ),
        authors=(Person(name="宝玉"),),
        categories=LLM,
        summary="大新闻。",
        content='<p><small><a href="https://x.com/dotey/status/1">宝玉</a></small></p>\n<p><strong>大</strong>新闻。</p>',
    )
    assert re.fullmatch("[0-9a-f]{10}", first.id.rpartition("/")[2])


def test_story_links_can_be_turned_round() -> None:
    """For those who would rather go straight to the post."""
    (first, *_), _ = _made(_digest(ONE), site=replace(SITE, feeds=Feeds(story_links="external")))
    assert [(link.rel, link.href) for link in first.links] == [
        ("alternate", "https://x.com/dotey/status/1"),
        ("related", f"{PAGE}#story-1"),
    ]


def test_an_alias_is_its_source() -> None:
    """Under one name among the authors, and as it is written in the text."""
    (_, second), _ = _made(_digest(ONE, TWO))
    assert second.authors == (Person(name="Clement Delangue"),)
    assert ">clem 🤗 (RT replit)</a>" in (second.content or "")


def test_a_link_in_the_text_is_not_shown_twice() -> None:
    """A sentence that leads to its post needs no line that does so, too; its source is named all the same."""
    (told, named), _ = _made(_digest("[It](https://example.org/1) happened. More.", "[It - Us](https://example.org/2)"))
    assert told.content == '<p><a href="https://example.org/1">It</a> happened. More.</p>'
    assert (named.content or "").startswith('<p><small><a href="https://example.org/2">Us</a></small></p>')


def test_a_story_of_nobody_is_the_desks() -> None:
    """Without a source and a link it has both from its digest."""
    (only,), _ = _made(_digest("**Bold news.** More of it, which is no headline."))
    assert (only.authors, only.links) == (DESK, (Link(href=f"{PAGE}#story-1", type="text/html"),))
    (linked,), _ = _made(_digest(THREE))
    assert (
        linked.content
        == '<p><small><a href="https://example.org/nothing">example.org</a></small></p>\n<p>It happened.</p>'
    )


def test_a_picture_in_the_text_is_the_storys() -> None:
    """With its URL as the page has it."""
    (only,), _ = _made(_digest(_story("A", "https://e.org/", "![b](/c.png?d&e)")))
    assert only.image == "https://example.com/c.png?d&e"


def test_the_seed_in_order() -> None:
    """Fourteen entries, each a second older than the one before it."""
    shown, lines = _made(SEED)
    assert [entry.id for entry in shown] == [line.story for line in lines]
    assert len({entry.id for entry in shown}) == len(shown) == 14
    assert [entry.published for entry in shown] == [shown[0].published - timedelta(seconds=n) for n in range(14)]
    assert shown[0].published.isoformat() == "2025-12-20T20:00:08+08:00"


EDITS = {
    "nothing": (_digest(ONE, TWO, THREE), [0, 1, 2]),
    "another order": (_digest(THREE, ONE, TWO), [2, 0, 1]),
    "a new story before them": (_digest(_story("New", "https://e.org/new"), ONE, TWO, THREE), [None, 0, 1, 2]),
    "one left out": (_digest(ONE, THREE), [0, 2]),
    "a typo in a headline": (_digest(ONE.replace("releases", "relaeses"), TWO, THREE), [0, 1, 2]),
    "another headline": (_digest(ONE.replace("Google releases Gemini 3", "哈"), TWO, THREE), [0, 1, 2]),
    "another link": (_digest(ONE, TWO.replace("example.org/replit", "replit.com/blog"), THREE), [0, 1, 2]),
    "both, a little": (_digest(ONE, _story("Replit is so fast", "https://replit.com/"), THREE), [0, 1, 2]),
    "the same link, written otherwise": (
        _digest(ONE.replace("x.com/dotey", "twitter.com/i/web"), TWO, THREE),
        [0, 1, 2],
    ),
    "another text": (_digest(ONE, TWO, THREE.replace("It happened", "It did not")), [0, 1, 2]),
    "another story in its place": (_digest(ONE, _story("Rain", "https://rain.example/"), THREE), [0, None, 2]),
    "a corrected date": (_digest(ONE, TWO, THREE, date="2025-12-20T19:00:00+08:00"), [0, 1, 2]),
    "a renamed digest": (_digest(ONE, TWO, THREE, title="Other"), [0, 1, 2]),
}


@pytest.mark.parametrize(("text", "expected"), EDITS.values(), ids=EDITS)
def test_a_story_keeps_its_id(text: str, expected: list[int | None]) -> None:
    """Whatever is edited in its digest; and what is new has a new one."""
    before, lines = _made(_digest(ONE, TWO, THREE))
    after, _ = _made(text, lines)
    known = [entry.id for entry in before]
    assert [known.index(entry.id) if entry.id in known else None for entry in after] == expected
    assert len({entry.id for entry in after}) == len(after)


def test_without_a_ledger_a_story_gets_the_same_id() -> None:
    """As long as its link is the same: number, headline and text are not in it."""
    before, _ = _made(_digest(ONE, TWO, THREE))
    after, _ = _made(_digest(THREE, ONE.replace("Google", "Googol"), TWO))
    assert [entry.id for entry in after] == [before[n].id for n in (2, 0, 1)]


def test_stories_with_one_link_are_two() -> None:
    """Two headlines about one post are told apart by their headlines, and by their order at first."""
    again = ONE.replace("releases", "prices")
    before, lines = _made(_digest(ONE, again))
    assert [entry.id for entry in before] == [before[0].id, f"{before[0].id}~2"]
    after, _ = _made(_digest(again, ONE), lines)
    assert [entry.id for entry in after] == [before[1].id, before[0].id]


def test_ids_stand_below_the_digests() -> None:
    """One that is the writer's own included; the same story in another digest is another."""
    found = {named(_told(_digest(ONE)).digest.stories, name, (), SITE)[0].id for name in ("urn:x:a%20b", DIGEST)}
    assert {name.rpartition("/")[0] for name in found} == {
        "tag:example.com,2025:stories/urn:x:a%2520b",
        "tag:example.com,2025:stories/2025-12-20-20.md",
    }


LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        (_digest(ONE, TWO), ["2025-12-20T20:00:08+08:00", "2025-12-20T20:00:07+08:00"]),
        (_digest(TWO, ONE), ["2025-12-20T20:00:08+08:00", "2025-12-20T20:00:07+08:00"]),
        (_digest(ONE, TWO.replace("It h", "It  h")), ["2025-12-20T20:00:08+08:00", "2025-12-20T20:00:07+08:00"]),
        (_digest(ONE, TWO.replace("It h", "Not h")), ["2025-12-20T20:00:08+08:00", "2025-12-22T00:00:00+08:00"]),
        (
            _digest(ONE, TWO.replace("It h", "Not h"), lastmod="2025-12-21T07:00:00+08:00"),
            ["2025-12-20T20:00:08+08:00", "2025-12-21T07:00:00+08:00"],
        ),
        (
            _digest(ONE, TWO.replace("It h", "Not h"), lastmod="2026-12-21T07:00:00+08:00"),
            ["2025-12-20T20:00:08+08:00", "2025-12-22T00:00:00+08:00"],
        ),
        (
            _digest(ONE, TWO, date="2025-12-20T21:00:00+08:00"),
            ["2025-12-20T21:00:00+08:00", "2025-12-20T20:59:59+08:00"],
        ),
        (
            _digest(ONE, TWO.replace("It h", "Not h"), date="2025-12-20T21:00:00+08:00"),
            ["2025-12-20T21:00:00+08:00", "2025-12-22T00:00:00+08:00"],
        ),
    ],
    ids=["nothing", "order", "white space", "text", "text, lastmod", "text, lastmod to come", "date", "text and date"],
)
def test_a_story_is_updated_when_it_is_changed(text: str, moments: list[str]) -> None:
    """It alone, when the writer says or else when it is noticed."""
    _, lines = _made(_digest(ONE, TWO))
    after, again = _made(text, lines, now=LATER)
    assert sorted(entry.updated.isoformat() for entry in after) == sorted(moments)
    assert [(line.published, line.updated) for line in again] == [(entry.published, entry.updated) for entry in after]
    assert _made(text, again, now=LATER + timedelta(days=1))[0] == after


@given(
    st.integers(631_240_000, 2_050_000_000),
    st.integers(1, 120),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Apia", "America/Sao_Paulo", "America/St_Johns"]),
    st.sampled_from([-8, 0, 8]),
)
def test_stories_keep_their_order_and_their_day(seconds: int, count: int, zone: str, hours: int) -> None:
    """Strictly decreasing; none later than the digest but at the start of a day, none in the day before."""
    published = datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours)))
    found = instants(published, count, ZoneInfo(zone))
    assert all(later > earlier for later, earlier in pairwise(found))
    assert {moment.astimezone(ZoneInfo(zone)).date() for moment in found} == {
        published.astimezone(ZoneInfo(zone)).date()
    }
    assert found[0] == published or published <= found[0] <= published + timedelta(seconds=count)
    assert all(moment.utcoffset() == published.utcoffset() for moment in found)


def test_a_digest_of_midnight() -> None:
    """A date without a time is that day's, for each of its stories."""
    found = instants(datetime.fromisoformat("2025-12-20T00:00:00+08:00"), 100, None)
    assert [found[0].isoformat(), found[-1].isoformat()] == ["2025-12-20T00:01:39+08:00", "2025-12-20T00:00:00+08:00"]
    found = instants(datetime.fromisoformat("2025-12-20T00:00:10+08:00"), 14, None)
    assert [found[0].isoformat(), found[-1].isoformat()] == ["2025-12-20T00:00:13+08:00", "2025-12-20T00:00:00+08:00"]
