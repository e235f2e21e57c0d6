"""The documents of plans: what each holds, and how it is listed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from feedpub.composition.listing import Listed, Listing
from feedpub.composition.order import rank
from feedpub.composition.plans import Plan
from feedpub.composition.windows import Candidate
from feedpub.config import Site
from feedpub.model import Chain, Entry, Feed, Link, Person, Translation
from feedpub.stories.gathering import PeriodToBe
from feedpub.stories.story_entries import StoryToBe

Held = Candidate | StoryToBe | PeriodToBe | Entry


class Sheet(Struct, frozen=True, kw_only=True):
    """One document of a plan: the feed itself or a page of its archive, and what it holds, newest first.

    ``id`` is the feed's; ``start`` is since when a page that holds nothing is what it is.
    """

    plan: Plan
    held: tuple[Held, ...]
    chain: Chain
    id: str
    translations: tuple[Translation, ...] = ()
    start: datetime | None = None

    @property
    def digests(self) -> set[str]:
        """The ids of the digests that it shows, as they are or in part."""
        return {name for one in self.held for name in _digests(one)}


def publisher(site: Site) -> Person:
    """The author of what names none."""
    if site.author is None:
        return Person(name=site.title)
    return Person(name=site.author.name, email=site.author.email, url=site.author.url)


def in_order(held: Iterable[Held]) -> tuple[Held, ...]:
    """Newest first, ties by id."""
    return tuple(sorted(held, key=rank, reverse=True))


def listing(sheet: Sheet, listed: Mapping[str, Listed], site: Site, now: datetime) -> Listing:
    """A document as it is listed; ``listed`` are the digests by id."""
    plan = sheet.plan
    entries = tuple(listed[one.id] if isinstance(one, Candidate) else _of_itself(one, site) for one in sheet.held)
    feed = Feed(
        id=sheet.id,
        path=plan.folder,
        location=site.feeds_location + (f"{plan.folder}/" if plan.folder else ""),
        title=plan.title,
        subtitle=plan.subtitle,
        updated=max((entry.updated for entry in entries), default=sheet.start or now),
        links=(Link(href=site.url, type="text/html"),),
        authors=(publisher(site),),
        categories=(plan.category,) if plan.category else (),
        language=plan.language or site.language,
        translations=sheet.translations,
        chain=sheet.chain,
        entries=(),
    )
    return Listing(folder=plan.folder, feed=feed, entries=entries, formats=plan.formats, max_bytes=plan.max_bytes)


def _of_itself(one: StoryToBe | PeriodToBe | Entry, site: Site) -> Listed:
    """A story, a period, or the last good entry of either."""
    match one:
        case Entry():
            url, categories = one.url, one.categories
        case StoryToBe():
            url, categories = one.links(site)[0].href, one.told.categories
        case PeriodToBe():
            url, categories = one.to_be.url, ()
    return Listed(id=one.id, url=url, published=one.published, updated=one.updated, categories=categories, of=one)


def _digests(one: Held) -> list[str]:
    """The ids of the digests that an entry is made of."""
    match one:
        case StoryToBe():
            return [one.told.id]
        case PeriodToBe():
            return [gathered.told.id for gathered in one.told]
        case _:
            return [one.id]
