"""The build: read what is new, list and make what the feeds show, write what changed, and remember it in the ledger."""

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.errors import OutputError
from feedpub.index import hashing, opened, reading
from feedpub.publishing import last_build
from feedpub.publishing.attempts import attempted
from feedpub.publishing.orders import MAX_RESURFACING, Orders
from feedpub.report import BuildReport
from feedpub.system import lock
from feedpub.system.workers import Progress, Workers

if TYPE_CHECKING:
    from concurrent.futures import Executor

_NEEDED_TO_MAKE = ["feedpub.publishing.entries", "feedpub.formats.stencil"]
_NEEDED = ["feedpub.publishing.publish", *_NEEDED_TO_MAKE]
_ALL = {"digests", "stories"}


def build(
    site: Site,
    *,
    dry_run: bool = False,
    accept: bool = False,
    max_resurfacing: int = MAX_RESURFACING,
    prune: bool = False,
    resume_from: str | None = None,
    wait: float = 0,
    workers: "int | Executor | None" = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Write the feeds of a site, each file only when its bytes changed, and last the ledger.

    ``dry_run`` writes nothing. A build that would surprise subscribers writes nothing either, unless ``accept``; its
    report says why. ``prune`` removes feeds of categories that no digest has any more, and old addresses.
    ``resume_from`` is the URL where the feeds are served, for a machine that has no ledger. ``wait`` is how many
    seconds another build may take to end before this one begins. ``workers`` are processes that share the work, one
    for each core where there is enough of it, or an executor to use. ``now`` is the aware moment of the build.
    ``progress`` is told the phase, how many of its steps are done, and how many there are.

    A digest that cannot be published is a finding, and costs the others nothing. Raises SourceError when there is
    nothing to read, OutputError when there is nowhere to write, LedgerError when the ledger is damaged or cannot be
    fetched, LockedError when another build is running, ConfigError when categories contradict each other.
    """
    orders = Orders(
        dry_run=dry_run, accept=accept, max_resurfacing=max_resurfacing, prune=prune, resume_from=resume_from
    )
    with (
        nullcontext() if dry_run else lock.held(site.root / ".feedpub" / "lock", wait),
        Workers(workers, progress, _NEEDED, _NEEDED_TO_MAKE) as crew,
    ):
        return _attempted(site, orders, crew, now)


def _attempted(site: Site, orders: Orders, workers: Workers, now: datetime | None) -> BuildReport:
    """The build, begun again without what is known of digests, then of stories, where that turns out to be damaged."""
    for keep in (_ALL, {"stories"}, set()):
        try:
            return attempted(partial(_build, site, orders, workers, now, keep))
        except sqlite3.DatabaseError as error:
            folder = site.root / ".feedpub"
            problem = OutputError(f"{folder}: the index cannot be kept ({error}); make room there")
    raise problem


def _build(
    site: Site, orders: Orders, workers: Workers, now: datetime | None, keep: set[str], thorough: bool
) -> BuildReport:
    source = Source(site)
    with opened(site, keep="digests" in keep and not orders.dry_run) as index:
        hashed = hashing.is_needed(index, site, resuming=orders.resume_from is not None, thorough=thorough)
        changed = reading.update(index, source, site, workers, hashed=hashed)
        if not changed and orders.is_plain:
            known = last_build.report(site, source, now or datetime.now(UTC))
            if known is not None:
                if not orders.dry_run:
                    last_build.renew(index, site, source)
                return replace(known, dry_run=orders.dry_run)
        index.heads.settle_unreadable(refuse=thorough)
        from feedpub.publishing import publish

        moment = (now or datetime.now(site.zone or UTC)).replace(microsecond=0)
        keep_stories = "stories" in keep and not orders.dry_run
        return publish.publish(index, source, site, workers, orders, moment, keep_stories=keep_stories)
