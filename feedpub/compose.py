"""Digests → Feeds: the whole site's and one for each category. Pure; renders only what a feed shows."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from feedpub import identity, render
from feedpub.categories import Categories, slug
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.findings import Finding
from feedpub.model import Category, Entry, Feed, Link, Person
from feedpub.text import excerpt
from feedpub.urls import is_web_address


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """The feeds, the site's own first; how many digests they are made of; what was noticed."""

    feeds: tuple[Feed, ...]
    digests: int
    findings: tuple[Finding, ...]


def feeds(digests: Iterable[Digest], site: Site) -> Composition:
    """The feeds of a site. Raises ConfigError when the configured categories contradict each other.

    Entries are newest first, ties by id; a digest whose id or permalink is another's is a finding, and the one
    published first keeps it.
    """
    composer = _Composer(site)
    kept = list(composer.accept(sorted(digests, key=lambda digest: (digest.published, digest.path))))
    windows = composer.windows(kept)
    shown = {digest.path: digest for window in windows.values() for digest in window}
    entries = {path: composer.entry(digest) for path, digest in shown.items()}
    made = [
        composer.feed(category, [entries[digest.path] for digest in window]) for category, window in windows.items()
    ]
    return Composition(feeds=tuple(made), digests=len(kept), findings=tuple(composer.findings))


class _Composer:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.categories = Categories(site)
        self.findings: list[Finding] = []
        author = site.author or Person(name=site.title)
        self.authors = (author,)

    def accept(self, digests: Iterable[Digest]) -> Iterator[Digest]:
        """The digests that can be published, oldest first, each with an id and a permalink of its own."""
        ids: dict[str, Digest] = {}
        pages: dict[str, Digest] = {}
        for digest in digests:
            self._learn_categories(digest)
            page = self._page(digest)
            first = ids.setdefault(identity.entry_id(digest, self.site), digest)
            if first is not digest:
                fact = f"this digest has the id of {first.shown}, so it is not published"
                self._note("id-not-unique", digest, 1, fact, "remove its id, or give it another")
                continue
            if page is None:
                continue
            if (other := pages.setdefault(page, digest)) is not digest:
                fact = f"this digest has the address of {other.shown}: {page}"
                self._note("permalink-not-unique", digest, 1, fact, "add {path} or {day} to source.permalink")
            yield digest

    def _page(self, digest: Digest) -> str | None:
        try:
            page = identity.permalink(digest, self.site)
        except ValueError:
            page = ""
        if is_web_address(page):
            return page
        fact = f'its url "{digest.url}" leads nowhere, so it is not published'
        self._note("url-broken", digest, 1, fact, "write a path like /posts/name/, or https://…")
        return None

    def _learn_categories(self, digest: Digest) -> None:
        for clash in self.categories.add(digest.categories):
            fact = f'categories "{clash.name}" and "{clash.other}" both become "{clash.slug}"'
            repair = (
                f'add aliases = ["{clash.name}"] to [categories."{clash.other}"] in feedpub.toml to merge them, '
                f'or a slug to [categories."{clash.name}"] to part them; until then it is in no feed of "{clash.name}"'
            )
            self._note("categories-clash", digest, digest.category_line, fact, repair)

    def _note(self, rule: str, digest: Digest, line: int, fact: str, repair: str) -> None:
        self.findings.append(
            Finding(rule=rule, severity="error", file=digest.shown, line=line, message=fact, repair=repair)
        )

    def windows(self, digests: list[Digest]) -> dict[Category | None, list[Digest]]:
        """The newest digests of each feed: the site's (``None``), then the categories' by slug."""
        members: dict[Category | None, list[Digest]] = {None: digests}
        for digest in digests:
            for category in self._of(digest):
                members.setdefault(category, []).append(digest)
        if not digests:
            return {}
        ordered = sorted(members, key=lambda category: category.term if category else "")
        return {category: self._newest(members[category]) for category in ordered}

    def _newest(self, digests: list[Digest]) -> list[Digest]:
        def rank(digest: Digest) -> tuple[datetime, str]:
            return digest.published, identity.entry_id(digest, self.site)

        return heapq.nlargest(self.site.feeds.limit, digests, key=rank)

    def _of(self, digest: Digest) -> tuple[Category, ...]:
        found = (self.categories.find(name) for name in digest.categories)
        return tuple(dict.fromkeys(category for category in found if category))

    def entry(self, digest: Digest) -> Entry:
        """What subscribers see of a digest."""
        page = identity.permalink(digest, self.site)
        content = render.article(digest.parts, digest.references, page)
        return Entry(
            id=identity.entry_id(digest, self.site),
            title=digest.title,
            published=digest.published,
            updated=digest.updated,
            links=(Link(href=page, type="text/html"),),
            authors=tuple(Person(name=name) for name in digest.authors) or self.authors,
            categories=self._of(digest) + self._tags(digest),
            summary=self._summary(digest, page, content),
            content=content if self.site.feeds.content == "full" and content else None,
            language=digest.language or self.site.language,
            image=render.web_link(digest.image, page),
        )

    def _tags(self, digest: Digest) -> tuple[Category, ...]:
        labels = {category.label for category in self._of(digest)}
        return tuple(Category(term=slug(tag), label=tag) for tag in digest.tags if tag not in labels)

    def _summary(self, digest: Digest, page: str, content: str) -> str:
        if digest.summary:
            return digest.summary
        headlines = [render.headline(story, page) for story in digest.stories] if digest.is_of_stories else []
        return " · ".join(filter(None, headlines)) or excerpt(render.plain(content)) or digest.title

    def feed(self, category: Category | None, entries: list[Entry]) -> Feed:
        """The feed of a category, or with ``None`` of the whole site."""
        site = self.site
        path = f"categories/{category.term}" if category else ""
        title = f"{site.title} · {category.label}" if category else site.title
        described = self.categories.description(category) if category else site.description
        return Feed(
            id=identity.feed_id(path, site),
            path=path,
            location=site.feeds_location + (f"{path}/" if path else ""),
            title=title,
            subtitle=described or title,
            updated=max(entry.updated for entry in entries),
            links=(Link(href=site.url, type="text/html"),),
            authors=self.authors,
            categories=(category,) if category else (),
            language=site.language,
            entries=tuple(entries),
        )
