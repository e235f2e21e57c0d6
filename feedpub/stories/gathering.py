"""The stories of a day or week → the one entry that its subscribers see: each story once, by digest or by category."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from feedpub.digests.stories import Story
from feedpub.memory import honest
from feedpub.memory.story_lines import PeriodLine
from feedpub.model import Category, Entry, Link, Person
from feedpub.patterns import expression
from feedpub.rendering import render
from feedpub.stories import story_ids
from feedpub.stories.periods import Period
from feedpub.stories.story_entries import Told
from feedpub.text import excerpt

_MARK = expression(r"[\\`*_{}\[\]()#+.!|~-]")
# Characters of the summary, which lists headlines.
_SUMMARY = 600


class Gathered(Struct, frozen=True, kw_only=True):
    """A story of a period, or an article (``None``), with the digest that tells it."""

    told: Told
    story: Story | None


class Gathering(Struct, frozen=True, kw_only=True):
    """A day's or week's entry to be: its feed's id and title, its page, whom it is by."""

    feed: str
    title: str
    url: str
    authors: tuple[Person, ...]
    language: str | None


class PeriodToBe(Struct, frozen=True, kw_only=True):
    """A day's or week's entry before anything of it is rendered: each of its stories once, oldest digest first."""

    id: str
    title: str
    published: datetime
    updated: datetime
    name: str
    told: tuple[Gathered, ...]
    to_be: Gathering
    group: str

    @property
    def key(self) -> bytes:
        """A hash of what its entry depends on."""
        each = [(one.told.digest.fingerprint, one.told.digest.title, one.story) for one in self.told]
        places = [(one.told.id, one.told.url, one.told.categories) for one in self.told]
        said = (self.id, self.title, self.updated.isoformat(), self.to_be, self.group, each, places)
        return hashlib.sha256(repr(said).encode()).digest()

    def entry(self) -> Entry:
        """What subscribers see."""
        return Entry(
            id=self.id,
            title=self.title,
            published=self.published,
            updated=self.updated,
            links=(Link(href=self.to_be.url, type="text/html"),),
            authors=self.to_be.authors,
            categories=tuple(dict.fromkeys(category for one in self.told for category in one.told.categories)),
            summary=excerpt(" · ".join(map(_headline, self.told)), _SUMMARY),
            content=_Page(self.name, self.to_be.url).of(_groups(self.told, self.group)),
            language=self.to_be.language,
        )


def gathered(
    found: Sequence[Gathered], period: Period, to_be: Gathering, group: str, line: PeriodLine | None, now: datetime
) -> tuple[PeriodToBe, PeriodLine]:
    """The entry to be of a period that is over, with its line for the ledger; ``found`` is not empty.

    ``group`` is ``digest`` or ``category``; ``line`` is what the ledger says of it now. It is dated the last second of
    its period. It is updated when a story comes, goes or is changed afterwards.
    """
    told = once(found)
    fingerprint = _fingerprint(told)
    said = max(one.told.digest.updated for one in told)
    moment = honest.updated(published=period.last, said=said, fingerprint=fingerprint, line=line, now=now)
    made = PeriodToBe(
        id=period_id(to_be.feed, period),
        title=f"{to_be.title} · {period.name} ({len(told)})",
        published=period.last,
        updated=moment,
        name=period.name,
        told=tuple(told),
        to_be=to_be,
        group=group,
    )
    return made, PeriodLine(period=made.id, published=period.last, updated=moment, hash=fingerprint)


def period_id(feed: str, period: Period) -> str:
    """The id of a period's entry, below that of its feed: another feed's holds other stories."""
    return f"{feed}/{period.name}"


def once(found: Sequence[Gathered]) -> list[Gathered]:
    """The stories, oldest digest first, without those that link to a page which a story before them links to."""
    ordered = sorted(found, key=lambda one: (one.told.digest.published, one.told.id))
    seen: set[str] = set()
    kept = []
    for one in ordered:
        page = story_ids.page(one.story) if one.story else ""
        if page not in seen:
            kept.append(one)
        seen |= {page} if page else set()
    return kept


def _fingerprint(told: Iterable[Gathered]) -> str:
    """A hash of what is told, whatever its order and groups."""
    each = sorted(story_ids.fingerprint(one.story) if one.story else one.told.digest.fingerprint for one in told)
    return hashlib.sha256("\x00".join(each).encode()).hexdigest()[:32]


def _groups(told: Iterable[Gathered], group: str) -> Iterator[tuple[str, list[Gathered]]]:
    """Titles as HTML, each with its stories, in the order of their first ones."""
    groups: dict[str, list[Gathered]] = {}
    for one in told:
        groups.setdefault(_by_digest(one.told) if group == "digest" else _by_category(one.told.categories), []).append(
            one
        )
    yield from groups.items()


def _by_digest(told: Told) -> str:
    return f'<a href="{escape(told.url)}">{escape(told.digest.title, quote=False)}</a>'


def _by_category(categories: Sequence[Category]) -> str:
    return escape(categories[0].label, quote=False) if categories else "…"


def _headline(one: Gathered) -> str:
    headline = render.headline(one.story, one.told.url) if one.story else ""
    return headline or one.told.digest.title


class _Page:
    """A table of contents and what it leads to; anchors are unique among all entries, as one page may show several."""

    def __init__(self, name: str, url: str) -> None:
        self.name, self.url = name, url.partition("#")[0]
        self.contents: list[str] = []
        self.body: list[str] = []
        self.number = 0

    def of(self, groups: Iterable[tuple[str, list[Gathered]]]) -> str:
        for title, told in groups:
            self.contents.append(f"<li>{title}<ul>")
            self.body.append(f"<h2>{title}</h2>")
            for one in told:
                self._add(one)
            self.contents.append("</ul></li>")
        return "\n".join([f'<ul id="{self.name}">', *self.contents, "</ul>", *self.body])

    def _add(self, one: Gathered) -> None:
        self.number += 1
        anchor = f"{self.name}-{self.number}"
        shown = escape(_headline(one), quote=False)
        self.contents.append(f'<li><a href="{escape(self.url)}#{anchor}">{self.number}. {shown}</a></li>')
        story = replace(one.story or _article(one.told), number=self.number, anchor=anchor, level=3)
        self.body.append(render.article((story,), one.told.digest.references, one.told.url))


def _article(told: Told) -> Story:
    """A digest without stories as one that leads to its page."""
    digest = told.digest
    said = digest.summary or excerpt(render.plain(render.article(digest.parts, digest.references, told.url)))
    return Story(
        number=1,
        anchor="",
        headline=_literal(digest.title),
        source=None,
        link=told.url,
        summary=_literal(said),
        lead="title",
        level=3,
        line=1,
    )


def _literal(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return _MARK.sub(r"\\\g<0>", escape(text, quote=False))
