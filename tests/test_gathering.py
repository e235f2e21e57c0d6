"""A day or week is one entry: its stories once, counted, with a table of contents, under one id for life."""

import re
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import structs
from msgspec.structs import replace

from feedpub.digests import digest
from feedpub.memory.story_lines import PeriodLine
from feedpub.model import Category, Entry, Person
from feedpub.pages import fragments
from feedpub.stories import gathering
from feedpub.stories.gathering import Gathered, Gathering
from feedpub.stories.periods import around
from feedpub.stories.story_entries import Told
from tests.conftest import SEED
from tests.test_story_entries import SITE

SHANGHAI = ZoneInfo("Asia/Shanghai")
URL = "https://example.com/feeds/daily/#2025-12-20"
DAILY = Gathering(
    feed="tag:example.com,2025:feeds/daily",
    title="News",
    url=URL,
    authors=(Person(name="Desk"),),
    language="zh-CN",
)
LATER = datetime.fromisoformat("2025-12-21T09:00:00+08:00")


def _told(name: str, hour: int, *stories: str, title: str = "", term: str = "llm", **keys: str) -> Told:
    head = {"title": title or f"Digest {name}", "date": f"2025-12-20T{hour:02}:00:00+08:00"} | keys
    front = "".join(f"{key}: {value}\n" for key, value in head.items())
    items = "\n".join(f"{number}. {story}" for number, story in enumerate(stories, start=1))
    read, _ = digest.read(f"---\n{front}---\n\n{items or 'An article.'}\n".encode(), f"{name}.md", name, SITE)
    assert read is not None
    return Told(
        digest=read,
        id=f"tag:example.com,2025:digests/{name}.md",
        url=f"https://example.com/{name}/",
        categories=(Category(term=term, label=term.upper()),),
        authors=DAILY.authors,
    )


def _gathered(*told: Told) -> list[Gathered]:
    return [Gathered(told=one, story=story) for one in told for story in one.digest.stories or (None,)]


def _entry(
    *told: Told, group: str = "digest", line: PeriodLine | None = None, kind: Literal["day", "week"] = "day"
) -> tuple[Entry, PeriodLine]:
    period = around(told[0].digest.published, kind, SHANGHAI)
    made, after = gathering.gathered(_gathered(*told), period, DAILY, group, line, LATER)
    return made.entry(), after


A = "[A - x](https://x.com/x/status/1)\n\n    Said **a**.[^1]\n\n[^1]: Note.\n"
B = "[B - y](https://example.org/b)\n\n    Said b.\n"
A_AGAIN = "[A, once more](https://twitter.com/x/status/1?s=20)\n\n    Said again.\n"
B_AGAIN = "[B, too](http://www.example.org/b/?utm_source=rss#top)\n\n    Said again.\n"
MORNING, EVENING = _told("morning", 8, A, B), _told("evening", 20, A_AGAIN, B_AGAIN, "[C](https://c.example/)\n")


def test_a_day_gathers_each_story_once() -> None:
    """The first digest that tells it keeps it; by digest, with a table of contents that leads to each."""
    made, _ = _entry(EVENING, MORNING)
    assert (made.id, made.title, made.url) == (
        "tag:example.com,2025:feeds/daily/2025-12-20",
        "News · 2025-12-20 (3)",
        URL,
    )
    assert made.published == made.updated == datetime.fromisoformat("2025-12-20T23:59:59+08:00")
    assert made.summary == "A · B · C"
    assert (made.content or "").splitlines()[:12] == [
        '<ul id="2025-12-20">',
        '<li><a href="https://example.com/morning/">Digest morning</a><ul>',
        '<li><a href="https://example.com/feeds/daily/#2025-12-20-1">1. A</a></li>',
        '<li><a href="https://example.com/feeds/daily/#2025-12-20-2">2. B</a></li>',
        "</ul></li>",
        '<li><a href="https://example.com/evening/">Digest evening</a><ul>',
        '<li><a href="https://example.com/feeds/daily/#2025-12-20-3">3. C</a></li>',
        "</ul></li>",
        "</ul>",
        '<h2><a href="https://example.com/morning/">Digest morning</a></h2>',
        '<h3 id="2025-12-20-1">1. <a href="https://x.com/x/status/1">A</a></h3>',
        "<p><small>x</small></p>",
    ]


def test_anchors_lead_somewhere_and_are_unique() -> None:
    """Footnotes included, in the page of the whole feed."""
    content = _entry(MORNING, EVENING)[0].content or ""
    ids = re.findall(r' id="([^"]+)"', content)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'daily/#([^"]+)"', content)) <= set(ids)
    assert [name for name in ids if not name.startswith("2025-12-20-")] == ["2025-12-20"]
    assert re.findall(r' id="([^"]+)"', fragments.among_others(content)) == ids


def test_a_day_by_category() -> None:
    """Under the first category of its digest."""
    made, _ = _entry(
        _told("a", 1, A, term="b"),
        _told("b", 2, B, term="a"),
        _told("c", 3, "[C](https://c.e/)\n", term="b"),
        group="category",
    )
    assert re.findall("<h[23][^>]*>(?:<a[^>]*>|[0-9. ]|)*([^<]+)", made.content or "") == ["B", "A", "C", "A", "B"]
    assert [category.term for category in made.categories] == ["b", "a"]


def test_an_article_is_gathered_too() -> None:
    """By its title, which is text whatever is in it, its summary, and a link to it."""
    article = _told("a", 1, title="'1. *Not* <b>[bold](x)'", description="All_of_it & 2 < 3")
    made, _ = _entry(article)
    assert '<h3 id="2025-12-20-1">1. <a href="https://example.com/a/">1. *Not* &lt;b&gt;[bold](x)</a></h3>' in (
        made.content or ""
    )
    assert "<p>All_of_it &amp; 2 &lt; 3</p>" in (made.content or "")
    assert made.title.endswith("(1)")


def test_a_week_has_an_id_of_its_own() -> None:
    """The same feed may have been one of days."""
    made, line = _entry(MORNING, kind="week")
    assert made.id == line.period == "tag:example.com,2025:feeds/daily/2025-W51"
    assert made.published.isoformat() == "2025-12-21T23:59:59+08:00"


def test_a_day_is_updated_when_its_stories_are() -> None:
    """When a digest comes late, goes, or is edited; not for its order, its groups or white space."""
    made, line = _entry(MORNING, EVENING)
    edited = structs.replace(MORNING, digest=replace(MORNING.digest, updated=LATER - timedelta(hours=1)))
    changes = [
        (_entry(MORNING, EVENING, line=line), made.published),
        (_entry(EVENING, MORNING, group="category", line=line), made.published),
        (_entry(_told("morning", 8, A.replace("Said", " Said"), B), EVENING, line=line), made.published),
        (_entry(MORNING, line=line), LATER),
        (_entry(MORNING, EVENING, _told("late", 23, "[D](https://d.example/)\n"), line=line), LATER),
        (_entry(_told("morning", 8, A, B.replace("b.", "b!")), EVENING, line=line), LATER),
        (_entry(edited, EVENING, _told("late", 23), line=line), edited.digest.updated),
    ]
    assert [found.updated for (found, _), _ in changes] == [expected for _, expected in changes]
    assert {found.id for (found, _), _ in changes} == {made.id}


def test_the_seeds_day() -> None:
    """Fourteen stories, numbered through."""
    read, _ = digest.read(SEED.encode(), "a.md", "a.md", SITE)
    assert read is not None
    made, _ = _entry(structs.replace(MORNING, digest=read))
    assert made.title == "News · 2025-12-20 (14)"
    assert re.findall(r'<h3 id="2025-12-20-(\d+)">(\d+)\. ', made.content or "") == [
        (f"{n}", f"{n}") for n in range(1, 15)
    ]
