"""The feeds besides those of digests by category: which entries each holds, known before anything is rendered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from heapq import merge
from itertools import groupby

from msgspec.structs import replace

from feedpub import identity
from feedpub.categories import Categories
from feedpub.composition import archives
from feedpub.composition.library import Library
from feedpub.composition.lost import Lost
from feedpub.composition.plans import Plan, plans
from feedpub.composition.sheets import Held, Sheet, in_order, publisher
from feedpub.composition.windows import Candidate, Windows
from feedpub.config import Site
from feedpub.config.where import Where
from feedpub.digests import languages
from feedpub.digests.digest import Digest
from feedpub.findings import Finding, Severity
from feedpub.index.rows import Filed
from feedpub.memory.ledger import Ledger
from feedpub.memory.story_lines import by_digest
from feedpub.model import Chain, Entry, Translation
from feedpub.stories.gathering import Gathering, period_id
from feedpub.stories.items import Item
from feedpub.stories.patterns import SlowPatternError
from feedpub.stories.periods import around
from feedpub.stories.reasons import why_empty
from feedpub.stories.selections import Names
from feedpub.stories.sources import Sources
from feedpub.stories.story_entries import Told
from feedpub.stories.story_index import StoryIndex


class Offering:
    """What the feeds of a site hold at ``now``, besides its digests and those of its categories.

    ``read`` gives the whole of a digest; ``stories`` is the index of all of them, if any plan needs it; ``lost`` are
    those of digests that are broken now; ``replaced`` tells old ids of digests.
    """

    def __init__(
        self,
        *,
        windows: Windows,
        categories: Categories,
        site: Site,
        ledger: Ledger,
        now: datetime,
        read: Callable[[Filed], Digest],
        stories: StoryIndex | None,
        lost: Lost,
        replaced: Mapping[str, str],
    ) -> None:
        self._windows, self._categories, self._site, self._ledger, self._now = windows, categories, site, ledger, now
        self._read, self._stories, self._lost = read, stories, lost
        self.names = Names(categories, Sources(site.sources))
        self.library = Library(
            told=self._told,
            newest=self._newest,
            index=stories,
            names=self.names,
            site=site,
            now=now,
            stories=by_digest(ledger.stories.values(), replaced),
            periods=ledger.periods,
        )
        self.digests: dict[int, Candidate] = {}
        self.findings: list[Finding] = []
        self._slugs = {offer.slug for offer in site.offers}

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """All feeds of the site."""
        categories = [self._categories.by_term(term) for term in self._windows.terms()]
        stories = self._stories if "sources" in self._site.feeds.also else None
        sources = stories.sources(self._site.feeds.sources_minimum) if stories else {}
        return plans(self._site, categories, sources, languages.offered(self._windows.languages(), self._site))

    def sheets(self) -> list[Sheet]:
        """The documents of all plans that are no mere windows of digests; ``findings`` tell what is wrong."""
        return [sheet for plan in self.plans if not is_window(plan) for sheet in self._found(plan)]

    def _found(self, plan: Plan) -> list[Sheet]:
        """The documents of a plan; what a pattern without end would select stays as it is."""
        try:
            sheets = list(self._sheets(plan))
            if plan.folder in self._slugs and not any(sheet.held for sheet in sheets):
                self._note("feed-empty", "info", plan, f"this feed is empty: {self.why_empty(plan)}", "wait for it")
        except SlowPatternError as error:
            self._note("pattern-slow", "error", plan, f"this feed stays as it is: {error}", "mend it")
            return []
        return sheets

    def _note(self, rule: str, severity: Severity, plan: Plan, told: str, repair: str) -> None:
        fact, _, said = told.partition("; ")
        file = (self._site.feeds_folder / plan.folder).as_posix()
        self.findings.append(Finding(rule=rule, severity=severity, file=file, message=fact, repair=said or repair))

    def used(self, sheets: Iterable[Sheet]) -> dict[str, Candidate]:
        """The digests that are in some documents, as they are or in part, by id."""
        names = {name for sheet in sheets for name in sheet.digests}
        return {one.id: one for one in self.digests.values() if one.id in names}

    def _sheets(self, plan: Plan) -> Iterator[Sheet]:
        name, others = self.feed_id(plan.folder), self.translations(plan)
        items = self._items(plan, name)
        if plan.archive is None:
            held = in_order(self._newest_of(items, plan))[: plan.limit]
            yield Sheet(plan=plan, held=held, chain=Chain(), id=name, translations=others)
            return
        shelf = archives.shelf(list(items), _moment, plan.limit, self._site.zone)
        yield Sheet(plan=plan, held=self._held(shelf.live, plan), chain=shelf.chain, id=name, translations=others)
        for page in shelf.pages:
            held, start = self._held(page.entries, plan), archives.start(page, self._site.zone)
            yield Sheet(plan=plan, held=held, chain=page.chain, id=name, start=start)

    def _newest_of(self, items: Iterable[Item | Entry], plan: Plan) -> Iterator[Held]:
        """As many as a feed shows, and all that share the last one's moment: which of them comes first, ids tell."""
        count = 0
        for _, alike in groupby(items, key=_moment):
            if count >= plan.limit:
                return
            due = [one for item in alike if (one := self._one(item, plan))]
            count += len(due)
            yield from due

    def _items(self, plan: Plan, name: str) -> Iterator[Item | Entry]:
        """What is to be, and what the feed showed of digests that are broken now, newest first."""
        last, zone = self._lost.entries(plan.folder), self._site.zone
        if plan.entries in ("day", "week"):
            last = self._lost.periods(plan.folder, name, "day" if plan.entries == "day" else "week", zone or UTC)
        shown = {entry.id for entry in last}
        to_be = (one for one in self.library.items(plan) if not one.period or period_id(name, one.period) not in shown)
        sources: list[Iterable[Item | Entry]] = [to_be, sorted(last, key=_moment, reverse=True)]
        return merge(*sources, key=_moment, reverse=True)

    def _held(self, items: Iterable[Item | Entry], plan: Plan) -> tuple[Held, ...]:
        return in_order(one for item in items if (one := self._one(item, plan)))

    def _one(self, item: Item | Entry, plan: Plan) -> Held | None:
        if isinstance(item, Entry):
            return item
        if item.period is not None:
            return self.library.period(item, self._gathering(plan, item.period.name), plan.group)
        return self.library.story(item) if item.at else self._candidate(item.digest)

    def _gathering(self, plan: Plan, name: str) -> Gathering:
        site = self._site
        location = site.feeds_location + (f"{plan.folder}/" if plan.folder else "")
        return Gathering(
            feed=self.feed_id(plan.folder),
            title=plan.title,
            url=f"{location if site.pages.enabled else site.url}#{name}",
            authors=(publisher(site),),
            language=plan.language or site.language,
        )

    def feed_id(self, folder: str) -> str:
        """The id that the feed has in the ledger, under its present or an old address; else one minted anew."""
        moved = sorted(old for old, new in self._categories.moved.items() if f"categories/{new}" == folder)
        known = (self._ledger.feeds.get(name) for name in (folder or "/", *(f"categories/{old}" for old in moved)))
        return next((line.id for line in known if line), identity.feed_id(folder, self._site))

    def _told(self, number: int) -> Told | None:
        candidate = self._candidate(number)
        if candidate is None or isinstance(candidate.of, Entry):
            return None
        digest = self._read(candidate.of.head)
        return Told(
            digest=digest,
            id=candidate.id,
            url=identity.permalink(digest, candidate.id, self._site),
            categories=self._categories.of(digest.categories),
            authors=digest.authors or (publisher(self._site),),
        )

    def _newest(self, where: Where | None) -> Iterator[tuple[int, int]]:
        """The digests that selections by category and language have, or more."""
        if where is None:
            return self._windows.newest()
        spelled = frozenset[str]().union(*map(self.names.spellings, where.category))
        terms = [category.term for category in self._categories.of(tuple(sorted(spelled)))]
        if where.category and not terms:
            return iter(())
        return self._windows.newest(terms, self._languages(where.lang))

    def _languages(self, wanted: Sequence[str]) -> list[str]:
        """The languages of digests, as they say them, that are in any of the ranges."""
        ranges = tuple(f"{one.casefold()}-" for one in wanted)
        spoken = {one: f"{(one or self._site.language or '').casefold()}-" for one in self._windows.languages()}
        return [one for one, tag in spoken.items() if tag.startswith(ranges)] or ["-"] if wanted else []

    def _candidate(self, number: int) -> Candidate | None:
        self.digests |= {} if number in self.digests else self._windows.candidates([number])
        return self.digests.get(number)

    def translations(self, plan: Plan) -> tuple[Translation, ...]:
        """The feeds of the other languages."""
        others = (other for other in self.plans if other.language and plan.language and other.language != plan.language)
        places = ((str(other.language), f"{self._site.feeds_location}{other.folder}/") for other in others)
        return tuple(Translation(language=language, location=location) for language, location in places)

    def why_empty(self, plan: Plan) -> str:
        """Why a feed holds nothing."""

        def holds(where: Where | None) -> bool:
            return any(True for _ in self.library.items(replace(plan, entries="story", where=where)))

        if holds(plan.where):
            return f"its first {plan.entries} is not over yet"
        return why_empty(plan.where, holds, self._known_names)

    @cached_property
    def _known_names(self) -> dict[str, list[str]]:
        """What selections can name, by key."""
        return {
            "category": [self._categories.by_term(term).label for term in self._windows.terms()],
            "source": sorted(self._stories.sources(1)) if self._stories else [],
            "lang": sorted(filter(None, (*self._windows.languages(), self._site.language))),
        }

    def past(self) -> set[str]:
        """The folders of feeds that the configuration offered once, those of categories aside."""
        offered = {"/", *(plan.folder for plan in self.plans)}
        return {line.feed for line in self._ledger.feeds.values() if line.category is None} - offered

    def next_border(self) -> datetime | None:
        """When the day or week ends that is under way, if any feed gathers one, or the second of a story comes."""
        zone = self._site.zone
        kinds = {plan.entries for plan in self.plans} & {"day", "week"}
        ends = [around(self._now, "day" if kind == "day" else "week", zone).end for kind in kinds] if zone else []
        return min((*ends, *self.library.pending), default=None)


def _moment(one: Item | Entry) -> datetime:
    return one.published if isinstance(one, Entry) else one.moment


def is_window(plan: Plan) -> bool:
    """Whether a feed is the newest digests of the site or of a category, no more."""
    return plan.entries == "digest" and plan.archive is None and plan.folder in {"", _category_folder(plan)}


def _category_folder(plan: Plan) -> str:
    return f"categories/{plan.category.term}" if plan.category else ""
