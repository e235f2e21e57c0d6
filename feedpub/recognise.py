"""Which digest is which entry: an entry keeps its id for life, wherever its file goes and whatever is edited."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from feedpub import identity
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding
from feedpub.ledger import EntryLine, Ledger
from feedpub.stories import Prose

Shown = Mapping[tuple[str, datetime], str]
"""Ids that feeds show, by title and date."""

_RUN = 5


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


def recognise(digests: Sequence[Digest], ledger: Ledger, site: Site, shown: Shown | None = None) -> Recognition:
    """Give each digest its id: its own, else its entry's in the ledger or as ``shown``, else one minted from its path.

    An entry is recognised by its text with its title and date, or with one of these or its path; by its title and date
    (renamed and edited); and, if subscribers see it still, by its text alone (renamed, retitled and dated anew), and
    last by its path alone (rewritten in place). Two digests that claim one id, or are copies of each other, are a
    finding: the entry's own is kept, else the older one.
    """
    ordered = sorted(digests, key=lambda digest: (digest.published, digest.path))
    matching = _Matching(ordered, ledger, site)
    naming = _Naming(ordered, site, ledger, matching, shown or {})
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
        self._by(
            lambda d: (d.fingerprint, d.title, d.published),
            lambda e: (e.hash, e.title, e.published),
        )
        self._by(lambda d: (d.path, d.fingerprint), lambda e: (e.source, e.hash))
        self._by(
            lambda d: (d.path, d.title, d.published),
            lambda e: (e.source, e.title, e.published),
        )
        self._by(lambda d: (d.fingerprint, d.title), lambda e: (e.hash, e.title))
        self._by(lambda d: (d.title, d.published), lambda e: (e.title, e.published))
        self._by(lambda d: (d.fingerprint, d.published), lambda e: (e.hash, e.published))
        # A new file where a withdrawn one was, or with its words, is a new digest.
        self.lines = [line for line in self.lines if not line.withdrawn]
        # "Nothing new today" may be said again; the same stories are the same digest.
        self._by(lambda d: d.fingerprint if d.stories else None, lambda e: e.hash)
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
    def __init__(
        self, digests: Sequence[Digest], site: Site, ledger: Ledger, matching: _Matching, shown: Shown
    ) -> None:
        self.site, self.ledger, self.matching, self.shown = site, ledger, matching, shown
        self.replaced: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.taken: dict[str, Digest] = {}
        self.originals: dict[Hashable, list[Digest]] = {}
        self.holders = {line.entry: path for path, line in matching.of.items()}
        for digest in digests:
            if (line := matching.of.get(digest.path)) is not None:
                self._remember(digest, line.entry)

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
        if (original := self._original(digest)) is not None:
            fact = f"this digest is a copy of {original.shown}, so it is not published"
            self._note("digest-copied", digest, fact, "remove one of them, or give this one another title or date")
            return None
        free = next(name for name in self._names(digest) if name not in self.ledger.entries and name not in self.taken)
        return self._keep(digest, free, None)

    def _names(self, digest: Digest) -> Iterator[str]:
        """Ids for a digest that the ledger does not know: the one under which feeds show it, else minted ones."""
        if (seen := self.shown.get((digest.title, digest.published))) is not None:
            yield seen
        minted = identity.mint(self.site, f"digests/{digest.path}")
        yield minted
        yield from (f"{minted}~{number}" for number in count(2))

    def _keep(self, digest: Digest, name: str, line: EntryLine | None) -> Known | None:
        first = self.taken.setdefault(name, digest)
        if first is not digest:
            self._refuse_id(digest, name, first.shown)
            return None
        if line is None:
            self._remember(digest, name)
        return Known(digest=digest, id=name, line=line)

    def _remember(self, digest: Digest, name: str) -> None:
        for trace in (name, (digest.title, digest.published)):
            self.originals.setdefault(trace, []).append(digest)

    def _original(self, digest: Digest) -> Digest | None:
        """The digest that this one repeats, such as an older state of it that came back from a backup.

        It has that one's title and date; or the place from which that one moved away, and one of the two. And it says
        the same.
        """
        place = identity.mint(self.site, f"digests/{digest.path}")
        namesakes = self.originals.get((digest.title, digest.published), ())
        moved = (other for other in self.originals.get(place, ()) if _same_date_or_stories(digest, other))
        return next((other for other in (*namesakes, *moved) if _alike(digest, other)), None)

    def _refuse_id(self, digest: Digest, name: str, holder: str) -> None:
        fact = f"this digest has the id of {holder} ({name}), so it is not published"
        self._note("id-not-unique", digest, fact, "remove its id, or give it another")

    def _note(self, rule: str, digest: Digest, fact: str, repair: str) -> None:
        self.findings.append(
            Finding(rule=rule, severity="error", file=digest.shown, line=1, message=fact, repair=repair)
        )


def _same_date_or_stories(one: Digest, other: Digest) -> bool:
    """Whether two digests have one date, or one title above stories: "Nothing new today" may be said again."""
    return one.published == other.published or (one.title == other.title and bool(one.stories))


def _alike(one: Digest, other: Digest) -> bool:
    """Whether two digests share half of what they say, in runs of a few letters: that works without spaces, too."""
    if one.fingerprint == other.fingerprint:
        return True
    said, again = _runs(one), _runs(other)
    return 2 * len(said & again) > min(len(said), len(again))


def _runs(digest: Digest) -> set[str]:
    parts = (
        part.text if isinstance(part, Prose) else f"{part.headline}{part.link}{part.summary}" for part in digest.parts
    )
    text = "".join("".join(parts).split())
    return {text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))}
