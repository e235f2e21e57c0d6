"""Names of categories in digests → the category that each one means, with a slug that is safe as a folder and URL."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slugify import slugify

from feedpub.config import SLUG, CategorySettings, Site
from feedpub.errors import ConfigError
from feedpub.model import Category

# Names that Windows reserves in every folder, whatever their suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
# Ideographs are transliterated one by one: without spaces, "AI进展" would read "aijin-zhan".
_IDEOGRAPH = re.compile("([⺀-⿿㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff])")


def slug(name: str) -> str:
    """An ASCII slug for a category's name: ``AI进展`` → ``ai-jin-zhan``. Never empty, never more than one folder."""
    text = slugify(_IDEOGRAPH.sub(r" \1 ", name), max_length=80, word_boundary=True)
    text = text or "-".join(f"u{ord(letter):x}" for letter in name[:12])
    return f"{text}-category" if _RESERVED.fullmatch(text) else text


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Two names that would share one slug."""

    name: str
    other: str
    slug: str


class Categories:
    """The categories of a site: the configured ones, and those that digests name."""

    def __init__(self, site: Site) -> None:
        """Raises ConfigError when configured slugs or aliases contradict each other."""
        self.settings: Mapping[str, CategorySettings] = site.categories
        self.scheme = site.feeds_location + "categories/"
        self.canonical: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        for name, settings in site.categories.items():
            self._configure(name, settings)

    def _configure(self, name: str, settings: CategorySettings) -> None:
        key = f'categories."{name}"'
        if settings.slug is not None and (not SLUG.fullmatch(settings.slug) or _RESERVED.fullmatch(settings.slug)):
            raise ConfigError(f'{key}.slug "{settings.slug}" is no safe slug; write "{slug(settings.slug)}"')
        own = settings.slug or slug(name)
        if own in self.owners:
            other = self.owners[own]
            raise ConfigError(f'{key} and categories."{other}" share the slug "{own}"; give one another slug')
        self.owners[own] = name
        for alias in (name, *settings.aliases):
            if self.canonical.setdefault(alias, name) != name:
                other = self.canonical[alias]
                raise ConfigError(f'{key}.aliases "{alias}" belongs to "{other}" already; remove one of the two')

    def add(self, names: Iterable[str]) -> tuple[Clash, ...]:
        """Make names known, in the order in which they may claim a slug; those that come too late are told."""
        clashes = []
        for name in names:
            meant = self.canonical.get(name, name)
            owner = self.owners.setdefault(self._slug(meant), meant)
            if owner != meant:
                clashes.append(Clash(name=name, other=owner, slug=self._slug(meant)))
        return tuple(clashes)

    def find(self, name: str) -> Category | None:
        """The category that a known name means; ``None`` for a name whose slug is another's."""
        meant = self.canonical.get(name, name)
        term = self._slug(meant)
        if self.owners.get(term) != meant:
            return None
        settings = self.settings.get(meant, CategorySettings())
        return Category(term=term, label=settings.title or meant, scheme=self.scheme)

    def description(self, category: Category) -> str | None:
        """What the configuration says of a category."""
        return self.settings.get(self.owners[category.term], CategorySettings()).description

    def _slug(self, meant: str) -> str:
        return self.settings.get(meant, CategorySettings()).slug or slug(meant)
