"""Whatever a plan asks for comes from the digests, whether they are read or looked up."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import pytest
from msgspec import structs
from msgspec.structs import replace

from feedpub.composition.library import Library
from feedpub.composition.plans import Plan, plans
from feedpub.config.offers import Offer
from feedpub.config.where import Where
from feedpub.model import Entry
from feedpub.stories import pieces
from feedpub.stories.gathering import Gathering
from feedpub.stories.story_entries import Told
from feedpub.stories.story_index import StoryIndex
from tests.conftest import SEED
from tests.test_gathering import DAILY
from tests.test_selections import NAMES
from tests.test_selections import SITE as SELECTING
from tests.test_story_entries import SITE, _told

START = datetime.fromisoformat("2025-12-20T00:00:08+08:00")


def _digests(count: int) -> dict[int, Told]:
    """Six a day by their numbers; every third is an article."""
    made = {}
    for number in range(1, count + 1):
        moment = START + timedelta(hours=4 * number)
        text = SEED.replace("2025-12-20T20:00:08+08:00", moment.isoformat()).replace("/status/", f"/status/{number}")
        if number % 3 == 0:
            text = f"---\ntitle: Article {number}\ndate: {moment.isoformat()}\nauthor: merve\n---\n\nGemini.\n"
        told = _told(text, f"tag:example.com,2025:digests/{number:04}.md")
        categories = NAMES.categories.of(told.digest.categories)
        made[number] = structs.replace(told, url=f"https://example.com/{number:04}/", categories=categories)
    return made


DIGESTS = _digests(30)
NOW = START + timedelta(hours=4 * 30)


def _library(
    digests: dict[int, Told] = DIGESTS,
    *,
    told: Callable[[int], Told | None] | None = None,
    indexed: bool = False,
    now: datetime = NOW,
) -> Library:
    dated = sorted(((int(one.digest.published.timestamp()), number) for number, one in digests.items()), reverse=True)
    index = StoryIndex(sqlite3.connect(":memory:", isolation_level=None), texts=True) if indexed else None
    if index:
        index.put((number, published, _pieces(digests[number])) for published, number in dated)

    def newest(where: Where | None) -> Iterator[tuple[int, int]]:
        categories = where.category if where else ()
        for published, number in dated:
            terms = {category.term for category in digests[number].categories}
            if published <= now.timestamp() and (not categories or terms & {*categories}):
                yield published, number

    return Library(
        told=told or digests.get,
        newest=newest,
        index=index,
        names=NAMES,
        site=SITE,
        now=now,
        stories={},
        periods={},
    )


def _pieces(told: Told) -> tuple[pieces.Piece, ...]:
    return pieces.of(told.digest, NAMES.sources, SELECTING.language)


def _plan(entries: str, where: Where | None = None) -> Plan:
    return plans(replace(SITE, offers=(Offer(slug="x", entries=entries, where=where),)), [], {})[-1]


WHERES = [
    None,
    Where(category=("llm",)),
    Where(text=("gemini",)),
    Where(source=("merve",)),
    Where(category=("llm",), text=("replit",)),
]


@pytest.mark.parametrize("entries", ["digest", "story", "day", "week"])
@pytest.mark.parametrize("where", WHERES, ids=["all", "category", "text", "source", "both"])
def test_the_index_and_the_digests_say_the_same(entries: str, where: Where | None) -> None:
    """For every granularity; and something is found."""
    read = list(_library().items(_plan(entries, where)))
    assert read == list(_library(indexed=True).items(_plan(entries, where)))
    assert read


def test_stories_of_all_digests_in_order() -> None:
    """Newest digest first, its stories in its order, each with a line; articles among them as they are."""
    library = _library()
    found = list(islice(library.items(_plan("story")), 30))
    assert [(one.digest, one.at) for one in found[:16]] == [(30, 0), *((29, at) for at in range(1, 15)), (28, 1)]
    made = [library.story(one) for one in found if one.at]
    shown = [one for one in made if one is not None]
    assert [one.published for one in shown] == sorted((one.published for one in shown), reverse=True)
    assert sorted(library.story_lines) == sorted(one.id for one in shown)


def _periods(library: Library, to_be: Gathering, plan: Plan) -> list[Entry]:
    made = (library.period(one, to_be, plan.group) for one in library.items(plan))
    return [one.entry() for one in made if one is not None]


def test_a_day_of_a_selection_holds_what_is_selected() -> None:
    """No more, under the id of its own feed."""
    plan = _plan("day", Where(source=("merve",)))
    (last, *others) = _periods(_library(), DAILY, plan)
    assert (last.id, last.title) == ("tag:example.com,2025:feeds/daily/2025-12-24", "News · 2025-12-24 (6)")
    assert [one.id[-10:] for one in others] == ["2025-12-23", "2025-12-22", "2025-12-21", "2025-12-20"]
    assert "merve" in (last.content or "")
    assert "Replit" not in (last.content or "")


def test_what_is_not_published_is_in_no_feed() -> None:
    """A copy that was refused, whatever the index says of it."""
    without = {number: told for number, told in DIGESTS.items() if number != 29}
    assert 29 not in {one.digest for one in _library(without).items(_plan("story"))}
    library = _library(told=without.get, indexed=True)
    found = library.items(_plan("story", Where(link_host=("x.com",))))
    assert [library.story(one) for one in islice(found, 2)] == [None, None]


def test_digests_are_read_when_they_are_needed() -> None:
    """Those of the newest stories, and no others."""
    asked: list[int] = []

    def told(number: int) -> Told | None:
        asked.append(number)
        return DIGESTS[number]

    library = _library(told=told)
    for item in islice(library.items(_plan("story")), 1, 20):
        assert library.story(item)
    assert asked == [30, 29, 28]


def test_a_story_of_a_later_second_waits() -> None:
    """At midnight the first stories of a digest are dated some seconds after it."""
    midnight = datetime.fromisoformat("2025-12-21T00:00:00+08:00")
    told = _told(SEED.replace("2025-12-20T20:00:08+08:00", midnight.isoformat()))
    for seconds, count in ((0, 1), (5, 6), (13, 14)):
        library = _library({1: told}, now=midnight + timedelta(seconds=seconds))
        assert len([one for one in map(library.story, library.items(_plan("story"))) if one]) == count
