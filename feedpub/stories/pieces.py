"""What selections judge: each story of a digest, or the whole of a digest that has none. Renders nothing."""

from msgspec import Struct

from feedpub.digests.digest import Digest
from feedpub.digests.stories import Prose, Story
from feedpub.patterns import expression
from feedpub.same_page import host, normalised
from feedpub.stories.sources import Sources
from feedpub.text import one_line

_LINK = expression(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<[^>]*>")
_EMPHASIS = expression(r"[*`]+|(?<!\w)_+|_+(?!\w)")


class Piece(Struct, frozen=True, kw_only=True):
    """A story as selections see it: ``at`` is its place in the digest from 1 on, 0 for the digest itself.

    ``categories`` are its digest's, as written; ``source`` is what is the same for all spellings of one, ``name`` this
    spelling; ``page`` and ``host`` tell where its link leads, ``said`` is its text in small letters. What is not known
    is empty.
    """

    at: int
    categories: tuple[str, ...]
    source: str
    name: str
    page: str
    host: str
    language: str
    said: str


def of(digest: Digest, sources: Sources, language: str | None) -> tuple[Piece, ...]:
    """The pieces of a digest in its order; ``language`` is the site's.

    A digest is its stories, unless it is an article that has a list in it.
    """
    spoken = digest.language or language or ""
    if not digest.is_of_stories:
        return (_whole(digest, sources, spoken),)
    return tuple(
        _piece(story, at, digest.categories, sources, spoken) for at, story in enumerate(digest.stories, start=1)
    )


def _piece(story: Story, at: int, categories: tuple[str, ...], sources: Sources, language: str) -> Piece:
    name = sources.name(unmarked(story.source)) if story.source else ""
    return Piece(
        at=at,
        categories=categories,
        source=sources.key(name),
        name=name,
        page=normalised(story.link) or "" if story.link else "",
        host=host(story.link) or "" if story.link else "",
        language=language,
        said=searched(story.headline, story.summary),
    )


def _whole(digest: Digest, sources: Sources, language: str) -> Piece:
    texts = [text for part in digest.parts for text in _texts(part)]
    name = sources.name(digest.authors[0].name) if digest.authors else ""
    said = searched(digest.title, *texts)
    source = sources.key(name)
    return Piece(
        at=0,
        categories=digest.categories,
        source=source,
        name=name,
        page="",
        host="",
        language=language,
        said=said,
    )


def _texts(part: Prose | Story) -> tuple[str, ...]:
    return (part.text,) if isinstance(part, Prose) else (part.headline, part.summary)


def searched(*texts: str) -> str:
    """Markdown as it is searched: without markup, in small letters, each text on a line."""
    return "\n".join(unmarked(text).casefold() for text in texts)


def unmarked(markdown: str) -> str:
    """Markdown on one line without its markup: links are their text."""
    return one_line(_EMPHASIS.sub("", _LINK.sub(lambda link: link[1] or "", markdown)))
