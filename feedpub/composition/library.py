"""What plans ask for: which entries a feed holds, and each story's, day's or week's when it is asked for.

A digest is read once, and only if an entry that it is in is shown, or if nothing but its text can tell.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from feedpub.composition.plans import Plan
from feedpub.config import Site
from feedpub.config.where import Where
from feedpub.memory.story_lines import PeriodLine, StoryLine
from feedpub.stories import gathering, items, pieces
from feedpub.stories.gathering import Gathered, Gathering, PeriodToBe
from feedpub.stories.items import Item
from feedpub.stories.periods import Kind, around
from feedpub.stories.selections import Names, judge
from feedpub.stories.story_entries import StoryToBe, Telling, Told
from feedpub.stories.story_index import Found, StoryIndex

# Digests that are held in memory: those of a month and more.
_HELD = 256


def is_by_head(where: Where | None) -> bool:
    """Whether categories and languages alone decide what is selected."""
    if where is None:
        return True
    return bool(where.category or where.lang) and where == Where(category=where.category, lang=where.lang)


class Library:
    """The digests that are due at ``now``, by their numbers.

    ``told`` reads one, ``None`` where it is not published; ``newest`` gives instant (Unix time) and number of those
    whose categories and language are asked for, newest first; ``index`` has their stories, if anything needs them.
    ``stories`` are the ledger's lines by the id of the digest, ``periods`` those of days and weeks by their own. What
    is made leaves its lines in ``story_lines`` and ``period_lines``; ``pending`` are the seconds of stories to come.
    """

    def __init__(
        self,
        *,
        told: Callable[[int], Told | None],
        newest: Callable[[Where | None], Iterable[tuple[int, int]]],
        index: StoryIndex | None,
        names: Names,
        site: Site,
        now: datetime,
        stories: Mapping[str, Sequence[StoryLine]],
        periods: Mapping[str, PeriodLine],
    ) -> None:
        self.told = lru_cache(_HELD)(told)
        self.telling = lru_cache(_HELD)(self._telling)
        self._newest, self._index, self._names, self._site, self._now = newest, index, names, site, now
        self._stories, self._periods = stories, periods
        self.pending: list[datetime] = []
        self.story_lines: dict[str, StoryLine] = {}
        self.period_lines: dict[str, PeriodLine] = {}

    def items(self, plan: Plan) -> Iterator[Item]:
        """The entries of a feed to be, newest first, as many as there are. Raises SlowPatternError."""
        return items.items(self._found(plan, self._until(plan)), plan.entries, self._site.zone, self._now)

    def _until(self, plan: Plan) -> int:
        """The last second (Unix time) that a feed tells of: where it gathers days or weeks, before the present one."""
        if plan.entries in {"day", "week"} and self._site.zone:
            kind: Kind = "day" if plan.entries == "day" else "week"
            return int(around(self._now, kind, self._site.zone).start.timestamp()) - 1
        return int(self._now.timestamp())

    def story(self, item: Item) -> StoryToBe | None:
        """A story; ``None`` for one whose second is still to come, or whose digest is not published."""
        telling = self.telling(item.digest)
        if telling is None or item.at > len(telling):
            return None
        story, line = telling.story(item.at)
        if story.published > self._now:
            self.pending.append(story.published)
            return None
        self.story_lines[line.story] = line
        return story

    def period(self, item: Item, to_be: Gathering, group: str) -> PeriodToBe | None:
        """A day or week; ``None`` where none of its digests is published."""
        found = list(self._gathered(item.gathered))
        if item.period is None or not found:
            return None
        before = self._periods.get(gathering.period_id(to_be.feed, item.period))
        period, line = gathering.gathered(found, item.period, to_be, group, before, self._now)
        self.period_lines[line.period] = line
        return period

    def lines(self, shown: Collection[str]) -> tuple[dict[str, StoryLine], dict[str, PeriodLine]]:
        """The ledger's lines of the stories and periods that are ``shown``, by their ids."""
        stories = {name: line for name, line in self.story_lines.items() if name in shown}
        return stories, {name: line for name, line in self.period_lines.items() if name in shown}

    def _gathered(self, found: Iterable[Found]) -> Iterator[Gathered]:
        for one in found:
            told = self.told(one.digest)
            if told is not None:
                story = told.digest.stories[one.at - 1] if one.at else None
                yield Gathered(told=told, story=story)

    def _telling(self, number: int) -> Telling | None:
        told = self.told(number)
        if told is None:
            return None
        return Telling(told, self._stories.get(told.id, ()), self._site, self._names.sources, self._now)

    def _found(self, plan: Plan, until: int) -> Iterator[Found]:
        where = plan.where
        if is_by_head(where) and plan.entries == "digest":
            return (Found(number, 0, published) for published, number in self._newest(where))
        if is_by_head(where) or self._index is None:
            return self._read(where, until)
        return self._index.selected(where, self._names, until=until)

    def _read(self, where: Where | None, until: int) -> Iterator[Found]:
        """What is selected, told by the digests themselves, newest first."""
        holds = judge(where, self._names)
        for published, number in self._newest(where):
            if published > until or (told := self.told(number)) is None:
                continue
            for piece in pieces.of(told.digest, self._names.sources, self._site.language):
                if holds(piece):
                    yield Found(number, piece.at, published)
