"""Which digest is which entry: an entry keeps its id for life, wherever its file goes and whatever is edited."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count, groupby

from msgspec import Struct

from feedpub import identity
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.findings import Finding
from feedpub.index.hashing import Hashing
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed, Trace
from feedpub.memory.alike import Texts
from feedpub.memory.ledger import EntryLine, Ledger
from feedpub.memory.matching import Matching

Shown = Callable[[], Mapping[tuple[str, datetime], str]]
"""Ids that feeds show, by title and date."""


class Known(Struct, frozen=True, kw_only=True):
    """A digest with its entry's id, and what the ledger says of that entry; ``None`` if subscribers never saw it."""

    head: Filed
    id: str
    line: EntryLine | None


class Recognition:
    """The ids of digests: their own, else their entries' in the ledger or as ``shown``, else minted from their paths.

    An entry is recognised by its text with its title and date, or with one of these or its path; by its title and date
    (renamed and edited); and, if subscribers see it still, by its text alone (renamed, retitled and dated anew), and
    last by its path alone (rewritten in place). Two digests that claim one id, or are copies of each other, are a
    finding: the entry's own is kept, else the older one.

    ``present`` are the digests by their ids, as far as the ledger or they themselves tell these; ``replaced`` tells
    old ids and the ones that replace them; ``refused`` are the numbers of the digests that are not published.
    """

    def __init__(self, heads: Heads, ledger: Ledger, site: Site, source: Source, shown: Shown) -> None:
        self._heads, self._ledger, self._site, self._source, self._shown = heads, ledger, site, source, shown
        self._texts, self._hashing = Texts(source, site), Hashing(heads, source, site)
        self._matching = Matching(heads, ledger, self._texts)
        self.findings: list[Finding] = []
        self.refused: set[int] = set()
        self._new: dict[int, str] = {}
        self._given: set[str] = set()
        self._refuse_namesakes()
        self._refuse_copies()
        lines = {line.entry: digest for digest, line in self._matching.pairs() if digest.number not in self.refused}
        self.replaced = {name: digest.own for name, digest in lines.items() if digest.own and digest.own != name}
        self.present = {self.replaced.get(name, name): digest for name, digest in lines.items()}
        owners = (digest for digest in self._matching.owners if digest.number not in self.refused)
        self.present |= {digest.own: digest for digest in owners if digest.own}
        self.present = {name: self._hashing.trace(digest) for name, digest in self.present.items()}

    def lines(self) -> Iterator[tuple[int, EntryLine]]:
        """The digests of entries in the ledger, by their numbers."""
        for name, digest in self.present.items():
            if line := self._ledger.entries.get(name):
                yield digest.number, line

    def known(self, heads: Iterable[Filed]) -> Iterator[Known]:
        """Digests that are not refused, with their ids; with fingerprints where the ledger has one to compare."""
        for head in list(heads):
            line = self._matching.of.get(head.number) if head.id is None else self._ledger.entries.get(head.id)
            if line is not None:
                yield Known(head=self._hashing.filed(head), id=head.id or line.entry, line=line)
            else:
                yield Known(head=head, id=head.id or self._new_id(head), line=None)

    def _new_id(self, head: Filed) -> str:
        """The same for a digest whenever it is asked for, and for no other."""
        if head.number not in self._new:
            names = (name for name in self._names(head) if name not in self._given and self._is_free(name))
            self._new[head.number] = next(names)
            self._given.add(self._new[head.number])
        return self._new[head.number]

    def _names(self, head: Filed) -> Iterator[str]:
        """Ids for a digest that the ledger does not know: the one under which feeds show it, else minted ones."""
        if (seen := self._shown().get((head.title, head.published))) is not None:
            yield seen
        minted = identity.mint(self._site, f"digests/{head.path}")
        yield minted
        yield from (f"{minted}~{number}" for number in count(2))

    def _is_free(self, name: str) -> bool:
        return name not in self._ledger.entries and not any(self._heads.traces("own", (name,)))

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
        """Digests that repeat another, such as an older state of it that came back from a backup.

        They have that one's title and date; or the place from which that one moved away, and one of the two; or its
        date and its very stories, which subscribers have seen. And they say the same.
        """
        for original, digest in self._matching.moved(self._site):
            if self._texts.same_date_or_stories(digest, original):
                self._refuse_copy(digest, [original])
        for alike in self._heads.dated_alike():
            seen = [digest for digest in alike if digest.number in self._matching.of]
            for _, titled in groupby(alike, key=lambda digest: digest.title):
                self._refuse_all_but_first(list(titled))
            for digest in alike:
                self._refuse_copy(digest, [one for one in seen if self._texts.are_one_text_of_stories(digest, one)])

    def _refuse_all_but_first(self, alike: list[Trace]) -> None:
        """Those of one date and title are one entry, if they say the same."""
        originals = [digest for digest in alike if digest.number in self._matching.of]
        for digest in alike:
            if not self._refuse_copy(digest, originals) and digest not in originals:
                originals.append(digest)

    def _refuse_copy(self, digest: Trace, originals: Iterable[Trace]) -> bool:
        """Whether a digest is refused, as it repeats one of the others."""
        if digest.number in self.refused:
            return True
        if digest.own is not None or digest.number in self._matching.of:
            return False
        original = next((one for one in originals if self._texts.alike(digest, one)), None)
        if original is not None:
            fact = f"this digest is a copy of {self._source.shown(original.path)}, so it is not published"
            repair = "remove one of them, or give this one another date"
            self._refuse("digest-copied", digest, fact, repair)
        return original is not None

    def _refuse_id(self, digest: Trace, name: str, holder: Trace) -> None:
        fact = f"this digest has the id of {self._source.shown(holder.path)} ({name}), so it is not published"
        self._refuse("id-not-unique", digest, fact, "remove its id, or give it another")

    def _refuse(self, rule: str, digest: Trace, fact: str, repair: str) -> None:
        self.refused.add(digest.number)
        file = self._source.shown(digest.path)
        self.findings.append(Finding(rule=rule, severity="error", file=file, line=1, message=fact, repair=repair))
