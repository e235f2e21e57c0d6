"""Which feeds a site has, each with its place, its title, and what it holds: one plan a feed, whatever is in it now."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from feedpub.config import CategorySettings, Site
from feedpub.config.offers import Offer
from feedpub.config.where import Where
from feedpub.digests import languages
from feedpub.model import Category
from feedpub.stories.sources import Sources

# A day may gather a hundred stories and a week many hundreds: as many entries of either would make files of megabytes.
_LIMITS = {"day": 7, "week": 4}
_GRANULARITIES = {"stories": "story", "daily": "day", "weekly": "week"}
_TITLES = {
    "en": {"stories": "stories", "daily": "day by day", "weekly": "week by week"},
    "zh": {"stories": "逐条新闻", "daily": "每日汇总", "weekly": "每周汇总"},
}


class Plan(Struct, frozen=True, kw_only=True):
    """A feed to be: ``folder`` is its place below the feeds folder ("" for the site's own), ``where`` its selection.

    ``entries`` is a granularity, ``limit`` in entries, ``max_bytes`` for each file. ``category`` is what it is about,
    if it is one category's; ``language`` the one that it is in, if it is one language's.
    """

    folder: str
    title: str
    subtitle: str
    entries: str
    limit: int
    formats: tuple[str, ...]
    where: Where | None = None
    group: str = "digest"
    archive: str | None = None
    max_bytes: int | None = None
    category: Category | None = None
    language: str | None = None


def plans(
    site: Site, categories: Iterable[Category], sources: Mapping[str, int], spoken: Iterable[str] = ()
) -> tuple[Plan, ...]:
    """The plans of a site's feeds: its own, others of the whole site, selections, languages, categories, sources.

    ``categories`` are those that have digests, ``sources`` counts the stories of each source by its name, ``spoken``
    are the languages that have feeds.
    """
    return tuple(_Planning(site).all(categories, sources, spoken))


class _Planning:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.titles = _TITLES.get((site.language or "en").split("-")[0].lower(), _TITLES["en"])

    def all(self, categories: Iterable[Category], sources: Mapping[str, int], spoken: Iterable[str]) -> Iterator[Plan]:
        site, feeds = self.site, self.site.feeds
        yield self._plan("", site.title, site.description, feeds.entries)
        for name, granularity in _GRANULARITIES.items():
            if name in feeds.also:
                yield self._plan(name, f"{site.title} · {self.titles[name]}", None, granularity)
        yield from map(self._offered, site.offers)
        yield from map(self._of_language, spoken)
        yield from map(self._of_category, categories)
        yield from self._of_sources(sources) if "sources" in feeds.also else ()

    def _plan(self, folder: str, title: str, subtitle: str | None, entries: str, where: Where | None = None) -> Plan:
        feeds = self.site.feeds
        return Plan(
            folder=folder,
            title=title,
            subtitle=subtitle or title,
            entries=entries,
            limit=self._limit(entries),
            formats=feeds.formats,
            where=where,
            group=feeds.group,
            archive=feeds.archive,
            max_bytes=feeds.max_bytes,
        )

    def _limit(self, entries: str) -> int:
        return min(self.site.feeds.limit, _LIMITS.get(entries, self.site.feeds.limit))

    def _of_category(self, category: Category) -> Plan:
        settings = next(
            (known for name, known in self.site.categories.items() if category.label in {name, known.title}),
            CategorySettings(),
        )
        title = f"{self.site.title} · {category.label}"
        entries = settings.entries or self.site.feeds.entries
        where = Where(category=(category.term,))
        made = self._plan(f"categories/{category.term}", title, settings.description, entries, where)
        return replace(made, category=category)

    def _of_sources(self, counted: Mapping[str, int]) -> Iterator[Plan]:
        """The sources with enough stories; of two that share a folder, the one that has more."""
        sources = Sources(self.site.sources)
        taken: set[str] = set()
        for name, count in sorted(counted.items(), key=lambda row: (-row[1], row[0])):
            folder = f"sources/{sources.slug(name)}"
            if count >= self.site.feeds.sources_minimum and folder not in taken:
                taken.add(folder)
                yield self._plan(folder, f"{self.site.title} · {name}", None, "story", Where(source=(name,)))

    def _of_language(self, language: str) -> Plan:
        folder, title = languages.folder(language), f"{self.site.title} ({language})"
        made = self._plan(folder, title, None, self.site.feeds.entries, Where(lang=(language,)))
        return replace(made, language=language)

    def _offered(self, offer: Offer) -> Plan:
        """A feed of the user's own, with what it does not say as [feeds] has it."""
        made = self._plan(
            offer.slug,
            offer.title or f"{self.site.title} · {offer.slug}",
            offer.description,
            offer.entries or "digest",
            offer.where,
        )
        said = {key: getattr(offer, key) for key in ("limit", "formats", "group", "archive", "max_bytes")}
        return replace(made, **{key: value for key, value in said.items() if value is not None})
