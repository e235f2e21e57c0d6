"""Which digest is which entry: an entry keeps its id for life, wherever its file goes and whatever is edited."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from feedpub import identity
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding
from feedpub.ledger import EntryLine, Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A digest with its entry's id, and what the ledger says of that entry; ``None`` if subscribers never saw it."""

    digest: Digest
    id: str
    line: EntryLine | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognition:
    """The digests with their ids, oldest first; old ids and the ones that replace them; what was noticed."""

    known: tuple[Known, ...]
    replaced: Mapping[str, str]
    findings: tuple[Finding, ...]


def recognise(digests: Sequence[Digest], ledger: Ledger, site: Site) -> Recognition:
    """Give each digest its id: its own, else its entry's in the ledger, else one minted from its path.

    An entry is recognised by path and text, by path, title and date, by its text alone (a renamed file), by title and
    date alone (renamed and edited), and last by its path alone (retitled in place). Two digests that claim one id,
    or are copies of each other, are a finding: the one that was published first is kept.
    """
    ordered = sorted(digests, key=lambda digest: (digest.published, digest.path))
    matching = _Matching(ordered, ledger, site)
    naming = _Naming(site, ledger, matching)
    known = tuple(made for digest in ordered if (made := naming.known(digest)))
    return Recognition(known=known, replaced=naming.replaced, findings=tuple(naming.findings))


class _Matching:
    """Digests matched with the ledger's entries, the surest evidence first; what is not unique is no evidence."""

    def __init__(self, digests: Sequence[Digest], ledger: Ledger, site: Site) -> None:
        paths = {digest.path for digest in digests}
        self.of: dict[str, EntryLine] = {}
        for digest in digests:
            line = ledger.entries.get(identity.own_id(digest.id, site)) if digest.id is not None else None
            if line is not None and (line.source == digest.path or line.source not in paths):
                self.of[digest.path] = line
        taken = {line.entry for line in self.of.values()}
        self.digests = [digest for digest in digests if digest.path not in self.of]
        self.lines = [line for line in ledger.entries.values() if line.entry not in taken]
        self._by(lambda d: (d.path, d.fingerprint), lambda e: (e.source, e.hash))
        self._by(
            lambda d: (d.path, d.title, d.published),
            lambda e: (e.source, e.title, e.published),
        )
        self._by(lambda d: d.fingerprint, lambda e: e.hash)
        self._by(lambda d: (d.title, d.published), lambda e: (e.title, e.published))
        # A new file where a withdrawn one was is a new digest.
        self.lines = [line for line in self.lines if not line.withdrawn]
        self._by(lambda d: d.path, lambda e: e.source)

    def _by(self, of_digest: Callable[[Digest], Hashable], of_line: Callable[[EntryLine], Hashable]) -> None:
        if not self.digests or not self.lines:
            return
        keys = Counter(map(of_digest, self.digests))
        lines = [line for line in self.lines if of_line(line) in keys]
        counts = Counter(map(of_line, lines))
        unique = {key: line for line in lines if counts[key := of_line(line)] == 1 and keys[key] == 1}
        for digest in self.digests:
            if (line := unique.get(of_digest(digest))) is not None:
                self.of[digest.path] = line
        taken = {line.entry for line in self.of.values()}
        self.digests = [digest for digest in self.digests if digest.path not in self.of]
        self.lines = [line for line in self.lines if line.entry not in taken]


class _Naming:
    def __init__(self, site: Site, ledger: Ledger, matching: _Matching) -> None:
        self.site, self.ledger, self.matching = site, ledger, matching
        self.replaced: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.taken: dict[str, Digest] = {}
        self.texts: dict[tuple[str, datetime], Digest] = {}
        self.holders = {line.entry: path for path, line in matching.of.items()}

    def known(self, digest: Digest) -> Known | None:
        line = self.matching.of.get(digest.path)
        if digest.id is not None:
            return self._with_own_id(digest, identity.own_id(digest.id, self.site), line)
        if line is None:
            return self._new(digest)
        return self._keep(digest, line.entry, line)

    def _with_own_id(self, digest: Digest, own: str, match: EntryLine | None) -> Known | None:
        if (holder := self.holders.get(own, digest.path)) != digest.path:
            self._refuse_id(digest, own, holder)
            return None
        if match is not None and match.entry != own:
            self.replaced[match.entry] = own
        return self._keep(digest, own, self.ledger.entries.get(own))

    def _new(self, digest: Digest) -> Known | None:
        if (original := self.texts.get((digest.fingerprint, digest.published))) is not None:
            fact = f"this digest is a copy of {original.shown}, so it is not published"
            self._note("digest-copied", digest, fact, "remove one of them")
            return None
        minted = identity.mint(self.site, f"digests/{digest.path}")
        names = (f"{minted}~{number}" if number > 1 else minted for number in count(1))
        free = next(name for name in names if name not in self.ledger.entries and name not in self.taken)
        return self._keep(digest, free, None)

    def _keep(self, digest: Digest, name: str, line: EntryLine | None) -> Known | None:
        first = self.taken.setdefault(name, digest)
        if first is not digest:
            self._refuse_id(digest, name, first.shown)
            return None
        self.texts.setdefault((digest.fingerprint, digest.published), digest)
        return Known(digest=digest, id=name, line=line)

    def _refuse_id(self, digest: Digest, name: str, holder: str) -> None:
        fact = f"this digest has the id of {holder} ({name}), so it is not published"
        self._note("id-not-unique", digest, fact, "remove its id, or give it another")

    def _note(self, rule: str, digest: Digest, fact: str, repair: str) -> None:
        self.findings.append(
            Finding(rule=rule, severity="error", file=digest.shown, line=1, message=fact, repair=repair)
        )
