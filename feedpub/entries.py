"""A digest → the entry that subscribers see of it. Pure, and the only place where something is rendered for a feed."""

from feedpub import render, safe_html
from feedpub.categories import Categories, slug
from feedpub.config import Site
from feedpub.digest import Digest
from feedpub.model import Category, Entry, Link, Person
from feedpub.recognise import Known
from feedpub.text import excerpt


def publisher(site: Site) -> Person:
    """The author of what names none."""
    return site.author or Person(name=site.title)


def entry(known: Known, url: str, site: Site, categories: Categories) -> Entry:
    """What subscribers see of a digest whose page is ``url``, updated when the digest itself says."""
    digest = known.digest
    content = render.article(digest.parts, digest.references, url)
    shown = categories.of(digest.categories)
    return Entry(
        id=known.id,
        title=digest.title,
        published=digest.published,
        updated=digest.updated,
        links=(Link(href=url, type="text/html"),),
        authors=tuple(Person(name=name) for name in digest.authors) or (publisher(site),),
        categories=shown + _tags(digest, shown),
        summary=_summary(digest, url, content),
        content=content if site.feeds.content == "full" and content else None,
        language=digest.language,
        image=safe_html.web_link(digest.image, url),
    )


def _tags(digest: Digest, shown: tuple[Category, ...]) -> tuple[Category, ...]:
    labels = {category.label for category in shown}
    return tuple(Category(term=slug(tag), label=tag) for tag in digest.tags if tag not in labels)


def _summary(digest: Digest, url: str, content: str) -> str:
    if digest.summary:
        return digest.summary
    headlines = [render.headline(story, url) for story in digest.stories] if digest.is_of_stories else []
    return " · ".join(filter(None, headlines)) or excerpt(render.plain(content)) or digest.title
