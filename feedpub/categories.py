"""Names of categories in digests → the category that each one means, with a slug that is safe as a folder and URL."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from feedpub.config import CategorySettings, Site
from feedpub.config.offers import SLUG
from feedpub.errors import ConfigError
from feedpub.memory.ledger import FeedLine
from feedpub.model import Category
from feedpub.slugs import RESERVED, slug

_UNSAID = CategorySettings()


class Clash(Struct, frozen=True, kw_only=True):
    """Two names that would share one slug."""

    name: str
    other: str
    slug: str


class Categories:
    """The categories of a site: the configured ones, those published before, and those that digests name."""

    def __init__(
        self, site: Site, published: Iterable[FeedLine] = (), slugs: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """``slugs`` are those of names that are known already.

        Raises ConfigError when configured slugs or aliases contradict each other or what was published.

        A published slug stays its category's for life; ``moved`` tells the old ones that a configured slug, or a merge
        by an alias, has replaced, and by which.
        """
        self.settings: Mapping[str, CategorySettings] = site.categories
        self._slugs = slugs
        self.scheme = site.feeds_location + "categories/"
        self.canonical: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self._meant: dict[tuple[str, ...], tuple[Category, ...]] = {}  # most digests name what others have named
        self._known: dict[str, Category] = {}
        for name, settings in site.categories.items():
            self._alias(name, settings)
        self._remember(published)
        for name, settings in site.categories.items():
            self._configure(name, settings)

    def _alias(self, name: str, settings: CategorySettings) -> None:
        for alias in (name, *settings.aliases):
            if self.canonical.setdefault(alias, name) != name:
                fact = f'"{alias}" belongs to "{self.canonical[alias]}" already'
                raise ConfigError(f'categories."{name}".aliases {fact}; remove one of the two')

    def _remember(self, published: Iterable[FeedLine]) -> None:
        slugs: dict[str, list[str]] = {}
        for line in sorted(published, key=lambda line: line.feed):
            if line.category is not None:
                meant = self.canonical.get(line.category, line.category)
                # The slug of the very name goes before that of an alias.
                slugs.setdefault(meant, []).insert(0 if line.category == meant else 99, line.feed.rpartition("/")[2])
        for meant, known in slugs.items():
            present = self.settings.get(meant, _UNSAID).slug or known[0]
            self.addresses[meant] = present
            self.moved |= {old: present for old in known if old != present}
            self.owners |= dict.fromkeys([*known, present], meant)

    def _configure(self, name: str, settings: CategorySettings) -> None:
        key = f'categories."{name}"'
        if settings.slug is not None and (not SLUG.fullmatch(settings.slug) or RESERVED.fullmatch(settings.slug)):
            raise ConfigError(f'{key}.slug "{settings.slug}" is no safe slug; write "{slug(settings.slug)}"')
        own = self._slug(name)
        other = self.owners.setdefault(own, name)
        if other != name:
            repair = f'give one another slug, or make "{other}" an alias of "{name}"'
            raise ConfigError(f'{key} and categories."{other}" share the slug "{own}"; {repair}')

    def add(self, names: Iterable[str]) -> tuple[Clash, ...]:
        """Make names known, in the order in which they may claim a slug; those that come too late are told."""
        clashes = []
        self._meant.clear()
        self._known.clear()
        for name in names:
            meant = self.canonical.get(name, name)
            owner = self.owners.setdefault(self._slug(meant), meant)
            if owner != meant:
                clashes.append(Clash(name=name, other=owner, slug=self._slug(meant)))
        return tuple(clashes)

    def of(self, names: tuple[str, ...]) -> tuple[Category, ...]:
        """The categories that known names mean, each once; a name whose slug is another's means none."""
        if names not in self._meant:
            terms = (self._slug(meant) for name in names if self._owns(meant := self.canonical.get(name, name)))
            self._meant[names] = tuple(self.by_term(term) for term in dict.fromkeys(terms))
        return self._meant[names]

    def by_term(self, term: str) -> Category:
        """The category that owns a slug."""
        if term not in self._known:
            name = self.owners[term]
            label = self.settings.get(name, _UNSAID).title or name
            self._known[term] = Category(term=term, label=label, scheme=self.scheme)
        return self._known[term]

    def spellings(self, name: str) -> frozenset[str]:
        """The names in digests that mean the category which has this name, alias, slug or title; none if none has."""
        titles = {settings.title: owner for owner, settings in self.settings.items() if settings.title}
        meant = self.canonical.get(name, name)
        if not self._owns(meant):
            meant = self.owners.get(self.present(name)) or titles.get(name) or ""
        return frozenset(
            alias for alias, owner in (*self.canonical.items(), (meant, meant)) if owner == meant and alias
        )

    def present(self, term: str) -> str:
        """The slug that a slug of the ledger has become."""
        return self.moved.get(term, term)

    def description(self, term: str) -> str | None:
        """What the configuration says of the category that owns a slug."""
        return self.settings.get(self.owners[term], _UNSAID).description

    def _owns(self, meant: str) -> bool:
        return self.owners.get(self._slug(meant)) == meant

    def _slug(self, meant: str) -> str:
        own = self.settings.get(meant, _UNSAID).slug or self.addresses.get(meant)
        return own or self._slugs.get(meant) or slug(meant)


def category_folder(term: str) -> str:
    """The folder of a category's feed below the feeds folder; "" for that of the whole site."""
    return f"categories/{term}" if term else ""


def ledger_address(term: str) -> str:
    """How the ledger names the feed of a category, or ("") of the whole site."""
    return category_folder(term) or "/"
