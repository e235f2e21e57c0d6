"""Digests matched with the ledger's entries, the surest evidence first; what is not unique is no evidence."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from urllib.parse import unquote

from feedpub import identity
from feedpub.config import Site
from feedpub.index.heads import Heads
from feedpub.index.rows import Trace
from feedpub.memory.alike import Texts
from feedpub.memory.ledger import EntryLine, Ledger


class Matching:
    """``of`` has the lines by the numbers of the digests; ``owners`` are the digests that claim the id of an entry."""

    def __init__(self, heads: Heads, ledger: Ledger, texts: Texts) -> None:
        self._heads = heads
        self._digests: dict[int, Trace] = {}
        self._lines = list(ledger.entries.values())
        self.of: dict[int, EntryLine] = {}
        at_home = list(heads.traces("path", {line.source for line in self._lines}))
        self.owners = [digest for digest in heads.owned() if digest.own in ledger.entries]
        self._by_own_id(ledger, {digest.path for digest in at_home})
        self._by_more_than_one_trace(at_home)
        # A new file where a withdrawn one was, or with its words, is a new digest.
        self._lines = [line for line in self._lines if not line.withdrawn]
        alike = [digest for digest in self._having("fingerprint", lambda e: e.hash) if texts.has_stories(digest)]
        self._by(alike, lambda d: d.fingerprint, lambda e: e.hash)
        self._by(at_home, lambda d: d.path, lambda e: e.source)

    def pairs(self) -> Iterator[tuple[Trace, EntryLine]]:
        """The digests with their lines."""
        return ((self._digests[number], line) for number, line in self.of.items())

    def moved(self, site: Site) -> Iterator[tuple[Trace, Trace]]:
        """Digests that are no longer where their ids were minted, each with the one that is there now."""
        mint = identity.mint(site, "digests/")
        away = {
            unquote(line.entry.removeprefix(mint)): digest
            for digest, line in self.pairs()
            if line.entry.startswith(mint) and line.entry != identity.mint(site, f"digests/{digest.path}")
        }
        for digest in self._heads.traces("path", away):
            if away[digest.path].number != digest.number:
                yield away[digest.path], digest

    def _by_own_id(self, ledger: Ledger, places: set[str]) -> None:
        for digest in self.owners:
            line = ledger.entries[digest.own or ""]
            if line.source == digest.path or line.source not in places:
                self._match(digest, line)
        self._leave_matched()

    def _by_more_than_one_trace(self, at_home: list[Trace]) -> None:
        shared = self._heads.shared_dates() if self._lines else frozenset()
        # Where no other digest has its date, one that is at home need not be compared with all.
        self._by_all([one for one in at_home if one.published not in shared])
        self._by_all(self._having("published", _unix))
        self._by(at_home, lambda d: (d.path, d.fingerprint), lambda e: (e.source, e.hash))
        self._by(at_home, lambda d: (d.path, d.title, d.published), lambda e: (e.source, e.title, _unix(e)))
        same_text = self._having("fingerprint", lambda e: e.hash)
        self._by(same_text, lambda d: (d.fingerprint, d.title), lambda e: (e.hash, e.title))
        same_date = self._having("published", _unix)
        self._by(same_date, lambda d: (d.title, d.published), lambda e: (e.title, _unix(e)))
        self._by(same_date, lambda d: (d.fingerprint, d.published), lambda e: (e.hash, _unix(e)))

    def _by_all(self, digests: Iterable[Trace]) -> None:
        self._by(digests, lambda d: (d.fingerprint, d.title, d.published), lambda e: (e.hash, e.title, _unix(e)))

    def _having(self, column: str, of_line: Callable[[EntryLine], str | int]) -> list[Trace]:
        """The digests without a line that share a trace with a line without a digest."""
        values = {of_line(line) for line in self._lines}
        found = self._heads.traces(column, values) if values else ()
        return [digest for digest in found if digest.number not in self.of]

    def _match(self, digest: Trace, line: EntryLine) -> None:
        self.of[digest.number] = line
        self._digests[digest.number] = digest

    def _leave_matched(self) -> None:
        taken = {line.entry for line in self.of.values()}
        self._lines = [line for line in self._lines if line.entry not in taken]

    def _by(
        self, digests: Iterable[Trace], of_digest: Callable[[Trace], Hashable], of_line: Callable[[EntryLine], Hashable]
    ) -> None:
        if not self._lines:
            return
        unmatched = [digest for digest in digests if digest.number not in self.of]
        keys = Counter(map(of_digest, unmatched))
        counts = Counter(map(of_line, self._lines))
        lines = {of_line(line): line for line in self._lines}
        for digest in unmatched:
            key = of_digest(digest)
            if keys[key] == counts[key] == 1:
                self._match(digest, lines[key])
        self._leave_matched()


def _unix(line: EntryLine) -> int:
    return int(line.published.timestamp())
