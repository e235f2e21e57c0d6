"""All feeds of a site: where each is, what it holds now, and why it is empty if it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from feedpub.composition import story_reading
from feedpub.composition.compose import Composer
from feedpub.composition.listing import Listing
from feedpub.composition.offering import Offering
from feedpub.composition.plans import Plan
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.formats import FORMATS
from feedpub.index import hashing, opened, reading
from feedpub.index.rows import Filed
from feedpub.publishing.attempts import attempted
from feedpub.publishing.orders import Orders
from feedpub.publishing.past import Past
from feedpub.stories import bodies
from feedpub.stories.patterns import SlowPatternError
from feedpub.system.workers import Workers


class FeedSummary(Struct, frozen=True, kw_only=True):
    """A feed: its title, the address of its folder, its files by format, what its entries are and how many it holds.

    ``newest`` is the date of the newest; ``empty`` says why there is none.
    """

    title: str
    address: str
    files: dict[str, str]
    granularity: str
    entries: int
    newest: datetime | None
    empty: str | None

    def __str__(self) -> str:
        if self.empty:
            return f"{self.address}  empty: {self.empty}"
        count = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        return f"{self.address}  {count}  {self.newest:%Y-%m-%d %H:%M}  {self.title}"

    def as_dict(self) -> dict[str, Any]:
        """The feed in values that JSON knows."""
        return asdict(self) | {"newest": self.newest and self.newest.isoformat()}


def feeds(site: Site, *, now: datetime | None = None) -> list[FeedSummary]:
    """The feeds that a build would write at ``now``, the site's own first, and those that would be empty.

    Writes nothing. Raises what ``build`` raises.
    """
    moment = (now or datetime.now(site.zone or UTC)).replace(microsecond=0)
    return attempted(partial(_feeds, site, moment))


def _feeds(site: Site, now: datetime, thorough: bool) -> list[FeedSummary]:
    with _composer(site, now, thorough) as composer:
        composition = composer.composition()
        for one in composition.to_make.values():
            if isinstance(one.of, Filed) and not one.of.content:
                bodies.read(one.of, composer.source, site)  # no build shows what cannot be read
        live = {one.folder: one for one in composition.listings if one.is_live}
        plans = {plan.folder: plan for plan in composer.offering.plans}
        shown = [_shown(one, plans.get(folder), site) for folder, one in live.items()]
        empty = [_empty(plan, composer.offering, site) for folder, plan in plans.items() if folder not in live]
        return [*shown, *empty]


@contextmanager
def _composer(site: Site, now: datetime, thorough: bool) -> Iterator[Composer]:
    source = Source(site)
    with opened(site, keep=False) as index, Workers(None) as workers:
        hashed = hashing.is_needed(index, site, resuming=False, thorough=thorough)
        reading.update(index, source, site, workers, hashed=hashed)
        index.heads.settle_unreadable(refuse=thorough)
        past = Past(site, Orders(dry_run=True), index)
        with story_reading.stories(index, source, site, workers, keep=False) as stories:
            yield Composer(index.heads, source, site, now, past, stories)


def _shown(one: Listing, plan: Plan | None, site: Site) -> FeedSummary:
    newest = one.entries[0].published
    return FeedSummary(
        title=one.feed.title,
        address=one.feed.location,
        files={name: one.feed.location + FORMATS[name].filename for name in one.formats},
        granularity=plan.entries if plan else "digest",
        entries=len(one.entries),
        newest=newest.astimezone(site.zone) if site.zone else newest,
        empty=None,
    )


def _empty(plan: Plan, offering: Offering, site: Site) -> FeedSummary:
    location = site.feeds_location + (f"{plan.folder}/" if plan.folder else "")
    return FeedSummary(
        title=plan.title,
        address=location,
        files={name: location + FORMATS[name].filename for name in plan.formats},
        granularity=plan.entries,
        entries=0,
        newest=None,
        empty=_reason(plan, offering),
    )


def _reason(plan: Plan, offering: Offering) -> str:
    try:
        return offering.why_empty(plan)
    except SlowPatternError as error:
        return str(error)
