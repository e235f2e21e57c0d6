"""How the pages of a site look: its words, its clock, its templates; and entries, each made once for all pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

from feedpub.config import Site
from feedpub.config.offers import ALSO
from feedpub.formats import FORMATS
from feedpub.model import Category, Entry, Feed
from feedpub.pages import fragments
from feedpub.pages.assets import assets, templates_folder
from feedpub.pages.opml import FILENAME as OPML
from feedpub.pages.words import Words

if TYPE_CHECKING:
    from feedpub.pages.jinja import Templates

# Where the way to the feeds folder stands in an entry until it is put on a page: no feed can hold this character.
_ROOT = "\0"
_SHOWN_AS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


class Address(Struct, frozen=True, kw_only=True):
    """A feed in one format: what people call both, its media type, its file, and the URL to subscribe to."""

    title: str
    name: str
    media_type: str
    filename: str
    url: str


class Look:
    """What all pages of a site have in common; ``formats`` are those of its feeds, by path."""

    def __init__(self, site: Site, formats: Mapping[str, Sequence[str]] | None = None) -> None:
        self.site, self.zone, self.formats = site, site.zone, formats or {}
        self.words = Words.of(site.language)
        self.assets = assets(site)
        self._contexts: dict[str, dict[str, Any]] = {}

    @cached_property
    def _templates(self) -> "Templates":
        """The templates, read when the first page is made: a build that makes none does without Jinja2."""
        from feedpub.pages.jinja import Templates

        return Templates(templates_folder(self.site))

    def entry(self, entry: Entry) -> str:
        """An entry as pages show it among others, wherever they are: ``placed`` puts it on a page.

        Raises ConfigError where a user's template is broken, as ``page`` does.
        """
        content = fragments.among_others(entry.content) if entry.content else None
        return self._rendered("entry.html", _ROOT, {"entry": entry, "content": content})

    def placed(self, entry: str, location: str) -> Markup:
        """An entry on the page at a URL."""
        return Markup(entry.replace(_ROOT, self._root(location)))  # noqa: S704

    def page(self, template: str, location: str, **values: Any) -> bytes:
        """The page at a URL."""
        return self._rendered(template, self._root(location), values | {"url": location}).encode()

    def addresses(self, feed: Feed) -> list[Address]:
        """The formats of a feed."""
        made = (FORMATS[name] for name in self.formats.get(feed.path, self.site.feeds.formats))
        return [
            Address(
                title=f"{feed.title} ({_SHOWN_AS[one.name]})",
                name=_SHOWN_AS[one.name],
                media_type=one.media_type,
                filename=one.filename,
                url=feed.location + one.filename,
            )
            for one in made
        ]

    def name(self, feed: Feed) -> str:
        """What a feed is called where the site is known: its category, or what its title says besides the site's."""
        if not feed.path:
            return feed.title
        return feed.categories[0].label if feed.categories else feed.title.removeprefix(f"{self.site.title} · ")

    def kind(self, feed: Feed) -> str:
        """Which kind of feeds one belongs to, in words."""
        first, _, below = feed.path.partition("/")
        if not below:
            first = "site" if first in ALSO else "selections"
        return self.words[f"kind_{first}"]

    def said(self, language: str | None) -> Markup:
        """The attribute of a text in a language that is not the page's."""
        known = not language or language == self.words.language
        return Markup() if known else Markup(' lang="{}"').format(language)

    def local(self, moment: datetime) -> datetime:
        """The moment in the site's own time; in that of the digest where the site has none."""
        return moment.astimezone(self.zone) if self.zone else moment

    def _rendered(self, template: str, root: str, values: dict[str, Any]) -> str:
        if root not in self._contexts:
            self._contexts[root] = self._context(root)
        return self._templates.render(template, self._contexts[root] | values)

    def _context(self, root: str) -> dict[str, Any]:
        """What every template may use, on a page from which ``root`` leads to the feeds folder."""
        return {
            "site": self.site,
            "words": self.words,
            "assets": {name: root + asset.path for name, asset in self.assets.items()},
            "home": root,
            "opml": root + OPML,
            "addresses": self.addresses,
            "name": self.name,
            "kind": self.kind,
            "local": self.local,
            "near": lambda url: self._near(url, root),
            "page_of": lambda category: self._page_of(category, root),
            "said": self.said,
        }

    def _page_of(self, category: Category, root: str) -> str | None:
        """The page of a category's feed; tags have none."""
        return f"{root}categories/{category.term}/" if category.scheme else None

    def _root(self, location: str) -> str:
        """The way from a page to the feeds folder, so that the folder works wherever it is looked at."""
        below = location.removeprefix(self.site.feeds_location)
        return "../" * below.count("/") or "./"

    def _near(self, url: str, root: str) -> str:
        own = self.site.feeds_location
        return root + url.removeprefix(own) if url.startswith(own) else url
