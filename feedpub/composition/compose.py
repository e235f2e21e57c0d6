"""Digests and what subscribers have seen of them → what each feed says and lists, and the ledger after that.

Nothing is rendered here: a feed is listed before anything of it is made.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime

from msgspec.structs import replace

from feedpub import identity
from feedpub.categories import Categories, category_folder, ledger_address
from feedpub.composition.homes import homeless
from feedpub.composition.listing import Composition, Listed, Listing
from feedpub.composition.lost import Lost, Published
from feedpub.composition.offering import Offering
from feedpub.composition.order import rank
from feedpub.composition.sheets import listing, publisher
from feedpub.composition.windows import Candidate, Windows
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.findings import Finding, Severity
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed
from feedpub.memory import history
from feedpub.memory.ledger import EntryLine, FeedLine, Ledger
from feedpub.memory.recognise import Known, Recognition
from feedpub.model import Entry, Feed, Link
from feedpub.stories import bodies
from feedpub.stories.story_index import StoryIndex


def feeds(
    heads: Heads, source: Source, site: Site, now: datetime, published: Published, stories: StoryIndex | None
) -> Composition:
    """The feeds of a site at the moment ``now``, entries newest first, ties by id.

    ``stories`` is the index of stories, if it is needed. Raises ConfigError when configured categories contradict each
    other or the ledger, ChangedError.
    """
    return Composer(heads, source, site, now, published, stories).composition()


class Composer:
    """What ``feeds`` does, with the plans in ``offering``."""

    def __init__(
        self,
        heads: Heads,
        source: Source,
        site: Site,
        now: datetime,
        published: Published,
        stories: StoryIndex | None,
    ) -> None:
        self.heads, self.source, self.site, self.now, self.published = heads, source, site, now, published
        self.ledger = ledger = published.ledger
        self.categories = Categories(site, ledger.feeds.values(), heads.slugs())
        self.recognition = Recognition(heads, ledger, site, source, published.shown)
        self.windows = Windows(
            heads, source, self.recognition, self.categories, ledger, now=now, limit=site.feeds.limit
        )
        self.offering = Offering(
            windows=self.windows,
            categories=self.categories,
            site=site,
            ledger=ledger,
            now=now,
            read=lambda head: bodies.read(head, source, site).digest,
            stories=stories,
            lost=Lost(heads.broken(), published),
            replaced=self.recognition.replaced,
        )
        self.pages: dict[str, Filed] = {}
        self.findings: list[Finding] = []

    def composition(self) -> Composition:
        """The feeds of this moment."""
        kept = self.published.kept(self.heads.broken())
        windows = self.windows.of(kept)
        sheets = self.offering.sheets()
        shown = {one.id: one for window in windows.values() for one in window} | self.offering.used(sheets)
        listed = {one.id: self._listed(one) for one in sorted(shown.values(), key=rank)}
        lines = self._lines(shown, listed)
        made = {
            term: Listing(
                folder=category_folder(term),
                feed=self._feed(term, [listed[one.id] for one in window]),
                entries=tuple(listed[one.id] for one in window),
                formats=self.site.feeds.formats,
                max_bytes=self.site.feeds.max_bytes,
                categories=self.windows.members.get(term),
            )
            for term, window in windows.items()
        }
        others = [listing(sheet, listed, self.site, self.now) for sheet in sheets if sheet.held or sheet.chain.page]
        return Composition(
            listings=self._all_listings(made, others),
            told=(*listed.values(), *self._homeless(listed)),
            before=self.ledger,
            ledger=self._next_ledger(lines, made, others),
            changes=history.changes(
                lines, self.ledger, self._gone({entry.id for entry in kept}), self.recognition.replaced
            ),
            digests=self.windows.due(),
            limit=self.site.feeds.limit,
            scheduled=self.windows.scheduled(),
            retired=tuple(
                sorted(
                    {*map(category_folder, self.windows.retired | self.categories.moved.keys()), *self.offering.past()}
                )
            ),
            findings=(*self.recognition.findings, *self.windows.findings, *self.offering.findings, *self.findings),
            border=self.offering.next_border(),
        )

    def _homeless(self, listed: Mapping[str, Listed]) -> Iterator[Listed]:
        found = homeless(self.recognition, self.ledger, listed, self.site, self.now, self.published.has_page)
        return map(self._listed, self.windows.candidates(found).values())

    def _all_listings(self, made: Mapping[str, Listing], others: Sequence[Listing]) -> tuple[Listing, ...]:
        """In the order of their plans, the site's own first; then those of the past, and old addresses."""
        replaced = {listing.folder for listing in others}
        listings = [*(one for one in made.values() if one.folder not in replaced), *others]
        moved = [
            replace(listing, folder=category_folder(old))
            for old, new in sorted(self.categories.moved.items())
            for listing in listings
            if listing.folder == category_folder(new)
        ]
        places = {plan.folder: place for place, plan in enumerate(self.offering.plans)}
        listings.sort(key=lambda listing: places.get(listing.folder, len(places)))
        return (*listings, *moved)

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
        url = self._address(one.of)
        before = one.before - self.windows.retired
        return Listed(
            id=one.id,
            url=url,
            published=one.published,
            updated=history.settled(one.of, url, self._until_now(head), one.terms, before, self.now),
            categories=self.categories.of(head.categories),
            of=head,
            has_own_page=identity.has_own_page(head, self.site),
        )

    def _address(self, known: Known) -> str:
        head = known.head
        url = identity.permalink(head, known.id, self.site)
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
            id=self.offering.feed_id(category_folder(term)),
            path=category_folder(term),
            location=site.feeds_location + (f"{category_folder(term)}/" if term else ""),
            title=title,
            subtitle=described or title,
            updated=max(entry.updated for entry in listed),
            links=(Link(href=site.url, type="text/html"),),
            authors=(publisher(site),),
            categories=(category,) if category else (),
            language=site.language,
            entries=(),
        )

    def _next_ledger(
        self, lines: Mapping[str, EntryLine], made: Mapping[str, Listing], others: Sequence[Listing]
    ) -> Ledger:
        """The ledger after this build: what is not shown now keeps its line, which follows its digest."""
        broken, digests = self.heads.broken(), self.recognition.present
        past = {
            name: line if line.source in broken else history.hidden(line, digests.get(name), self.now)
            for name, line in self.ledger.entries.items()
            if name not in lines
        }
        feeds = {
            ledger_address(term): FeedLine(
                feed=ledger_address(term), id=one.feed.id, category=self.categories.owners.get(term)
            )
            for term, one in made.items()
        }
        feeds |= {
            one.folder: FeedLine(feed=one.folder, id=one.feed.id)
            for one in others
            if one.is_live and one.folder not in feeds and one.folder
        }
        stories, periods = self.offering.library.lines({entry.id for one in others for entry in one.entries})
        return Ledger(
            entries={**past, **lines},
            feeds={**self.ledger.feeds, **feeds},
            stories={**self.ledger.stories, **stories},
            periods={**self.ledger.periods, **periods},
        )

    def _gone(self, kept: Set[str]) -> list[EntryLine]:
        """The entries that the last build's feeds held, and that no feed may show now."""
        now = self.now.timestamp()
        due = {name for name, digest in self.recognition.present.items() if digest.published <= now} | kept
        lost = {name: line for name, line in self.ledger.entries.items() if not line.withdrawn and name not in due}
        if not lost:
            return []
        _, published = history.windows(self.ledger, self.site.feeds.limit)
        return [lost[name] for name in sorted(published & lost.keys())]

    def _note(self, rule: str, head: Filed, fact: str, repair: str, severity: Severity = "error") -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=head.shown, line=1, message=fact, repair=repair)
        )
