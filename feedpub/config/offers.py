"""Which feeds a site offers and what they hold: [feeds] for all of them, [[feed]] for each one of the user's own."""

from msgspec import Struct

from feedpub.config.settings import require, require_known, require_legal
from feedpub.config.where import Where
from feedpub.patterns import expression

FORMAT_NAMES = ("atom", "rss", "json")
CONTENT_KINDS = ("full", "summary")
GRANULARITIES = ("digest", "story", "day", "week")
ALSO = ("stories", "daily", "weekly", "sources")
STORY_LINKS = ("digest", "external")
GROUPINGS = ("digest", "category")
ARCHIVES = ("month",)
SLUG = expression(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

# Folders below the feeds folder that are something else.
RESERVED = (*ALSO, "archive", "categories", "digests", "languages")
_SMALLEST = 10_000


def _check(granularity: str | None, archive: str | None, max_bytes: int | None) -> None:
    require_known("entries", [granularity] if granularity else [], GRANULARITIES)
    require_known("archive", [archive] if archive else [], ARCHIVES)
    if max_bytes is not None:
        require(max_bytes >= _SMALLEST, "max_bytes", max_bytes, "has no room for entries", f"write {_SMALLEST} or more")


class Feeds(Struct, frozen=True, kw_only=True):
    """What is true of all feeds unless one says otherwise; ``limit`` in entries, ``max_bytes`` for each file.

    ``entries`` is what the feeds of the site and its categories hold; ``also`` are feeds of the whole site besides.
    """

    path: str = "feeds"
    formats: tuple[str, ...] = FORMAT_NAMES
    limit: int = 50
    content: str = "full"
    entries: str = "digest"
    also: tuple[str, ...] = ("stories",)
    sources_minimum: int = 10
    story_links: str = "digest"
    group: str = "digest"
    archive: str | None = None
    max_bytes: int | None = None

    def __post_init__(self) -> None:
        require_known("formats", self.formats, FORMAT_NAMES)
        require(bool(self.formats), "formats", [], "writes nothing", 'write ["atom", "rss", "json"]')
        require(self.limit >= 1, "limit", self.limit, "leaves feeds empty", "write 50")
        require_known("content", (self.content,), CONTENT_KINDS)
        require_known("also", self.also, ALSO)
        require(self.sources_minimum >= 1, "sources_minimum", self.sources_minimum, "is no count", "write 10")
        require_known("story_links", (self.story_links,), STORY_LINKS)
        require_known("group", (self.group,), GROUPINGS)
        _check(self.entries, self.archive, self.max_bytes)


class Offer(Struct, frozen=True, kw_only=True):
    """A feed of the user's own, at ``slug`` below the feeds folder; what is ``None`` is as [feeds] has it."""

    slug: str
    title: str | None = None
    description: str | None = None
    entries: str | None = None
    limit: int | None = None
    formats: tuple[str, ...] | None = None
    where: Where | None = None
    group: str | None = None
    archive: str | None = None
    max_bytes: int | None = None

    def __post_init__(self) -> None:
        require_legal(title=self.title, description=self.description)
        repair = "write small letters, digits and hyphens"
        require(bool(SLUG.fullmatch(self.slug)), "slug", self.slug, "is no safe slug", repair)
        require(self.slug not in RESERVED, "slug", self.slug, "is the folder of other feeds", "write another")
        require(self.limit is None or self.limit >= 1, "limit", self.limit, "leaves the feed empty", "write 50")
        formats = self.formats if self.formats is not None else FORMAT_NAMES
        require_known("formats", formats, FORMAT_NAMES)
        require(bool(formats), "formats", [], "writes nothing", 'write ["atom"], or leave it out')
        require_known("group", [self.group] if self.group else [], GROUPINGS)
        _check(self.entries, self.archive, self.max_bytes)
