"""Which feed is embedded: its title, its page and its place; found by what people call it, or by its folder."""

from collections.abc import Sequence
from typing import Self

from msgspec import Struct

from feedpub.categories import Categories
from feedpub.composition.plans import plans
from feedpub.config import Site
from feedpub.config.offers import FORMAT_NAMES
from feedpub.config.settings import nearest
from feedpub.errors import ConfigError
from feedpub.memory import ledger
from feedpub.memory.ledger import Ledger
from feedpub.model import Feed
from feedpub.stories.sources import Sources


class Subject(Struct, frozen=True, kw_only=True):
    """A feed's title, the page that it is about, and the URL of its folder, with a slash at the end.

    ``formats`` are those that it is published in.
    """

    title: str
    page: str
    location: str
    formats: Sequence[str] = FORMAT_NAMES

    @classmethod
    def of(cls, feed: Feed, formats: Sequence[str]) -> Self:
        """What is embedded of a feed."""
        return cls(title=feed.title, page=feed.url, location=feed.location, formats=formats)


def subject(site: Site, name: str | None = None) -> Subject:
    """A published feed; without a name, the site's own.

    Names are those of categories, with their titles, aliases and slugs, of sources and languages, and the folders and
    addresses of all feeds. Raises ConfigError when there is no such feed, LedgerError when the ledger is damaged.
    """
    formats = site.feeds.formats
    name = _called(name, site)
    if name is None:
        return Subject(title=site.title, page=site.url, location=site.feeds_location, formats=formats)
    published = ledger.read(site.feeds_folder / ledger.NAME) or Ledger()
    known = _others(site, published, name) | _categories(site, published)
    if name not in known:
        repair = nearest(name, sorted(known)) if known else "run feedpub build first"
        raise ConfigError(f'"{name}" has no feed; {repair}')
    return known[name]


def _called(name: str | None, site: Site) -> str | None:
    """A name, or the folder at an address, of a feed's page or its file; ``None`` is the site's own."""
    if name is None or not f"{name}/".startswith(site.feeds_location):
        return name
    folder, _, file = name.removeprefix(site.feeds_location.rstrip("/")).lstrip("/").rpartition("/")
    return (folder if "." in file else f"{folder}/{file}").strip("/") or None


def _categories(site: Site, published: Ledger) -> dict[str, Subject]:
    """The feeds of categories by all that these are called."""
    categories = Categories(site, published.feeds.values())
    terms = {categories.present(line.feed.rpartition("/")[2]) for line in published.feeds.values() if line.category}
    return {
        spelling: _placed(site, f"categories/{term}", f"{site.title} · {categories.by_term(term).label}")
        for term in sorted(terms)
        for spelling in _spellings(categories, term)
    }


def _spellings(categories: Categories, term: str) -> list[str]:
    owner = categories.owners[term]
    aliases = [alias for alias, meant in categories.canonical.items() if meant == owner]
    return [term, f"categories/{term}", owner, categories.by_term(term).label, *aliases]


def _others(site: Site, published: Ledger, name: str) -> dict[str, Subject]:
    """The other feeds, as far as there is one by this ``name``, by their folders, titles, sources and languages."""
    source = Sources(site.sources).name(name.removeprefix("sources/"))
    spoken = [folder.removeprefix("languages/") for folder in published.feeds if folder.startswith("languages/")]
    known: dict[str, Subject] = {}
    for plan in plans(site, (), {source: site.feeds.sources_minimum}, spoken):
        if plan.folder in published.feeds:
            found = _placed(site, plan.folder, plan.title, plan.formats)
            names = (plan.folder, plan.title, plan.language, *((name,) if plan.folder.startswith("sources/") else ()))
            known |= {one: found for one in names if one}
    return known


def _placed(site: Site, folder: str, title: str, formats: Sequence[str] | None = None) -> Subject:
    location = f"{site.feeds_location}{folder}/"
    return Subject(title=title, page=site.url, location=location, formats=formats or site.feeds.formats)
