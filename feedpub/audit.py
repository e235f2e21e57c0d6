"""What the sources say: the findings of the digests, and whether the feeds are what they would give now."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial

from feedpub.build import build
from feedpub.check.rules.notices import finding
from feedpub.config import Site
from feedpub.digests import contents, digest
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.findings import Finding, by_place
from feedpub.report import BuildReport
from feedpub.system.workers import Plan, Workers


def audit(site: Site, *, digests: bool = True, fresh: bool = False) -> list[Finding]:
    """What there is to notice, without writing anything: in the ``digests``, and (``fresh``) in the feeds.

    Every digest is read to its end, whether a feed shows it or not. Raises what ``build`` raises.
    """
    report = build(site, dry_run=True)
    findings = by_place([*report.findings, *_of_digests(site)]) if digests else ()
    return [*findings, *(_stale(site, report) if fresh else ())]


def _of_digests(site: Site) -> Iterator[Finding]:
    source = Source(site)
    files = (folder.path + name for folder in source.folders() for name in folder.names)
    plan = Plan("reading", size=50, enough=200)
    with Workers(None) as workers:
        yield from workers.each(partial(_noticed, source=source, site=site), files, plan)


def _noticed(files: Iterable[str], source: Source, site: Site) -> Iterator[Finding]:
    for file in files:
        path = unicodedata.normalize("NFC", file)
        notes = Notes(source.shown(path))
        try:
            data = contents.read(source.shown(file), notes)
        except RefusedError:
            yield from notes.findings
        else:
            yield from digest.read(data, path, notes.shown, site)[1]


def _stale(site: Site, report: BuildReport) -> Iterator[Finding]:
    for reason in report.refused:
        fact = f"a build would publish nothing: {reason}"
        yield finding("not-fresh", str(site.feeds_folder), fact, "then run feedpub build", line=None)
    for path in report.written:
        file = site.feeds_folder / path
        fact = (
            "this is not what the digests give now"
            if file.exists()
            else "the digests give this feed, and it is not there"
        )
        yield finding("not-fresh", str(file), fact, "run feedpub build", line=None)
