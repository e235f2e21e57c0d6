"""Which digest is which entry: an entry keeps its id for life, wherever its file goes and whatever is edited."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from feedpub import identity
from feedpub.config import Site
from feedpub.findings import Finding
from feedpub.index.heads import Filed, Heads, Trace
from feedpub.ledger import EntryLine, Ledger
from feedpub.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A digest with its entry's id, and what the ledger says of that entry; ``None`` if subscribers never saw it."""

    head: Filed
    id: str
    line: EntryLine | None


class Recognition:
    """The ids of digests: their own, else their entries' in the ledger, else minted from their paths.

    An entry is recognised by path and text, by path, title and date, by its text alone (a renamed file), by title and
    date alone (renamed and edited), and last by its path alone (retitled in place). Two digests that claim one id,
    or are copies of each other, are a finding: the one that was published first is kept.

    ``replaced`` tells old ids and the ones that replace them; ``refused`` are the numbers of the digests that have no
    id and are not published; ``sources`` the paths of the ledger's entries that have their digest.
    """

    def __init__(self, heads: Heads, ledger: Ledger, site: Site, source: Source) -> None:
        self._heads, self._ledger, self._site, self._source = heads, ledger, site, source
        self._matching = _Matching(heads, ledger)
        self.findings: list[Finding] = []
        self.refused: set[int] = set()
        self._refuse_namesakes()
        self._refuse_copies()
        lines = {line.entry: digest for digest, line in self._matching.pairs() if digest.number not in self.refused}
        self.replaced = {name: digest.own for name, digest in lines.items() if digest.own and digest.own != name}
        self._present = {self.replaced.get(name, name): digest for name, digest in lines.items()}
        owners = (digest for digest in self._matching.owners if digest.number not in self.refused)
        self._present |= {digest.own: digest for digest in owners if digest.own}

    @property
    def sources(self) -> dict[str, str]:
        """The paths of the entries in the ledger that have their digest."""
        return {name: digest.path for name, digest in self._present.items() if name in self._ledger.entries}

    def lines(self) -> Iterator[tuple[int, EntryLine]]:
        """The digests of entries in the ledger, by their numbers."""
        for name, digest in self._present.items():
            if line := self._ledger.entries.get(name):
                yield digest.number, line

    def known(self, heads: Iterable[Filed]) -> Iterator[Known]:
        """Digests that are not refused, with their ids."""
        heads = list(heads)
        minted = {head.number: self._minted(head) for head in heads if head.number not in self._matching.of}
        claimed = {trace.own for trace in self._heads.traces("own", minted.values())}
        for head in heads:
            line = self._matching.of.get(head.number)
            if head.id is not None:
                yield Known(head=head, id=head.id, line=self._ledger.entries.get(head.id))
            elif line is not None:
                yield Known(head=head, id=line.entry, line=line)
            else:
                yield Known(head=head, id=self._free(minted[head.number], claimed), line=None)

    def _minted(self, head: Filed) -> str:
        return identity.mint(self._site, f"digests/{head.path}")

    def _free(self, minted: str, claimed: Iterable[str | None]) -> str:
        """A minted id that no entry of the ledger and no other digest has."""
        names = (f"{minted}~{number}" if number > 1 else minted for number in count(1))
        return next(name for name in names if name not in self._ledger.entries and name not in claimed)

    def _refuse_namesakes(self) -> None:
        held = {line.entry: digest for digest, line in self._matching.pairs()}
        for digest in self._matching.owners:
            if digest.own in held and held[digest.own].number != digest.number:
                self._refuse_id(digest, digest.own, held[digest.own])
        for first, *others in self._heads.namesakes():
            holder = held.get(first.own or "", first)
            for digest in (first, *others):
                if digest.number != holder.number and digest.number not in self.refused:
                    self._refuse_id(digest, digest.own or "", holder)

    def _refuse_copies(self) -> None:
        for alike in self._heads.copies():
            original: Trace | None = None
            for digest in alike:
                if digest.number in self.refused:
                    continue
                if original and digest.own is None and digest.number not in self._matching.of:
                    fact = f"this digest is a copy of {self._source.shown(original.path)}, so it is not published"
                    self._refuse("digest-copied", digest, fact, "remove one of them")
                original = original or digest

    def _refuse_id(self, digest: Trace, name: str, holder: Trace) -> None:
        fact = f"this digest has the id of {self._source.shown(holder.path)} ({name}), so it is not published"
        self._refuse("id-not-unique", digest, fact, "remove its id, or give it another")

    def _refuse(self, rule: str, digest: Trace, fact: str, repair: str) -> None:
        self.refused.add(digest.number)
        file = self._source.shown(digest.path)
        self.findings.append(Finding(rule=rule, severity="error", file=file, line=1, message=fact, repair=repair))


class _Matching:
    """Digests matched with the ledger's entries, the surest evidence first; what is not unique is no evidence.

    ``of`` has the lines by the numbers of the digests; ``owners`` are the digests that claim the id of an entry.
    """

    def __init__(self, heads: Heads, ledger: Ledger) -> None:
        self._heads = heads
        self._digests: dict[int, Trace] = {}
        self.of: dict[int, EntryLine] = {}
        self.lines = list(ledger.entries.values())
        at_home = list(heads.traces("path", {line.source for line in self.lines}))
        paths = {digest.path for digest in at_home}
        self.owners = [digest for digest in heads.owned() if digest.own in ledger.entries]
        for digest in self.owners:
            line = ledger.entries[digest.own or ""]
            if line.source == digest.path or line.source not in paths:
                self._match(digest, line)
        self._leave_matched()
        self._by(at_home, lambda d: (d.path, d.fingerprint), lambda e: (e.source, e.hash))
        self._by(at_home, lambda d: (d.path, d.title, d.published), lambda e: (e.source, e.title, _unix(e)))
        moved = list(heads.traces("fingerprint", {line.hash for line in self.lines})) if self.lines else []
        self._by(moved, lambda d: d.fingerprint, lambda e: e.hash)
        moved = list(heads.traces("published", {_unix(line) for line in self.lines})) if self.lines else []
        self._by(moved, lambda d: (d.title, d.published), lambda e: (e.title, _unix(e)))
        # A new file where a withdrawn one was is a new digest.
        self.lines = [line for line in self.lines if not line.withdrawn]
        self._by(at_home, lambda d: d.path, lambda e: e.source)

    def pairs(self) -> Iterator[tuple[Trace, EntryLine]]:
        """The digests with their lines."""
        return ((self._digests[number], line) for number, line in self.of.items())

    def _match(self, digest: Trace, line: EntryLine) -> None:
        self.of[digest.number] = line
        self._digests[digest.number] = digest

    def _leave_matched(self) -> None:
        taken = {line.entry for line in self.of.values()}
        self.lines = [line for line in self.lines if line.entry not in taken]

    def _by(
        self, digests: Iterable[Trace], of_digest: Callable[[Trace], Hashable], of_line: Callable[[EntryLine], Hashable]
    ) -> None:
        if not self.lines:
            return
        unmatched = [digest for digest in digests if digest.number not in self.of]
        keys = Counter(map(of_digest, unmatched))
        counts = Counter(map(of_line, self.lines))
        lines = {of_line(line): line for line in self.lines}
        for digest in unmatched:
            key = of_digest(digest)
            if keys[key] == counts[key] == 1:
                self._match(digest, lines[key])
        self._leave_matched()


def _unix(line: EntryLine) -> int:
    return int(line.published.timestamp())
