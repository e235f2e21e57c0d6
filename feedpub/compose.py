"""Digests and what subscribers have seen of them → what each feed says and lists, and the ledger after that.

Nothing is rendered here: a feed is listed before anything of it is made.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

import msgspec

from feedpub import history, identity
from feedpub.categories import Categories
from feedpub.config import Site
from feedpub.findings import Finding, Severity
from feedpub.index.heads import Filed, Heads
from feedpub.ledger import EntryLine, FeedLine, Ledger
from feedpub.listing import Composition, Listed, Listing
from feedpub.model import Entry, Feed, Link, Person
from feedpub.recognise import Recognition
from feedpub.source import Source
from feedpub.windows import Candidate, Windows


def publisher(site: Site) -> Person:
    """The author of what names none."""
    return site.author or Person(name=site.title)


def feeds(
    heads: Heads, source: Source, site: Site, now: datetime, ledger: Ledger, kept: Sequence[Entry] = ()
) -> Composition:
    """The feeds of a site at the moment ``now``, entries newest first, ties by id.

    ``kept`` are last good entries of digests that are broken now. Raises ConfigError when configured categories
    contradict each other or the ledger.
    """
    return _Composer(heads, source, site, now, ledger).composition(kept)


class _Composer:
    def __init__(self, heads: Heads, source: Source, site: Site, now: datetime, ledger: Ledger) -> None:
        self.heads, self.site, self.now, self.ledger = heads, site, now, ledger
        self.categories = Categories(site, ledger.feeds.values())
        self.recognition = Recognition(heads, ledger, site, source)
        self.windows = Windows(
            heads, source, self.recognition, self.categories, ledger, now=now, limit=site.feeds.limit
        )
        self.pages: dict[str, Filed] = {}
        self.findings: list[Finding] = []

    def composition(self, kept: Sequence[Entry]) -> Composition:
        windows = self.windows.of(kept)
        shown = {one.id: one for window in windows.values() for one in window}
        oldest_first = sorted(shown.values(), key=lambda one: (one.published, one.id))
        listed = {one.id: self._listed(one) for one in oldest_first}
        lines = self._lines(shown, listed)
        made = {
            term: Listing(
                folder=_folder(term),
                feed=self._feed(term, [listed[one.id] for one in window]),
                entries=tuple(listed[one.id] for one in window),
            )
            for term, window in windows.items()
        }
        moved = sorted((old, new) for old, new in self.categories.moved.items() if new in made)
        return Composition(
            listings=(*made.values(), *(replace(made[new], folder=_folder(old)) for old, new in moved)),
            before=self.ledger,
            ledger=self._next_ledger(lines, made),
            changes=history.changes(
                lines, self.ledger, self._gone({entry.id for entry in kept} | shown.keys()), self.recognition.replaced
            ),
            digests=self.windows.due(),
            limit=self.site.feeds.limit,
            scheduled=self.windows.scheduled(),
            retired=tuple(sorted(map(_folder, self.windows.retired | self.categories.moved.keys()))),
            findings=(*self.recognition.findings, *self.windows.findings, *self.findings),
        )

    def _listed(self, one: Candidate) -> Listed:
        """A candidate with its address, and the moment since which it is what it is."""
        if isinstance(one.of, Entry):
            kept = one.of
            return Listed(
                id=one.id,
                url=kept.url,
                published=kept.published,
                updated=kept.updated,
                categories=kept.categories,
                of=kept,
            )
        head = one.of.head
        url = self._address(head)
        before = one.before - self.windows.retired
        return Listed(
            id=one.id,
            url=url,
            published=one.published,
            updated=history.settled(one.of, url, self._until_now(head), one.terms, before, self.now),
            categories=self.categories.of(head.categories),
            of=head,
        )

    def _address(self, head: Filed) -> str:
        url = identity.permalink(head, self.site)
        other = self.pages.setdefault(url, head)
        if other is not head:
            fact = f"this digest has the address of {other.shown}: {url}"
            self._note("permalink-not-unique", head, fact, "add {path} or {day} to source.permalink")
        return url

    def _until_now(self, head: Filed) -> datetime:
        """When a digest says that it was updated, which cannot be in the future."""
        if head.updated <= self.now:
            return head.updated
        fact = f"lastmod {head.updated.isoformat()} is still to come, so it is not used"
        self._note("updated-in-future", head, fact, "correct it", "warning")
        return head.published

    def _lines(self, shown: Mapping[str, Candidate], listed: Mapping[str, Listed]) -> dict[str, EntryLine]:
        """The ledger's lines of the entries that any feed lists."""
        newest = max((one.published for one in shown.values()), default=self.now)
        return {name: self._line(one, listed[name], newest) for name, one in shown.items()}

    def _line(self, one: Candidate, listed: Listed, newest: datetime) -> EntryLine:
        if isinstance(one.of, Entry):
            return self.ledger.entries[one.id]
        terms = one.terms | (one.before & self.windows.retired)
        return history.line(one.of, listed.url, listed.updated, terms, newest)

    def _feed(self, term: str, listed: Sequence[Listed]) -> Feed:
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
            updated=max(entry.updated for entry in listed),
            links=(Link(href=site.url, type="text/html"),),
            authors=(publisher(site),),
            categories=(category,) if category else (),
            language=site.language,
            entries=(),
        )

    def _feed_id(self, term: str) -> str:
        """The id that the feed has in the ledger, under its present or an old address; else one minted anew."""
        names = [term, *sorted(old for old, new in self.categories.moved.items() if new == term)]
        known = (self.ledger.feeds.get(_address(name)) for name in names)
        return next((line.id for line in known if line), identity.feed_id(_folder(term), self.site))

    def _next_ledger(self, lines: Mapping[str, EntryLine], made: Mapping[str, Listing]) -> Ledger:
        """The ledger after this build: what is not shown now keeps its line, with the place and fate of its digest."""
        broken = self.heads.broken()
        before = self.ledger.entries
        sources = {name: line.source for name, line in before.items() if line.source in broken} if broken else {}
        sources |= self.recognition.sources
        past = {name: _fate(line, sources.get(name)) for name, line in before.items() if name not in lines}
        feeds = {
            _address(term): FeedLine(feed=_address(term), id=one.feed.id, category=self.categories.owners.get(term))
            for term, one in made.items()
        }
        return Ledger(entries={**past, **lines}, feeds=dict(self.ledger.feeds) | feeds)

    def _gone(self, alive: Set[str]) -> list[EntryLine]:
        """The entries that the last build's feeds held and that have lost their digest."""
        present = self.recognition.sources.keys() | alive
        lost = {name: line for name, line in self.ledger.entries.items() if not line.withdrawn and name not in present}
        visible = history.visible(self.ledger, self.site.feeds.limit) if lost else frozenset()
        return [lost[name] for name in sorted(visible & lost.keys())]

    def _note(self, rule: str, head: Filed, fact: str, repair: str, severity: Severity = "error") -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=head.shown, line=1, message=fact, repair=repair)
        )


def _fate(line: EntryLine, source: str | None) -> EntryLine:
    """A line whose digest is now at ``source``, or nowhere."""
    changed = (line.source, line.withdrawn) != (source or line.source, source is None)
    return msgspec.structs.replace(line, source=source or line.source, withdrawn=source is None) if changed else line


def _folder(term: str) -> str:
    return f"categories/{term}" if term else ""


def _address(term: str) -> str:
    return _folder(term) or "/"
