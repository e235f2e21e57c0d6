"""A category's feed against the site's: whatever is in it is in the site's, too, or older than all that is there."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from feedpub.check.moments.dated import moment
from feedpub.check.reading.document import Document
from feedpub.check.reading.places import Places
from feedpub.check.rules import notices
from feedpub.findings import Finding


class _Shown(Struct, frozen=True, kw_only=True):
    file: str
    ids: frozenset[str | None]
    oldest: datetime | None


class Categories:
    """What the site's own feed shows, once it has been read: of each format the ids and the oldest date."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.shown: dict[str, _Shown] = {}

    def findings(self, document: Document) -> Iterator[Finding]:
        """Entries of a category's feed that are missing from the site's; the site's own feed has to come first."""
        place = self.places.below(document.file)
        if place is None:
            return
        if place.parent == Path():
            self._remember(place.name, document)
        elif place.parts[0] == "categories" and place.name in self.shown:
            yield from self._ahead(document, self.shown[place.name])

    def _remember(self, name: str, document: Document) -> None:
        moments = [found[1] for entry in document.entries if (found := moment(document, entry))]
        ids = frozenset(entry.key for entry in document.entries)
        self.shown[name] = _Shown(file=document.file, ids=ids, oldest=min(moments, default=None))

    def _ahead(self, document: Document, site: _Shown) -> Iterator[Finding]:
        for entry in document.entries:
            found = moment(document, entry)
            if entry.key in site.ids or found is None or site.oldest is None or found[1] <= site.oldest:
                continue
            ledger = self.places.ledger
            if entry.key in ledger.stories or entry.key in ledger.periods:
                continue  # of another granularity than the site's
            # A category's feed outlives its digests, as subscribers know it; the site's feed goes on without them.
            line = ledger.entries.get(entry.key or "")
            if line is None or not line.withdrawn:
                fact = f'entry "{entry.key}" is not in {site.file}, though that shows older ones'
                yield notices.finding(
                    "category-ahead", document.file, fact, "run feedpub build", line=entry.line, entry=entry.key
                )
