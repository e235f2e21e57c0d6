"""Feeds and entries → pages. Templates are read once a build, an entry is shaped once for all pages that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from feedpub.config import Site
from feedpub.formats import FORMATS
from feedpub.model import Entry, Feed
from feedpub.pages import fragments
from feedpub.pages.activity import Activity
from feedpub.pages.jinja import Templates
from feedpub.pages.opml import FILENAME as OPML
from feedpub.pages.words import Words
from feedpub.text import excerpt

PREVIEWED = 5


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
        self.words = Words.of(site.language)
        self.templates = Templates(site)
        self.categories = {category.term: feed for feed in feeds for category in feed.categories}
        self.shaped: dict[tuple[str, str], Markup] = {}

    def feed_page(self, feed: Feed, published: Sequence[datetime], embeds: Mapping[str, str]) -> bytes:
        """The page beside a feed; that of the site's own feed is the directory of all.

        ``published`` are the dates of all its entries, shown or not, in any order; ``embeds`` are the lines to paste
        by tier, the best first.
        """
        activity = Activity.of([self.local(moment) for moment in published])
        return self._page(
            "feed.html",
            location=feed.location,
            feed=feed,
            title=self.name(feed),
            description=feed.subtitle,
            rhythm=activity.rhythm(self.words),
            picture=Markup(activity.picture(self.words)),  # noqa: S704
            entries=self._entries(feed),
            preview=feed.entries[:PREVIEWED],
            others=[] if feed.path else self.feeds[1:],
            alternates=[*self.addresses(feed), *self._of_categories(feed)],
            embeds={tier: lines.strip() for tier, lines in embeds.items()},
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

    def files(self) -> dict[str, bytes]:
        """What the pages load, by its path below the feeds folder."""
        return self.templates.files()

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

    def _entries(self, feed: Feed) -> Markup:
        """The entries of a feed, one below the other."""
        root = self._root(feed.location)
        return Markup("\n").join(self._entry(entry, root) for entry in feed.entries)

    def _entry(self, entry: Entry, root: str) -> Markup:
        """The entry among others, made once for all pages that are as deep below the feeds folder."""
        if (root, entry.id) not in self.shaped:
            content = fragments.among_others(entry.content) if entry.content else None
            text = self.templates.render("entry.html", self._common(root) | {"entry": entry, "content": content})
            self.shaped[root, entry.id] = Markup(text)  # noqa: S704
        return self.shaped[root, entry.id]

    def _page(self, template: str, location: str, **values: Any) -> bytes:
        root = self._root(location)
        return self.templates.render(template, self._common(root) | values | {"url": location}).encode()

    def _common(self, root: str) -> dict[str, Any]:
        """What every template may use."""
        return {
            "site": self.site,
            "home": self.feeds[0],
            "words": self.words,
            "categories": self.categories,
            "assets": {name: root + path for name, path in self.templates.paths().items()},
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
        return moment.astimezone(self.site.zone) if self.site.zone else moment

    def _root(self, location: str) -> str:
        """The way from a page to the feeds folder, so that the folder works wherever it is looked at."""
        below = location.removeprefix(self.site.feeds_location)
        return "../" * below.count("/") or "./"

    def _near(self, url: str, root: str) -> str:
        own = self.site.feeds_location
        return root + url.removeprefix(own) if url.startswith(own) else url
