"""What may have changed is listed, made and written; the ledger is written last."""

from collections.abc import Iterable
from datetime import datetime

from feedpub import compose, files, hashing, last_build, ledger, surprise
from feedpub.config import Site
from feedpub.documents import Documents
from feedpub.findings import Finding, by_place
from feedpub.formats import FORMATS
from feedpub.index import Index
from feedpub.ledger import Ledger
from feedpub.listing import Composition
from feedpub.making import Maker
from feedpub.orders import Orders
from feedpub.output import Output
from feedpub.past import Past
from feedpub.report import BuildReport
from feedpub.source import Source
from feedpub.workers import Workers


def publish(index: Index, source: Source, site: Site, workers: Workers, orders: Orders, now: datetime) -> BuildReport:
    """Publish what the index knows. Raises what ``build`` raises, and ChangedError."""
    last_build.forget(index)
    past = Past(site, orders)
    kept = past.kept(index.heads.broken())
    composition = compose.feeds(index.heads, source, site, now, past.ledger, kept, past.shown)
    composition = composition.pruned() if orders.prune else composition
    refused = () if orders.accept else (*past.refused, *surprise.reasons(composition, orders.max_resurfacing))
    keys = _maker(composition, source, site).made(composition.entries.values(), index, workers)
    index.fragments.keep(keys.values())
    dry = orders.dry_run or bool(refused) or not composition.listings
    with Output(site.feeds_folder, index, dry=dry) as output:
        if not dry:
            past.begin(composition.ledger)
        _put(Documents(composition, keys, index, site), now, output)
        for path, data in past.files(composition):
            output.put_bytes(path, data)
    removed = _orphans(site, output.paths) if orders.prune and not refused else []
    written = [] if refused else output.written
    findings = by_place(
        [*source.findings, *index.heads.findings(source, composition.digest_numbers), *composition.findings]
    )
    report = _report(composition, orders, refused, written, output.unchanged, removed, findings)
    if not dry:
        _remember(site, composition.ledger)
        hashing.remember(index, site)
        files.remove(site.feeds_folder, removed)
        paths = (*output.paths, ledger.NAME)
        last_build.remember(index, site, source.findings, report, paths, _wake(composition, now))
    return report


def _maker(composition: Composition, source: Source, site: Site) -> Maker:
    if not site.pages.enabled:
        return Maker(source=source, site=site, style=None, in_full=frozenset())
    from feedpub import pages

    in_full = (entry.id for listing in composition.listings for entry in listing.entries[: pages.IN_FULL])
    return Maker(source=source, site=site, style=pages.of_site(site), in_full=frozenset(in_full))


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
        entries=len(composition.entries),
        feeds=len(composition.listings),
        written=tuple(written),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        newest=max((listing.entries[0].published for listing in composition.listings), default=None),
        changes=composition.changes,
        scheduled=len(composition.scheduled),
        next_scheduled=composition.scheduled[0] if composition.scheduled else None,
        refused=refused,
        findings=findings,
    )


def _wake(composition: Composition, now: datetime) -> datetime | None:
    """When the feeds will change by themselves: a date comes, or a moment at which a digest says that it changed."""
    updates = (entry.of.updated for entry in composition.entries.values())
    return min((*composition.scheduled[:1], *(moment for moment in updates if moment > now)), default=None)


def _remember(site: Site, remembered: Ledger) -> None:
    """The ledger, last: a build that is cut short is done again, to the same end."""
    path, data = site.feeds_folder / ledger.NAME, bytes(remembered)
    if files.differs(path, data):
        files.replace(path, data)
        files.sync({site.feeds_folder})


def _orphans(site: Site, published: Iterable[str]) -> list[str]:
    """Files of feeds that are no longer published: of pruned categories, of old addresses, of formats given up."""
    from feedpub import pages

    root = site.feeds_folder
    names = (*(made.filename for made in FORMATS.values()), *pages.BESIDE)
    found = (folder / name for folder in (root, *root.glob("categories/*")) for name in names)
    paths = {path.relative_to(root).as_posix() for path in found if path.is_file()}
    return sorted(paths.difference(published))
