"""Fingerprints where they are needed: a first build, which has no ledger to compare texts with, reads heads without.

Later, whatever subscribers have been shown has one; what has not been shown needs none. Who takes a fingerprint has
read a file to its end, and knows that all of it can be read.
"""

from msgspec.structs import replace

from feedpub.config import Site
from feedpub.digests.metadata import Head
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.errors import ChangedError
from feedpub.index import Index
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed, Trace
from feedpub.standstill.listing import state

_NAME = "ledger"


def is_needed(index: Index, site: Site, *, resuming: bool, thorough: bool) -> bool:
    """Whether the texts of new digests are to be compared with a ledger's, or all files to be read to their ends.

    Forgets the index if that has been read without, and the ledger is not the one that came of that.
    """
    ledger = state(site.ledger_file)
    if ledger is None and not resuming and not thorough:
        return False
    if (thorough or index.record[_NAME] != ledger) and index.heads.have_gaps():
        index.clear()
    return True


def remember(index: Index, site: Site) -> None:
    """Note the ledger that a build has written."""
    index.record[_NAME] = state(site.ledger_file)


class Hashing:
    """Fills in the fingerprints of digests that have none yet."""

    def __init__(self, heads: Heads, source: Source, site: Site) -> None:
        self._heads, self._source, self._site = heads, source, site

    def filed(self, one: Filed) -> Filed:
        """The head, with its fingerprint. Raises ChangedError when its file is no longer what it was."""
        if one.fingerprint:
            return one
        found = self._read(one)
        if (found.updated, found.categories, found.slug, found.url) != (one.updated, one.categories, one.slug, one.url):
            raise ChangedError(one.shown)
        return replace(one, fingerprint=found.fingerprint)

    def trace(self, one: Trace) -> Trace:
        """The trace, with its fingerprint. Raises ChangedError when its file is no longer what it was."""
        return one if one.fingerprint else one._replace(fingerprint=self._read(one).fingerprint)

    def _read(self, one: Filed | Trace) -> Head:
        from feedpub.digests import contents, head

        notes = Notes(self._source.shown(one.path))
        try:
            found = head.read(contents.read(self._source.shown(one.file), notes), one.path, self._site, notes)
        except RefusedError:
            raise ChangedError(notes.shown) from None
        date = one.published if isinstance(one, Filed) else one.date
        if (found.title, found.published) != (one.title, date):
            raise ChangedError(notes.shown)
        self._heads.learn_fingerprint(one.number, found.fingerprint)
        return found
