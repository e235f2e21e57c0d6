"""Digests and what subscribers have seen of them → Feeds: the whole site's and one for each category. Pure."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feedpub import entries, history, identity
from feedpub.categories import Categories
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding, Severity
from feedpub.history import Changes
from feedpub.ledger import EntryLine, FeedLine, Ledger
from feedpub.model import Entry, Feed, Link
from feedpub.recognise import Known, Recognition, Shown, recognise


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """The feeds, the site's own first, each at its folder and at those that it had before; and what goes with them.

    ``digests`` counts those whose date has come; ``windows`` are the entries that the last build's feeds held: the
    site's own, and all together; ``scheduled`` are the dates that are yet to come, the next first; ``retired`` are the
    folders of categories that no digest has any more, and old addresses.
    """

    feeds: tuple[tuple[str, Feed], ...]
    ledger: Ledger
    changes: Changes
    digests: int
    windows: tuple[frozenset[str], ...]
    scheduled: tuple[datetime, ...]
    retired: tuple[str, ...]
    findings: tuple[Finding, ...]

    def pruned(self) -> "Composition":
        """The same without the retired feeds."""
        feeds = tuple((folder, feed) for folder, feed in self.feeds if folder not in self.retired)
        return replace(self, feeds=feeds, ledger=self.ledger.without(self.retired), retired=())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """An entry that feeds may show: of a known digest, or the last good one of a digest that is broken now.

    ``terms`` are its categories, ``before`` those that it was in.
    """

    id: str
    published: datetime
    terms: frozenset[str]
    before: frozenset[str]
    known: Known | None = None
    url: str = ""
    entry: Entry | None = None


def feeds(
    digests: Sequence[Digest],
    site: Site,
    now: datetime,
    ledger: Ledger | None = None,
    kept: Sequence[Entry] = (),
    broken: frozenset[str] = frozenset(),
    shown: Shown | None = None,
) -> Composition:
    """The feeds of a site at the moment ``now``, entries newest first, ties by id.

    ``kept`` are last good entries of digests that are ``broken`` now (their paths); ``shown`` are ids in the published
    feeds, for entries that the ledger lacks. A digest whose date is still to come waits. Raises ConfigError when
    configured categories contradict each other or the ledger.
    """
    ledger = ledger or Ledger()
    return _Composer(site, now, ledger).composition(recognise(digests, ledger, site, shown), kept, broken)


class _Composer:
    def __init__(self, site: Site, now: datetime, ledger: Ledger) -> None:
        self.site, self.now, self.ledger = site, now, ledger
        self.categories = Categories(site, ledger.feeds.values())
        self.retired: frozenset[str] = frozenset()
        self.findings: list[Finding] = []

    def composition(self, recognition: Recognition, kept: Sequence[Entry], broken: frozenset[str]) -> Composition:
        due = [known for known in recognition.known if known.digest.published <= self.now]
        candidates = [*self._candidates(due), *map(self._kept, kept)]
        windows = self._windows(candidates)
        shown = self._shown(windows)
        lines = {entry.id: line for entry, line in shown.values()}
        published = history.windows(self.ledger, self.site.feeds.limit)
        lost = frozenset().union(*published) - {candidate.id for candidate in candidates}
        gone = [self.ledger.entries[name] for name in sorted(lost)]
        made = {term: self._feed(term, [shown[one.id][0] for one in window]) for term, window in windows.items()}
        return Composition(
            feeds=(
                *((_folder(term), feed) for term, feed in made.items()),
                *((_folder(old), made[new]) for old, new in sorted(self.categories.moved.items()) if new in made),
            ),
            ledger=self._next_ledger(lines, recognition.known, made, broken),
            changes=history.changes(lines, self.ledger, gone, recognition.replaced),
            digests=len(due),
            windows=published,
            scheduled=tuple(
                sorted(known.digest.published for known in recognition.known if known.digest.published > self.now)
            ),
            retired=tuple(sorted(map(_folder, self.retired | self.categories.moved.keys()))),
            findings=(*recognition.findings, *self.findings),
        )

    def _candidates(self, due: Iterable[Known]) -> Iterator[_Candidate]:
        pages: dict[str, Digest] = {}
        for known in due:
            digest = known.digest
            self._learn_categories(digest)
            url = identity.permalink(digest, self.site)
            if (other := pages.setdefault(url, digest)) is not digest:
                fact = f"this digest has the address of {other.shown}: {url}"
                self._note("permalink-not-unique", digest, 1, fact, "add {path} or {day} to source.permalink")
            terms = frozenset(category.term for category in self.categories.of(digest.categories))
            yield _Candidate(
                id=known.id,
                published=digest.published,
                terms=terms,
                before=self._terms(known.line),
                known=known,
                url=url,
            )

    def _kept(self, entry: Entry) -> _Candidate:
        terms = self._terms(self.ledger.entries[entry.id])
        return _Candidate(id=entry.id, published=entry.published, terms=terms, before=terms, entry=entry)

    def _terms(self, line: EntryLine | None) -> frozenset[str]:
        """The categories that an entry was in, under their present slugs."""
        return frozenset(self.categories.present(term) for term in line.categories) if line else frozenset()

    def _learn_categories(self, digest: Digest) -> None:
        for clash in self.categories.add(digest.categories):
            fact = f'categories "{clash.name}" and "{clash.other}" both become "{clash.slug}"'
            repair = (
                f'add aliases = ["{clash.name}"] to [categories."{clash.other}"] in feedpub.toml to merge them, '
                f'or a slug to [categories."{clash.name}"] to part them; until then it is in no feed of "{clash.name}"'
            )
            self._note("categories-clash", digest, digest.category_line, fact, repair)

    def _note(self, rule: str, digest: Digest, line: int, fact: str, repair: str, severity: Severity = "error") -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=digest.shown, line=line, message=fact, repair=repair)
        )

    def _windows(self, candidates: Sequence[_Candidate]) -> dict[str, list[_Candidate]]:
        """The newest candidates of each feed: the site's (""), the categories' by slug, and those of the past."""
        members: dict[str, list[_Candidate]] = {"": list(candidates)} if candidates else {}
        for candidate in candidates:
            for term in candidate.terms:
                members.setdefault(term, []).append(candidate)
        published = {line.feed.rpartition("/")[2] for line in self.ledger.feeds.values() if line.category is not None}
        self.retired = frozenset(published - members.keys() - self.categories.moved.keys())
        for candidate in candidates:
            for term in candidate.before & self.retired:
                members.setdefault(term, []).append(candidate)
        limit = self.site.feeds.limit
        return {
            term: heapq.nlargest(limit, members[term], key=lambda one: (one.published, one.id))
            for term in sorted(members)
        }

    def _shown(self, windows: Mapping[str, list[_Candidate]]) -> dict[str, tuple[Entry, EntryLine]]:
        """The entries that any feed holds, each made once, with their lines for the ledger."""
        held = {one.id: one for window in windows.values() for one in window}
        newest = max((one.published for one in held.values()), default=self.now)
        return {name: self._entry(one, newest) for name, one in held.items()}

    def _entry(self, one: _Candidate, newest: datetime) -> tuple[Entry, EntryLine]:
        if one.known is None:
            assert one.entry is not None  # noqa: S101
            return one.entry, self.ledger.entries[one.id]
        made = self._until_now(one.known, entries.entry(one.known, one.url, self.site, self.categories))
        settled = history.settle(made, one.known, one.terms, one.before - self.retired, self.now)
        return settled, history.line(settled, one.known, one.terms | (one.before & self.retired), newest)

    def _until_now(self, known: Known, made: Entry) -> Entry:
        """The entry, which cannot have been updated in the future."""
        if made.updated <= self.now:
            return made
        fact = f"lastmod {made.updated.isoformat()} is still to come, so it is not used"
        self._note("updated-in-future", known.digest, 1, fact, "correct it", "warning")
        return replace(made, updated=made.published)

    def _feed(self, term: str, held: list[Entry]) -> Feed:
        """The feed of a category, or ("") of the whole site."""
        site = self.site
        category = self.categories.by_term(term) if term else None
        title = f"{site.title} · {category.label}" if category else site.title
        described = self.categories.description(term) if term else site.description
        return Feed(
            id=self._feed_id(term),
            path=_folder(term),
            location=site.feeds_location + (f"{_folder(term)}/" if term else ""),
            title=title,
            subtitle=described or title,
            updated=max(entry.updated for entry in held),
            links=(Link(href=site.url, type="text/html"),),
            authors=(entries.publisher(site),),
            categories=(category,) if category else (),
            language=site.language,
            entries=tuple(held),
        )

    def _feed_id(self, term: str) -> str:
        """The id that the feed has in the ledger, under its present or an old address; else one minted anew."""
        names = [term, *sorted(old for old, new in self.categories.moved.items() if new == term)]
        known = (self.ledger.feeds.get(_address(name)) for name in names)
        return next((line.id for line in known if line), identity.feed_id(_folder(term), self.site))

    def _next_ledger(
        self, lines: dict[str, EntryLine], known: Iterable[Known], made: Mapping[str, Feed], broken: frozenset[str]
    ) -> Ledger:
        """The ledger after this build: what is not shown now keeps its line, which follows its digest."""
        digests = {one.id: one.digest for one in known}
        past = {
            name: line if line.source in broken else history.hidden(line, digests.get(name), self.now)
            for name, line in self.ledger.entries.items()
            if name not in lines
        }
        feeds = {
            _address(term): FeedLine(feed=_address(term), id=feed.id, category=self.categories.owners.get(term))
            for term, feed in made.items()
        }
        return Ledger(entries=past | lines, feeds=dict(self.ledger.feeds) | feeds)


def _folder(term: str) -> str:
    return f"categories/{term}" if term else ""


def _address(term: str) -> str:
    return _folder(term) or "/"
