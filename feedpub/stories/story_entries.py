"""A story → the entry that subscribers of stories see of it. Pure."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from html import escape

from msgspec import Struct

from feedpub.config import Site
from feedpub.digests.digest import Digest
from feedpub.digests.stories import Story
from feedpub.memory import honest
from feedpub.memory.story_lines import StoryLine
from feedpub.model import Category, Entry, Link, Person
from feedpub.rendering import render, safe_html
from feedpub.same_page import host
from feedpub.stories import story_ids
from feedpub.stories.periods import start_of_day
from feedpub.stories.pieces import unmarked
from feedpub.stories.sources import Sources
from feedpub.stories.story_ids import Named
from feedpub.text import excerpt


class Told(Struct, frozen=True, kw_only=True):
    """A digest as its stories are told: its entry's id and page, its categories, and who wrote what names no source."""

    digest: Digest
    id: str
    url: str
    categories: tuple[Category, ...]
    authors: tuple[Person, ...]


class StoryToBe(Struct, frozen=True, kw_only=True):
    """A story's entry before anything of it is rendered."""

    id: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    story: Story
    told: Told

    @property
    def key(self) -> bytes:
        """A hash of what its entry depends on, settings aside."""
        digest = self.told.digest
        text = digest.references.completing(self.story.summary)
        place = (self.told.url, self.told.categories, digest.language, digest.title)
        said = (self.id, self.published.isoformat(), self.updated.isoformat(), self.authors, self.story, text, place)
        return hashlib.sha256(repr(said).encode()).digest()

    def links(self, site: Site) -> tuple[Link, ...]:
        """Where it leads, and what is related: its place in the digest and its post, or turned round."""
        place = f"{self.told.url.partition('#')[0]}#{self.story.anchor}"
        post = safe_html.web_link(self.story.link, self.told.url)
        if post is None:
            return (Link(href=place, type="text/html"),)
        first, other = (post, place) if site.feeds.story_links == "external" else (place, post)
        return Link(href=first, type="text/html"), Link(href=other, rel="related", type="text/html")

    def entry(self, site: Site) -> Entry:
        """What there is to see of it, its content in full."""
        story, told = self.story, self.told
        body = render.html(told.digest.references.completing(story.summary), told.url, f"{story.anchor}-")
        title = render.headline(story, told.url) or told.digest.title
        post = safe_html.web_link(story.link, told.url)
        content = "\n".join(filter(None, (_source(story, post, told.url, body), body)))
        return Entry(
            id=self.id,
            title=title,
            published=self.published,
            updated=self.updated,
            links=self.links(site),
            authors=self.authors,
            categories=told.categories,
            summary=excerpt(render.plain(body)) or title,
            content=content or None,
            language=told.digest.language,
            image=render.first_picture(body),
        )


class Telling:
    """The stories of a digest, each as an entry to be, with its line for the ledger.

    ``lines`` are what the ledger says of the digest's stories, ``now`` is the moment of the build, for stories that
    were changed without a date.
    """

    def __init__(self, told: Told, lines: Sequence[StoryLine], site: Site, sources: Sources, now: datetime) -> None:
        self._told, self._sources, self._now = told, sources, now
        self._named = story_ids.named(told.digest.stories, told.id, lines, site)
        self._moments = instants(told.digest.published, len(self._named), site.zone)

    def __len__(self) -> int:
        return len(self._named)

    def story(self, at: int) -> tuple[StoryToBe, StoryLine]:
        """The story at a place, from 1 on."""
        named, published = self._named[at - 1], self._moments[at - 1]
        line = self._line(named, published)
        story = StoryToBe(
            id=named.id,
            title=line.title or self._told.digest.title,
            published=published,
            updated=line.updated,
            authors=self._authors(named.story),
            story=named.story,
            told=self._told,
        )
        return story, line

    def _line(self, named: Named, published: datetime) -> StoryLine:
        digest, fingerprint = self._told.digest, story_ids.fingerprint(named.story)
        said = digest.updated if digest.updated > digest.published else published
        return StoryLine(
            story=named.id,
            digest=self._told.id,
            title=unmarked(named.story.headline),
            published=published,
            updated=honest.updated(
                published=published, said=said, fingerprint=fingerprint, line=named.line, now=self._now
            ),
            hash=fingerprint,
            page=story_ids.page(named.story),
        )

    def _authors(self, story: Story) -> tuple[Person, ...]:
        name = self._sources.name(unmarked(story.source)) if story.source else ""
        return (Person(name=name),) if name else self._told.authors


def instants(published: datetime, count: int, zone: tzinfo | None) -> list[datetime]:
    """Strictly decreasing instants, a second apart, for the stories of a digest that is ``published`` then.

    The first has the digest's own, the others come before it: none is in the future when the digest is not. At the
    start of a day, where that would lead into the day before, they begin so much later that the last is in the day.
    """
    offset = timezone(published.utcoffset() or timedelta())
    first = published.astimezone(UTC)
    begin = start_of_day(published.astimezone(zone or offset).date(), zone or offset)
    missing = (count - 1) - int((first - begin).total_seconds())
    first += timedelta(seconds=max(missing, 0))
    return [(first - timedelta(seconds=n)).astimezone(offset) for n in range(count)]


def _source(story: Story, post: str | None, base: str, body: str) -> str:
    """Who tells it, with a link to where: many readers show no other link than an entry's first.

    Nothing where nobody is named and the body leads there itself.
    """
    if post and not story.source and f'href="{escape(post)}"' in body:
        return ""
    name = render.spoken(story.source, base) if story.source else (host(post) if post else "")
    shown = escape(name or "", quote=False)
    linked = f'<a href="{escape(post)}">{shown}</a>' if post else shown
    return f"<p><small>{linked}</small></p>" if shown else ""
