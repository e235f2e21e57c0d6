"""The build: read the digests, compose and format the feeds, write what changed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from feedpub import compose, digest, files, source
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding, by_place
from feedpub.formats import FORMATS
from feedpub.source import SourceFile


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build did: counts, the files below the feeds folder, and what was noticed in the digests."""

    digests: int
    entries: int
    feeds: int
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """One line for people: ``7 digests · 5 entries in 4 feeds · 3 files written, 9 unchanged``."""
        counts = f"{_count(self.digests, 'digest')} · {_count(self.entries, 'entry', 'entries')}"
        files = f"{_count(len(self.written), 'file')} written, {len(self.unchanged)} unchanged"
        return f"{counts} in {_count(self.feeds, 'feed')} · {files}"

    def as_dict(self) -> dict[str, Any]:
        """The report in values that JSON knows."""
        return asdict(self)


def build(site: Site) -> BuildReport:
    """Write the feeds of a site, each file only when its bytes changed.

    A digest that cannot be published is a finding and costs the others nothing. Raises SourceError when there is
    nothing to read, OutputError when there is nowhere to write, ConfigError when categories contradict each other;
    a file is written only after every feed has been composed.
    """
    findings: list[Finding] = []
    composition = compose.feeds(_digests(site, findings), site)
    documents = {
        f"{feed.path}/{format_.filename}".lstrip("/"): format_.document(feed)
        for feed in composition.feeds
        for format_ in (FORMATS[name] for name in site.feeds.formats)
    }
    changed = {path: _write(site, path, data) for path, data in documents.items()}
    return BuildReport(
        digests=composition.digests,
        entries=len({entry.id for feed in composition.feeds for entry in feed.entries}),
        feeds=len(composition.feeds),
        written=tuple(path for path in changed if changed[path]),
        unchanged=tuple(path for path in changed if not changed[path]),
        findings=by_place([*findings, *composition.findings]),
    )


def _digests(site: Site, findings: list[Finding]) -> Iterator[Digest]:
    found, noticed = source.files(site)
    findings.extend(noticed)
    for file in found:
        made, noticed = _read(file, site)
        findings.extend(noticed)
        if made is not None:
            yield made


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


def _write(site: Site, path: str, data: bytes) -> bool:
    target = site.feeds_folder / path
    files.make_folder(target.parent)
    return files.replace_if_changed(target, data)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
