"""Feeds and entries → pages. Templates are read once a build, an entry is made once for all pages that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from feedpub import embed
from feedpub.config import Site
from feedpub.formats import FORMATS
from feedpub.model import Entry, Feed
from feedpub.pages import fragments
from feedpub.pages.activity import Activity
from feedpub.pages.assets import assets, templates_folder
from feedpub.pages.opml import FILENAME as OPML
from feedpub.pages.words import Words
from feedpub.text import excerpt

if TYPE_CHECKING:
    from feedpub.pages.jinja import Templates

# How many entries of a feed its page shows in full.
IN_FULL = 10
# Where the way to the feeds folder stands in an entry until it is put on a page: no feed can hold this character.
_ROOT = "\0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A feed in one format: what people call both, its media type, its file, and the URL to subscribe to."""

    title: str
    name: str
    media_type: str
    filename: str
    url: str


_SHOWN_AS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


class Writer:
    """The pages of a site's feeds, the site's own first. Raises ConfigError where a user's template is broken."""

    def __init__(self, site: Site, feeds: Sequence[Feed]) -> None:
        self.site, self.feeds = site, feeds
        self.zone = site.zone
        self.words = Words.of(site.language)
        self.assets = assets(site)
        self.categories = {category.term: feed for feed in feeds for category in feed.categories}
        self.contexts: dict[str, dict[str, Any]] = {}
        self.made: dict[str, str] = {}

    @cached_property
    def templates(self) -> "Templates":
        """The templates, read when the first page is made: a build that makes none does without Jinja2."""
        from feedpub.pages.jinja import Templates

        return Templates(templates_folder(self.site))

    def feed_page(self, feed: Feed, activity: Activity) -> bytes:
        """The page beside a feed; that of the site's own feed is the directory of all."""
        root = self._root(feed.location)
        entries = "\n".join(self.entry(entry) for entry in feed.entries[:IN_FULL]).replace(_ROOT, root)
        return self._page(
            "feed.html",
            location=feed.location,
            feed=feed,
            title=self.name(feed),
            description=feed.subtitle,
            rhythm=activity.rhythm(self.words),
            picture=Markup(activity.picture(self.words)),  # noqa: S704
            entries=Markup(entries),  # noqa: S704
            earlier=feed.entries[IN_FULL:],
            frame=embed.FRAME,
            others=[] if feed.path else self.feeds[1:],
            alternates=[*self.addresses(feed), *self._of_categories(feed)],
            embeds=self._embeds(feed),
        )

    def digest_page(self, entry: Entry, content: str) -> bytes:
        """The page of a digest that has no other, at the entry's URL; ``content`` is all that it says, as safe HTML."""
        return self._page(
            "digest.html",
            location=entry.url,
            entry=entry,
            title=entry.title,
            content=fragments.alone(content, self.words["story"]),
            stories=fragments.stories(content),
            alternates=self.addresses(self.feeds[0]),
            description=excerpt(entry.summary),
        )

    def entry(self, entry: Entry) -> str:
        """The entry among others, made once for all pages, wherever they are."""
        if entry.id not in self.made:
            content = fragments.among_others(entry.content) if entry.content else None
            values = self._common(_ROOT) | {"entry": entry, "content": content}
            self.made[entry.id] = self.templates.render("entry.html", values)
        return self.made[entry.id]

    def name(self, feed: Feed) -> str:
        """What a feed is called where the site is known: its category."""
        return feed.categories[0].label if feed.path and feed.categories else feed.title

    def addresses(self, feed: Feed) -> list[Address]:
        """The formats of a feed."""
        made = (FORMATS[name] for name in self.site.feeds.formats)
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

    def _of_categories(self, feed: Feed) -> list[Address]:
        return [] if feed.path else [self.addresses(other)[0] for other in self.feeds[1:]]

    def _embeds(self, feed: Feed) -> dict[str, str]:
        """The lines to paste, by tier."""
        possible = embed.possible(self.site, embed.Subject.of(feed))
        return {tier: lines.strip() for tier, lines in possible.items()}

    def _page(self, template: str, location: str, **values: Any) -> bytes:
        root = self._root(location)
        return self.templates.render(template, self._common(root) | values | {"url": location}).encode()

    def _common(self, root: str) -> dict[str, Any]:
        """What every template may use, on a page from which ``root`` leads to the feeds folder."""
        if root not in self.contexts:
            self.contexts[root] = self._context(root)
        return self.contexts[root]

    def _context(self, root: str) -> dict[str, Any]:
        return {
            "site": self.site,
            "home": self.feeds[0],
            "words": self.words,
            "categories": self.categories,
            "assets": {name: root + asset.path for name, asset in self.assets.items()},
            "opml": root + OPML,
            "addresses": self.addresses,
            "name": self.name,
            "local": self.local,
            "near": lambda url: self._near(url, root),
            "said": self.said,
        }

    def said(self, language: str | None) -> Markup:
        """The attribute of a text in a language that is not the page's."""
        known = not language or language == self.words.language
        return Markup() if known else Markup(' lang="{}"').format(language)

    def local(self, moment: datetime) -> datetime:
        """The moment in the site's own time; in that of the digest where the site has none."""
        return moment.astimezone(self.zone) if self.zone else moment

    def _root(self, location: str) -> str:
        """The way from a page to the feeds folder, so that the folder works wherever it is looked at."""
        below = location.removeprefix(self.site.feeds_location)
        return "../" * below.count("/") or "./"

    def _near(self, url: str, root: str) -> str:
        own = self.site.feeds_location
        return root + url.removeprefix(own) if url.startswith(own) else url
