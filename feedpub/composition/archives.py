"""A feed and the pages of its past (RFC 5005, section 4): each entry in one document, a page for each month.

A month is closed when the newest entries, as many as the feed holds at least, are all of later months. Until then the
feed itself has all of the month. A closed page never changes unless its entries do: it leads to the next month's page,
which is empty until that month is closed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import Generic, TypeVar

from msgspec import Struct

from feedpub.model import Chain
from feedpub.stories.periods import month, start_of_day

FOLDER = "archive"

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """A month's page: its first day, its entries newest first, and its place in the chain."""

    month: date
    entries: tuple[T, ...]
    chain: Chain


class Shelf(Struct, Generic[T], frozen=True, kw_only=True):
    """What the feed itself holds, newest first, and the pages of its past, the newest first."""

    live: tuple[T, ...]
    chain: Chain
    pages: tuple[Page[T], ...]


def shelf(entries: Sequence[T], published: Callable[[T], datetime], limit: int, zone: tzinfo | None) -> Shelf[T]:
    """Entries of any kind, newest first, parted into months of a timezone (UTC without one)."""
    zone = zone or UTC
    if len(entries) <= limit:
        return Shelf(live=tuple(entries), chain=Chain(), pages=())
    months = [(first, tuple(held)) for first, held in groupby(entries, key=lambda one: month(published(one), zone))]
    open_month = month(published(entries[limit - 1]), zone)
    live = tuple(one for first, held in months if first >= open_month for one in held)
    closed = {first: held for first, held in months if first < open_month}
    if not closed:
        return Shelf(live=live, chain=Chain(), pages=())
    pages = tuple(_pages(closed, open_month))
    return Shelf(live=live, chain=Chain(older=pages[1].chain.page), pages=pages)


def _pages(closed: Mapping[date, tuple[T, ...]], open_month: date) -> Iterator[Page[T]]:
    """The open month's page, then those of the closed months, the ones without entries included."""
    oldest, at = min(closed), _before(open_month)
    yield Page(month=open_month, entries=(), chain=Chain(page=name(open_month), older=name(at)))
    while at >= oldest:
        before = _before(at)
        older = name(before) if at > oldest else None
        chain = Chain(page=name(at), older=older, newer=name(_next(at)), closed=True)
        yield Page(month=at, entries=closed.get(at, ()), chain=chain)
        at = before


def start(page: Page[T], zone: tzinfo | None) -> datetime:
    """The first instant of a page's month, since which it is what it is if it is empty."""
    return start_of_day(page.month, zone or UTC)


def name(first: date) -> str:
    """The page of a month, below the feed's folder."""
    return f"{FOLDER}/{first:%Y-%m}"


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
