"""The build: read the digests, compose and format the feeds, write what changed, and remember it in the ledger."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime

from feedpub import compose, digest, files, kept, ledger, lock, resume, source, surprise
from feedpub.compose import Composition
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding, by_place
from feedpub.formats import FORMATS
from feedpub.ledger import EntryLine, Ledger
from feedpub.model import Entry
from feedpub.report import BuildReport
from feedpub.source import SourceFile


def build(
    site: Site,
    *,
    dry_run: bool = False,
    accept: bool = False,
    max_resurfacing: int = surprise.MAX_RESURFACING,
    prune: bool = False,
    resume_from: str | None = None,
    wait: float = 0,
    now: datetime | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> BuildReport:
    """Write the feeds of a site, each file only when its bytes changed, and last the ledger.

    ``dry_run`` writes nothing. A build that would surprise subscribers writes nothing either, unless ``accept``; its
    report says why. ``prune`` removes feeds of categories that no digest has any more, and old addresses.
    ``resume_from`` is the URL where the feeds are served, for a machine that has no ledger. ``wait`` is how many
    seconds another build may take to end before this one begins. ``now`` is the aware moment of the build.
    ``progress`` is told the phase, how many of its steps are done, and how many there are.

    A digest that cannot be published is a finding, and costs the others nothing. Raises SourceError when there is
    nothing to read, OutputError when there is nowhere to write, LedgerError when the ledger is damaged or cannot be
    fetched, LockedError when another build is running, ConfigError when categories contradict each other.
    """
    moment = (now or datetime.now(site.zone or UTC)).replace(microsecond=0)
    with nullcontext() if dry_run else lock.held(site.root / ".feedpub" / "lock", wait):
        run = _Build(site, resume_from, accept, progress or _untold)
        composition = run.composition(moment)
        composition = composition.pruned() if prune else composition
        refused = () if accept else (*run.refused, *surprise.reasons(composition, max_resurfacing))
        documents = run.documents(composition)
        changed = [path for path, data in documents.items() if files.differs(site.feeds_folder / path, data)]
        orphans = _orphans(site, documents) if prune else []
        if not dry_run and not refused and composition.feeds:
            if run.resumed_from is None:
                _begin_ledger(site)
            _write(site, {path: documents[path] for path in changed}, composition.ledger)
            files.remove(site.feeds_folder, orphans)
    return BuildReport(
        dry_run=dry_run,
        digests=composition.digests,
        entries=len({entry.id for _, feed in composition.feeds for entry in feed.entries}),
        feeds=len(composition.feeds),
        written=tuple(() if refused else changed),
        unchanged=tuple(path for path in documents if path not in changed),
        removed=tuple(() if refused else orphans),
        newest=max((feed.entries[0].published for _, feed in composition.feeds), default=None),
        changes=composition.changes,
        scheduled=len(composition.scheduled),
        next_scheduled=composition.scheduled[0] if composition.scheduled else None,
        refused=tuple(refused),
        findings=by_place([*run.findings, *composition.findings]),
    )


def _untold(_phase: str, _done: int, _total: int) -> None:
    """Nobody asked how far the build is."""


class _Build:
    """What one build has read."""

    def __init__(
        self, site: Site, resume_from: str | None, accept: bool, progress: Callable[[str, int, int], None]
    ) -> None:
        self.progress = progress
        self.site = site
        self.findings: list[Finding] = []
        self.refused: tuple[str, ...] = ()
        self.resumed_from: str | None = None
        self.ledger = self._ledger(resume_from, accept)

    def _ledger(self, resume_from: str | None, accept: bool) -> Ledger:
        """The ledger of the feeds folder, else of the live site, else a new one."""
        found = ledger.read(self.site.feeds_folder / ledger.NAME)
        if found is not None:
            return found
        if resume_from is not None:
            return self._resumed(resume_from, accept)
        if any((self.site.feeds_folder / made.filename).exists() for made in FORMATS.values()):
            fact = f"there are feeds in {self.site.feeds_folder}, but their {ledger.NAME} is gone"
            repair = "take it from a backup, from version control or with --resume-from, or start anew with --accept"
            self.refused = (f"{fact}; {repair}",)
        return Ledger()

    def _resumed(self, resume_from: str, accept: bool) -> Ledger:
        self.resumed_from = resume_from
        found = resume.ledger(resume_from, or_new=accept)
        return found if found is not None else Ledger()

    def composition(self, now: datetime) -> Composition:
        """The feeds as they should be at a moment."""
        broken: set[str] = set()
        digests = list(self._read(broken))
        lost = [line for line in self.ledger.entries.values() if line.source in broken and not line.withdrawn]
        return compose.feeds(digests, self.site, now, self.ledger, self._kept(lost), frozenset(broken))

    def _read(self, broken: set[str]) -> Iterator[Digest]:
        found, noticed = source.files(self.site)
        self.findings.extend(noticed)
        for number, file in enumerate(found, start=1):
            self.progress("reading", number, len(found))
            made, noticed = _read(file, self.site)
            self.findings.extend(noticed)
            if made is not None:
                yield made
            elif noticed:
                broken.add(file.path)

    def _kept(self, lost: list[EntryLine]) -> list[Entry]:
        """The last good entries of broken digests, from the feeds that were published."""
        if lost and self.resumed_from is not None:
            addresses = {"", *(f"categories/{term}" for line in lost for term in line.categories)}
            for path, data in self._fetched(addresses):
                files.make_folder((self.site.feeds_folder / path).parent)
                files.replace(self.site.feeds_folder / path, data)
        return kept.entries(self.site.feeds_folder, lost)

    def documents(self, composition: Composition) -> dict[str, bytes]:
        """The files of the feeds, below the feeds folder; a feed that nothing can fill any more is left as it is."""
        formats = [FORMATS[name] for name in self.site.feeds.formats]
        made: dict[str, bytes] = {}
        for number, (folder, feed) in enumerate(composition.feeds, start=1):
            self.progress("composing", number, len(composition.feeds))
            made |= {_path(folder, format_.filename): format_.document(feed) for format_ in formats}
        past = {address.strip("/") for address in composition.ledger.feeds} - {
            folder for folder, _ in composition.feeds
        }
        return made | dict(self._fetched(past))

    def _fetched(self, folders: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The files of feeds that are on the live site and not here, for a machine that resumes from it."""
        if self.resumed_from is None:
            return
        for folder in sorted(folders):
            for name in self.site.feeds.formats:
                path = _path(folder, FORMATS[name].filename)
                if not (self.site.feeds_folder / path).exists() and (data := resume.file(self.resumed_from, path)):
                    yield path, data


def _path(folder: str, filename: str) -> str:
    return f"{folder}/{filename}" if folder else filename


def _read(file: SourceFile, site: Site) -> tuple[Digest | None, list[Finding]]:
    if file.size > digest.MAX_BYTES:
        fact = f"the file has {file.size:,} bytes, more than the {digest.MAX_BYTES:,} that a digest may have"
        return None, [_unread("digest-too-large", file, fact, "split it, or leave it out of source.include")]
    try:
        data = file.file.read_bytes()
    except OSError as error:
        fact = f"the file cannot be read ({error.strerror})"
        return None, [_unread("digest-unreadable", file, fact, "allow this user to read it")]
    return digest.read(data, file.path, file.shown, site)


def _unread(rule: str, file: SourceFile, fact: str, repair: str) -> Finding:
    return Finding(rule=rule, severity="error", file=file.shown, line=1, message=fact, repair=repair)


def _begin_ledger(site: Site) -> None:
    """An empty ledger before the first feeds: without it, the build after one that is cut short would miss theirs."""
    if not (site.feeds_folder / ledger.NAME).exists():
        files.make_folder(site.feeds_folder)
        files.replace(site.feeds_folder / ledger.NAME, b"")


def _write(site: Site, documents: Mapping[str, bytes], remembered: Ledger) -> None:
    """The files, each whole, and last the ledger: a build that is cut short is done again, to the same end."""
    folder = site.feeds_folder
    files.make_folder(folder)
    files.remove_leftovers(folder)
    for path, data in documents.items():
        files.make_folder((folder / path).parent)
        files.replace(folder / path, data)
    files.sync({(folder / path).parent for path in documents} | {folder})
    data = bytes(remembered)
    if files.differs(folder / ledger.NAME, data):
        files.replace(folder / ledger.NAME, data)
        files.sync({folder})


def _orphans(site: Site, documents: Mapping[str, bytes]) -> list[str]:
    """Files of feeds that are no longer published: of pruned categories, of old addresses, of formats given up."""
    root = site.feeds_folder
    folders = (root, *root.glob("categories/*"))
    found = (folder / made.filename for folder in folders for made in FORMATS.values())
    paths = (path.relative_to(root).as_posix() for path in found if path.is_file())
    return sorted(path for path in paths if path not in documents)
