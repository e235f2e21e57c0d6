"""Which feed is embedded: its title, its page and its place; found by a category's name, title, alias or slug."""

from dataclasses import dataclass
from typing import Self

from feedpub import ledger
from feedpub.categories import Categories
from feedpub.config import Site
from feedpub.errors import ConfigError
from feedpub.model import Feed
from feedpub.settings import nearest


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A feed's title, the page that it is about, and the URL of its folder, with a slash at the end."""

    title: str
    page: str
    location: str

    @classmethod
    def of(cls, feed: Feed) -> Self:
        """What is embedded of a feed."""
        return cls(title=feed.title, page=feed.url, location=feed.location)


def subject(site: Site, name: str | None = None) -> Subject:
    """The published feed of a category, by its name, title, alias or slug; without one, the site's own.

    Raises ConfigError when there is no such category, LedgerError when the ledger is damaged.
    """
    if name is None:
        return Subject(title=site.title, page=site.url, location=site.feeds_location)
    published = ledger.read(site.feeds_folder / ledger.NAME) or ledger.Ledger()
    categories = Categories(site, published.feeds.values())
    terms = {categories.present(line.feed.rpartition("/")[2]) for line in published.feeds.values() if line.category}
    known = {spelling: term for term in sorted(terms) for spelling in _spellings(categories, term)}
    if name not in known:
        repair = nearest(name, sorted(known)) if known else "run feedpub build first"
        raise ConfigError(f'category "{name}" has no feed; {repair}')
    term = known[name]
    title = f"{site.title} · {categories.by_term(term).label}"
    return Subject(title=title, page=site.url, location=f"{site.feeds_location}categories/{term}/")


def _spellings(categories: Categories, term: str) -> list[str]:
    owner = categories.owners[term]
    aliases = [alias for alias, meant in categories.canonical.items() if meant == owner]
    return [term, owner, categories.by_term(term).label, *aliases]
