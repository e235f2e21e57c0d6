"""What may have changed is listed, made and written; the ledger is written last."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from feedpub import compose, files, last_build, ledger, making, story_reading, surprise
from feedpub.config import Site
from feedpub.documents import Writer, documents
from feedpub.findings import Finding, by_place
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.ledger import Ledger
from feedpub.listing import Composition
from feedpub.orders import Orders
from feedpub.past import Past
from feedpub.report import BuildReport
from feedpub.source import Source
from feedpub.trimming import Trimming
from feedpub.workers import Workers


def publish(index: Index, source: Source, site: Site, workers: Workers, orders: Orders, now: datetime) -> BuildReport:
    """Publish what the index knows. Raises what ``build`` raises, and ChangedError."""
    last_build.forget(index)
    past = Past(site, orders)
    kept = past.kept(index.heads.broken())
    with story_reading.stories(index, source, site, workers, keep=not orders.dry_run) as stories:
        composition = compose.feeds(index.heads, source, site, now, past.ledger, kept, past.verbatim, stories)
    composition = composition.pruned() if orders.prune else composition
    refused = () if orders.accept else (*past.refused, *surprise.reasons(composition, orders.max_resurfacing))
    make = partial(making.made, index=index, source=source, site=site, workers=workers, formats=composition.formats)
    keys = make(composition.entries.values())
    composition = Trimming(index.fragments, site, lambda one: make([one])[one.name]).of(composition)
    keys = make(composition.entries.values())
    index.fragments.keep(keys.values())
    dry = orders.dry_run or bool(refused) or not composition.listings
    with Writer(site.feeds_folder, index, dry=dry) as writer:
        _write(composition, keys, past, writer)
    removed = _orphans(site, composition.before, writer.paths) if orders.prune and not refused else []
    written = [] if refused else writer.written
    findings = by_place(
        [*source.findings, *index.heads.findings(source, composition.digest_numbers), *composition.findings]
    )
    report = _report(composition, orders, refused, written, writer.unchanged, removed, findings)
    if not dry:
        _remember(site, composition.ledger)
        files.remove(site.feeds_folder, removed)
        paths = (*writer.paths, ledger.NAME)
        last_build.remember(index, site, source.findings, report, paths, _wake(composition, now))
    return report


def _write(composition: Composition, keys: Mapping[str, bytes], past: Past, writer: Writer) -> None:
    for document in documents(composition, keys):
        writer.put(document)
    for path, data in past.files(composition):
        writer.put_bytes(path, data)


def _report(
    composition: Composition,
    orders: Orders,
    refused: tuple[str, ...],
    written: Iterable[str],
    unchanged: Iterable[str],
    removed: Iterable[str],
    findings: tuple[Finding, ...],
) -> BuildReport:
    return BuildReport(
        dry_run=orders.dry_run,
        digests=composition.digests,
        entries=len({entry.id for entry in composition.entries.values()}),
        feeds=len({listing.folder for listing in composition.listings}),
        written=tuple(written),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        newest=composition.newest,
        changes=composition.changes,
        scheduled=len(composition.scheduled),
        next_scheduled=composition.scheduled[0] if composition.scheduled else None,
        refused=refused,
        findings=findings,
    )


def _wake(composition: Composition, now: datetime) -> datetime | None:
    """When the feeds will change by themselves: a date comes, a day ends, or a digest says that it changed then."""
    updates = (entry.of.updated for entry in composition.entries.values())
    borders = [composition.border] if composition.border else []
    return min((*composition.scheduled[:1], *borders, *(one for one in updates if one > now)), default=None)


def _remember(site: Site, remembered: Ledger) -> None:
    """The ledger, last: a build that is cut short is done again, to the same end."""
    path, data = site.feeds_folder / ledger.NAME, bytes(remembered)
    if files.differs(path, data):
        files.replace(path, data)
        files.sync({site.feeds_folder})


def _orphans(site: Site, before: Ledger, published: Iterable[str]) -> list[str]:
    """Files of feeds that are no longer published: of pruned categories, of old addresses, of formats given up."""
    root = site.feeds_folder
    folders = {root, *root.glob("categories/*"), *(root / address.strip("/") for address in before.feeds)}
    found = [folder / made.filename for folder in folders for made in FORMATS.values()]
    found += [
        page for folder in folders for made in FORMATS.values() for page in folder.glob(f"archive/*{made.suffix}")
    ]
    paths = {path.relative_to(root).as_posix() for path in found if path.is_file()}
    return sorted(paths.difference(published))
