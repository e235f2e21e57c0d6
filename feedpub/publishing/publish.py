"""What may have changed is listed, made and written; the ledger is written last."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from feedpub.composition import compose, story_reading
from feedpub.composition.listing import Composition
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.findings import Finding, by_place
from feedpub.formats import FORMATS
from feedpub.index import Index, hashing
from feedpub.memory import ledger
from feedpub.memory.ledger import Ledger
from feedpub.publishing import fingerprints, last_build, surprise
from feedpub.publishing.documents import Documents
from feedpub.publishing.making import Maker
from feedpub.publishing.orders import Orders
from feedpub.publishing.output import Output
from feedpub.publishing.past import Past
from feedpub.publishing.trimming import Trimming
from feedpub.report import BuildReport
from feedpub.system import files
from feedpub.system.workers import Workers


def publish(
    index: Index, source: Source, site: Site, workers: Workers, orders: Orders, now: datetime, *, keep_stories: bool
) -> BuildReport:
    """Publish what the index knows. Raises what ``build`` raises, and ChangedError."""
    if not orders.dry_run:
        last_build.forget(site)
    past = Past(site, orders, index)
    with story_reading.stories(index, source, site, workers, keep=keep_stories) as stories:
        composition = compose.feeds(index.heads, source, site, now, past, stories)
    composition = composition.pruned() if orders.prune else composition
    refused = () if orders.accept else (*past.refused, *surprise.reasons(composition, orders.max_resurfacing))
    composition = _fitting(composition, index, source, site, workers)
    entries = _maker(composition, source, site).making(composition.to_make.values(), index, workers)
    dry = orders.dry_run or bool(refused) or not composition.listings
    with Output(site.feeds_folder, index, dry=dry) as output:
        if not dry:
            past.begin(composition.ledger, output.place)
        _put(Documents(composition, entries, index, site), now, output)
        index.fragments.keep(entries.all().values())
        workers.let_go()
        composition = fingerprints.completed(composition, index.heads, source, site)
        for path, data in past.files(composition):
            output.put_pieces(path, [data])
    removed = _orphans(site, composition.before, output.paths) if orders.prune and not refused else []
    written = [] if refused else output.written
    findings = by_place(
        [*source.findings, *index.heads.findings(source, composition.digest_numbers), *composition.findings]
    )
    report = _report(composition, orders, refused, written, output.unchanged, removed, findings)
    if not dry:
        _remember(site, composition.ledger)
        hashing.remember(index, site)
        past.remember(index)
        files.remove(site.feeds_folder, removed)
        last_build.remember(index, site, source, report, output.paths, _wake(composition, now))
    return report


def _fitting(composition: Composition, index: Index, source: Source, site: Site, workers: Workers) -> Composition:
    """The composition with every feed in its size."""
    if all(listing.max_bytes is None for listing in composition.listings):
        return composition
    maker = _maker(composition, source, site)
    maker.making(composition.to_make.values(), index, workers).all()
    return Trimming(index.fragments, site, lambda one: maker.making([one], index, workers)[one.name]).of(composition)


def _maker(composition: Composition, source: Source, site: Site) -> Maker:
    maker = Maker(source=source, site=site, formats=composition.formats)
    if not site.pages.enabled:
        return maker
    from feedpub import pages

    live = (listing for listing in composition.listings if listing.is_live)
    in_full = frozenset(entry.name for listing in live for entry in listing.entries[: pages.IN_FULL])
    unlisted = frozenset(composition.to_make.keys() - composition.entries.keys())
    return replace(maker, style=pages.of_site(site), in_full=in_full, unlisted=unlisted)


def _put(documents: Documents, now: datetime, output: Output) -> None:
    """Pages first: where a template of the user's own is broken, feeds stay as they are."""
    for page in documents.beside(now):
        output.put(page)
    for document in documents.feeds():
        output.put(document)


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
    if files.differs(path, [data]):
        files.replace(path, data)
        files.sync({site.feeds_folder})


def _orphans(site: Site, before: Ledger, published: Iterable[str]) -> list[str]:
    """Files of feeds that are no longer published: of pruned categories, of old addresses, of formats given up."""
    from feedpub import pages

    root = site.feeds_folder
    names = (*(made.filename for made in FORMATS.values()), *pages.BESIDE)
    folders = {root, *root.glob("categories/*"), *(root / address.strip("/") for address in before.feeds)}
    found = [folder / name for folder in folders for name in names]
    found += [
        page for folder in folders for made in FORMATS.values() for page in folder.glob(f"archive/*{made.suffix}")
    ]
    paths = {path.relative_to(root).as_posix() for path in found if path.is_file()}
    return sorted(paths.difference(published))
