"""A digest → the entry that subscribers see of it. Pure, and the only place where something is rendered for a feed."""

from feedpub.composition.listing import Listed
from feedpub.composition.sheets import publisher
from feedpub.config import Site
from feedpub.digests import enclosures
from feedpub.digests.digest import Digest
from feedpub.model import Category, Entry, Link
from feedpub.rendering import render, safe_html
from feedpub.slugs import slug
from feedpub.text import excerpt


def entry(digest: Digest, listed: Listed, site: Site) -> Entry:
    """What there is to see of a digest, its content in full, under the id and address that it is listed with."""
    content = render.article(digest.parts, digest.references, listed.url)
    return Entry(
        id=listed.id,
        title=digest.title,
        published=digest.published,
        updated=listed.updated,
        links=(Link(href=listed.url, type="text/html"), *_enclosures(digest, listed.url, site)),
        authors=digest.authors or (publisher(site),),
        categories=listed.categories + _tags(digest, listed.categories),
        summary=_summary(digest, listed.url, content),
        content=content or None,
        language=digest.language,
        image=safe_html.web_link(digest.image, listed.url) or render.first_picture(content),
    )


def _enclosures(digest: Digest, url: str, site: Site) -> tuple[Link, ...]:
    found = (enclosures.link(one, url, site.source_folder, digest.path) for one in digest.enclosures)
    return tuple(link for link in found if link)


def _tags(digest: Digest, shown: tuple[Category, ...]) -> tuple[Category, ...]:
    labels = {category.label for category in shown}
    return tuple(Category(term=slug(tag), label=tag) for tag in digest.tags if tag not in labels)


def _summary(digest: Digest, url: str, content: str) -> str:
    if digest.summary:
        return digest.summary
    headlines = [render.headline(story, url) for story in digest.stories] if digest.is_of_stories else []
    return " · ".join(filter(None, headlines)) or excerpt(render.plain(content)) or digest.title
