"""What was published before: the ledger, last good entries, and feeds that only the live site still has."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from feedpub.composition.listing import Composition
from feedpub.composition.lost import Shown
from feedpub.config import Site
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.memory import ledger
from feedpub.memory.ledger import Ledger
from feedpub.model import Entry
from feedpub.publishing.orders import Orders
from feedpub.standstill.listing import State, state

_NAME = "ledger and feeds"


class Past:
    """The ``ledger`` of the feeds folder, else of the live site, else a new one; ``refused``: why that may not be."""

    def __init__(self, site: Site, orders: Orders, index: Index) -> None:
        self._site = site
        self._is_whole = index.record[_NAME] == self._states()
        self._resumed_from: str | None = None
        self.refused: tuple[str, ...] = ()
        self.ledger = self._ledger(orders)

    def _ledger(self, orders: Orders) -> Ledger:
        folder = self._site.feeds_folder
        found = ledger.read(folder / ledger.NAME)
        if found is not None:
            return found
        if orders.resume_from is not None:
            return self._resumed(orders.resume_from, or_new=orders.accept)
        if self._has_feeds():
            fact = f"there are feeds in {folder}, but their {ledger.NAME} is gone"
            repair = "take it from a backup, from version control or with --resume-from, or start anew with --accept"
            self.refused = (f"{fact}; {repair}",)
        return Ledger()

    def remember(self, index: Index) -> None:
        """Note that the ledger knows of all that the feeds show, as long as none of them is another than now.

        Of a feed in a format that is no longer written nobody knows what it shows.
        """
        given_up = (made for made in FORMATS.values() if made.name not in self._site.feeds.formats)
        if not any((self._site.feeds_folder / made.filename).exists() for made in given_up):
            index.record[_NAME] = self._states()

    def _states(self) -> tuple[State, ...]:
        """The ledger's, and those of the site's own feeds."""
        feeds = (self._site.feeds_folder / made.filename for made in FORMATS.values())
        return tuple(map(state, (self._site.ledger_file, *feeds)))

    def _has_feeds(self) -> bool:
        return any((self._site.feeds_folder / made.filename).exists() for made in FORMATS.values())

    def _resumed(self, url: str, *, or_new: bool) -> Ledger:
        from feedpub.publishing import resume

        self._resumed_from = url
        found = resume.ledger(url, or_new=or_new)
        return found if found is not None else Ledger()

    def kept(self, broken: frozenset[str]) -> list[Entry]:
        """The last good entries of broken digests, by their paths, from the feeds that were published."""
        lost = [line for line in self.ledger.entries.values() if line.source in broken and not line.withdrawn]
        if not lost:
            return []
        from feedpub.publishing import kept

        categories = (f"categories/{term}" for line in lost for term in line.categories)
        folders = {"", *categories, *(offer.slug for offer in self._site.offers)}
        in_full = self._site.feeds.content == "full"
        return kept.entries(self._site.feeds_folder, lost, dict(self._fetched(folders)), in_full=in_full)

    def verbatim(self, folder: str, lines: Mapping[str, Shown]) -> list[Entry]:
        """The entries with these ids, as the published feed in a folder has them."""
        if not lines:
            return []
        from feedpub.publishing import kept

        return kept.verbatim(self._site.feeds_folder / folder, lines, dict(self._fetched([folder])))

    @cache  # noqa: B019
    def shown(self) -> Mapping[tuple[str, datetime], str]:
        """The ids in the site's own feed by title and date, for entries that the ledger may lack."""
        if self._is_whole or not self._has_feeds():
            return {}
        from feedpub.publishing import kept

        return kept.shown(self._site.feeds_folder)

    def has_page(self, url: str) -> bool:
        """Whether the page at a URL is in the feeds folder."""
        return (self._site.feeds_folder / url.removeprefix(self._site.feeds_location) / "index.html").exists()

    def begin(self, remembered: Ledger, place: Callable[[Path, Sequence[bytes]], None]) -> None:
        """Begin the first ledger of all before the first feed: feeds without one would count as lost."""
        path = self._site.feeds_folder / ledger.NAME
        if self._resumed_from is None and not path.exists():
            place(path, [bytes(Ledger(feeds={"/": remembered.feeds["/"]}))])

    def files(self, composition: Composition) -> Iterator[tuple[str, bytes]]:
        """The files of feeds that nothing can fill any more, where this machine has not got them yet."""
        past = {address.strip("/") for address in composition.ledger.feeds}
        beside: tuple[str, ...] = ()
        if self._resumed_from is not None and self._site.pages.enabled:
            from feedpub import pages

            beside = pages.BESIDE
        return self._fetched(past - {listing.folder for listing in composition.listings}, beside)

    def _fetched(self, folders: Iterable[str], beside: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
        if self._resumed_from is None:
            return
        from feedpub.publishing import resume

        for folder in sorted(folders):
            for name in (*(FORMATS[name].filename for name in self._site.feeds.formats), *beside):
                path = f"{folder}/{name}".lstrip("/")
                if not (self._site.feeds_folder / path).exists() and (data := resume.file(self._resumed_from, path)):
                    yield path, data
