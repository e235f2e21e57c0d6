"""Which entries each feed shows: the newest of the site and of each category, chosen in the index by their heads."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from heapq import nlargest
from itertools import groupby

from msgspec import Struct

from feedpub.categories import Categories
from feedpub.composition.order import rank
from feedpub.digests.source import Source
from feedpub.findings import Finding
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed
from feedpub.memory.ledger import EntryLine, Ledger
from feedpub.memory.recognise import Known, Recognition
from feedpub.model import Entry


class Candidate(Struct, frozen=True, kw_only=True):
    """An entry that feeds may show: ``of`` a known digest, or the last good one of a digest that is broken now.

    ``terms`` are its categories, ``before`` those that it was in.
    """

    id: str
    published: datetime
    terms: frozenset[str]
    before: frozenset[str]
    of: Known | Entry


class Windows:
    """The newest candidates of each feed, ties by id: the site's (""), the categories' by slug, and those of the past.

    ``members`` are the categories in the index that make up each feed, none for that of the site; ``retired`` the slugs
    of categories that no digest has any more, which show what they had. A digest whose date is still to come waits.
    """

    def __init__(
        self,
        heads: Heads,
        source: Source,
        recognition: Recognition,
        categories: Categories,
        ledger: Ledger,
        *,
        now: datetime,
        limit: int,
    ) -> None:
        self._heads, self._source, self._recognition = heads, source, recognition
        self._categories, self._ledger, self._limit = categories, ledger, limit
        self._now = int(now.timestamp())
        self.members: dict[str, list[int]] = {}
        self.retired: frozenset[str] = frozenset()
        self.findings: list[Finding] = []

    def of(self, kept: Iterable[Entry]) -> dict[str, list[Candidate]]:
        """The windows; ``kept`` are last good entries of digests that are broken now."""
        last = list(map(self._kept, kept))
        self.members = self._members()
        numbers = {term: self._newest(categories) for term, categories in self.members.items()}
        published = {line.feed.rpartition("/")[2] for line in self._ledger.feeds.values() if line.category is not None}
        present = numbers.keys() | {term for one in last for term in one.terms}
        self.retired = frozenset(published - present - self._categories.moved.keys())
        numbers |= {term: self._past(term) for term in self.retired}
        found = self.candidates({number for window in numbers.values() for number in window})
        windows = {term: [found[number] for number in window] for term, window in numbers.items()}
        for one in last:
            for term in ("", *one.terms):
                windows.setdefault(term, []).append(one)
        return {term: self._cut(windows[term]) for term in sorted(windows) if windows[term]}

    def terms(self) -> list[str]:
        """The slugs of the categories that have digests, in the order of their feeds."""
        return sorted(term for term in self.members if term)

    def languages(self) -> dict[str, int]:
        """How many digests there are in each language, under "" those that say none."""
        return self._heads.languages(self._now)

    def newest(self, terms: Collection[str] = (), languages: Collection[str] = ()) -> Iterator[tuple[int, int]]:
        """Date (Unix time) and number of all digests whose date has come, newest first.

        Those of some categories, if ``terms`` are given, and in some ``languages``, where "" is that of those that say
        none.
        """
        categories = {number for term in terms for number in self.members.get(term, ())}
        if terms and not categories:
            return iter(())
        found = self._unrefused(self._heads.newest(self._now, categories))
        spoken = self._heads.spoken([*languages]) if languages else None
        return _once(use for use in found if spoken is None or use[1] in spoken)

    def candidates(self, numbers: Iterable[int]) -> dict[int, Candidate]:
        """The entries of digests, by their numbers; none for those that are not published."""
        known = self._recognition.known(self._heads.filed(numbers, self._source))
        found = (one for one in known if one.head.number not in self._recognition.refused)
        return {one.head.number: self._candidate(one) for one in found}

    def due(self) -> int:
        """How many digests are to be published by now."""
        refused = self._heads.filed(self._recognition.refused, self._source)
        return self._heads.count(self._now) - sum(head.published.timestamp() <= self._now for head in refused)

    def scheduled(self) -> tuple[datetime, ...]:
        """The dates that are yet to come, the next first."""
        waiting = self._heads.scheduled(self._now)
        return tuple(date for number, date in waiting if number not in self._recognition.refused)

    def _cut(self, window: list[Candidate]) -> list[Candidate]:
        return sorted(window, key=rank, reverse=True)[: self._limit]

    def _members(self) -> dict[str, list[int]]:
        members: dict[str, list[int]] = {"": []}
        numbers = self._heads.categories()
        for name, first in self._names(numbers):
            self._learn(name, first)
            for category in self._categories.of((name,)):
                members.setdefault(category.term, []).append(numbers[name])
        return members

    def _names(self, numbers: Mapping[str, int]) -> list[tuple[str, Filed]]:
        """The names of categories with the digests that used them first, in the order in which they claim slugs."""
        uses = {name: self._first(number) for name, number in numbers.items()}
        heads = {
            head.number: head for head in self._heads.filed({one for use in uses.values() for one in use}, self._source)
        }
        firsts = [
            (name, min((heads[one] for one in use), key=lambda head: head.path)) for name, use in uses.items() if use
        ]
        return sorted(firsts, key=lambda pair: (pair[1].published, pair[1].path, pair[1].categories.index(pair[0])))

    def _first(self, category: int) -> list[int]:
        """The oldest digests in a category, those of one date."""
        uses = self._unrefused(self._heads.oldest(self._now, category))
        return next(([number for _, number in same] for _, same in groupby(uses, key=lambda use: use[0])), [])

    def _learn(self, name: str, first: Filed) -> None:
        for clash in self._categories.add((name,)):
            fact = f'categories "{clash.name}" and "{clash.other}" both become "{clash.slug}"'
            repair = (
                f'add aliases = ["{clash.name}"] to [categories."{clash.other}"] in feedpub.toml to merge them, '
                f'or a slug to [categories."{clash.name}"] to part them; until then it is in no feed of "{clash.name}"'
            )
            line = first.category_line
            self.findings.append(
                Finding(
                    rule="categories-clash", severity="error", file=first.shown, line=line, message=fact, repair=repair
                )
            )

    def _newest(self, categories: list[int]) -> list[int]:
        """As many of the newest digests as a feed shows, and all that share the last one's date."""
        window: dict[int, int] = {}
        oldest = 0
        for published, number in self._unrefused(self._heads.newest(self._now, categories)):
            if len(window) >= self._limit and published < oldest:
                break
            window[number] = oldest = published
        return list(window)

    def _past(self, term: str) -> list[int]:
        """The digests that a retired feed showed last."""
        lines = ((line, number) for number, line in self._recognition.lines() if term in self._terms(line))
        newest = nlargest(self._limit, lines, key=lambda pair: (pair[0].published, pair[0].entry))
        heads = self._heads.filed((number for _, number in newest), self._source)
        return [head.number for head in heads if head.published.timestamp() <= self._now]

    def _unrefused(self, uses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        refused = self._recognition.refused
        return (use for use in uses if use[1] not in refused) if refused else iter(uses)

    def _candidate(self, known: Known) -> Candidate:
        terms = frozenset(category.term for category in self._categories.of(known.head.categories))
        before = self._terms(known.line) if known.line else frozenset()
        return Candidate(id=known.id, published=known.head.published, terms=terms, before=before, of=known)

    def _kept(self, entry: Entry) -> Candidate:
        terms = self._terms(self._ledger.entries[entry.id])
        return Candidate(id=entry.id, published=entry.published, terms=terms, before=terms, of=entry)

    def _terms(self, line: EntryLine) -> frozenset[str]:
        """The categories that an entry was in, under their present slugs."""
        return frozenset(self._categories.present(term) for term in line.categories)


def _once(uses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is in two categories comes twice, and not always in succession."""
    seen: set[int] = set()
    for use in uses:
        if use[1] not in seen:
            seen.add(use[1])
            yield use
