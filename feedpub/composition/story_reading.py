"""The story index brought up to date with the heads: the bodies of digests that are new are read, as far as stories."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from feedpub.composition.library import is_by_head
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.index import Index
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed
from feedpub.stories import bodies, pieces, story_file
from feedpub.stories.pieces import Piece
from feedpub.stories.sources import Sources
from feedpub.stories.story_index import StoryIndex
from feedpub.system.workers import Plan, Workers


@contextmanager
def stories(index: Index, source: Source, site: Site, workers: Workers, *, keep: bool) -> Iterator[StoryIndex | None]:
    """The story index, up to date, if any feed of the site needs it; what is not to be kept leaves no trace."""
    if not needs_index(site):
        if keep:
            story_file.forget(site)
        yield None
        return
    with story_file.opened(site, index, texts=needs_texts(site), keep=keep) as found:
        update(found, index.heads, source, site, workers)
        yield found


def needs_index(site: Site) -> bool:
    """Whether the stories of all digests have to be known."""
    return "sources" in site.feeds.also or any(not is_by_head(offer.where) for offer in site.offers)


def needs_texts(site: Site) -> bool:
    """Whether what they say has to be searched."""
    return any(table.text for offer in site.offers if offer.where for table in offer.where.tables())


def update(stories: StoryIndex, heads: Heads, source: Source, site: Site, workers: Workers) -> None:
    """Read every digest that is not in the story index. Raises ChangedError."""
    known, present = stories.digests(), heads.numbers()
    stories.remove(known - present)
    numbers = sorted(present - known)
    plan = Plan("stories", size=50, enough=200, total=len(numbers))
    stories.put(workers.each(partial(_read, source=source, site=site), heads.filed(numbers, source), plan))


def _read(heads: Iterable[Filed], source: Source, site: Site) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
    sources = Sources(site.sources)
    for head in heads:
        digest = bodies.read(head, source, site).digest
        yield head.number, int(head.published.timestamp()), pieces.of(digest, sources, site.language)
