"""The pages of a publication, made from what it has published."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feedpub import embed, identity, pages
from feedpub.config import Pages, Site
from feedpub.config.offers import FORMAT_NAMES
from feedpub.model import Category, Entry, Feed, Link
from feedpub.pages.activity import Activity
from feedpub.pages.fingerprints import key
from feedpub.publishing import kept
from tests.conftest import Publication
from tests.server import Answer, body

TYPES = {"css": "text/css", "html": "text/html; charset=utf-8", "js": "text/javascript", "opml": "text/x-opml"}
STRICT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'"
)


def pages_of(publication: Publication, own: bool = False, moved: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """Every page, by its path below the feeds folder; with ``own``, digests have theirs there, too.

    ``moved`` are old folders, and the present ones of the same feeds.
    """
    entries = [_at_home(entry, publication) if own else entry for entry in _entries(publication)]
    feeds = {path: _feed(path, entries, publication) for path in _paths(publication) if path not in (moved or {})}
    formats = publication.site.feeds.formats
    listings = [listing(one, formats=formats) for one in feeds.values()]
    listings += [replace(listing(feeds[path], formats=formats), folder=old) for old, path in (moved or {}).items()]
    made = pages.documents(publication.site, listings, made_of(publication.site, *entries), _articles(entries, own))
    return {page.path: page.data() for page in made}


def listing(feed: Feed, *, ago: int = 0, **changes: Any) -> pages.Listing:
    """What a page shows of a feed, as if all that it ever had were its entries; ``ago`` in days."""
    published = [entry.published - timedelta(days=ago) for entry in feed.entries]
    made = pages.Listing(
        folder=feed.path,
        feed=replace(feed, entries=()),
        headlines=feed.entries,
        keys=[key(entry) for entry in feed.entries],
        formats=FORMAT_NAMES,
        activity=Activity.of(published, ZoneInfo("Asia/Shanghai")),
    )
    return replace(made, **changes)


def made_of(site: Site, *entries: Entry) -> Callable[[bytes], str]:
    """The entries as pages show them, by their keys."""
    known, look = {key(entry): entry for entry in entries}, pages.Look(site)
    return lambda key: look.entry(known[key])


def page_of(site: Site, feed: Feed) -> bytes:
    """The page of the site's one feed."""
    made = listing(feed, formats=site.feeds.formats)
    return pages.Writer(pages.Look(site), [made]).feed_page(made, made_of(site, *feed.entries))


def _articles(entries: list[Entry], own: bool) -> Iterator[pages.Article]:
    for entry in entries if own else []:
        yield pages.Article(url=entry.url, key=key(entry), entry=partial(replace, entry))


def answers(documents: Mapping[str, bytes]) -> dict[str, Answer]:
    """The pages, as a server with a strict policy answers for them; a folder is its index."""
    made = {f"/feeds/{path}": body(data, **_headers(path)) for path, data in documents.items()}
    return made | {path.removesuffix("index.html"): answer for path, answer in made.items()}


def _headers(path: str) -> dict[str, Any]:
    # Frames have a policy of their own, which knows their one style.
    policy = {"Content_Security_Policy": STRICT} if path.endswith("index.html") else {}
    return {"Content_Type": TYPES[path.rpartition(".")[2]], **policy}


def _entries(publication: Publication) -> list[Entry]:
    found = kept.entries(publication.site.feeds_folder, publication.ledger.entries.values(), in_full=True)
    return sorted(found, key=lambda entry: (entry.published, entry.id), reverse=True)


def _at_home(entry: Entry, publication: Publication) -> Entry:
    return replace(entry, links=(Link(href=identity.own_page(entry.id, publication.site), type="text/html"),))


def _paths(publication: Publication) -> list[str]:
    return sorted(address.strip("/") for address in publication.ledger.feeds)


def _feed(path: str, entries: list[Entry], publication: Publication) -> Feed:
    site, said = publication.site, publication.json(f"{path}/feed.json".lstrip("/"))
    term = path.rpartition("/")[2]
    label = said["title"].rpartition(" · ")[2]
    held = tuple(entry for entry in entries if not path or term in {category.term for category in entry.categories})
    return Feed(
        id=publication.ledger.feeds[path or "/"].id,
        path=path,
        location=f"{site.feeds_location}{path}/" if path else site.feeds_location,
        title=said["title"],
        subtitle=said["description"],
        updated=max(entry.updated for entry in held),
        links=(Link(href=site.url, type="text/html"),),
        authors=held[0].authors,
        categories=(Category(term=term, label=label),) if path else (),
        language=site.language,
        entries=held,
    )


def template(publication: Publication, name: str, text: str | bytes) -> Path:
    """Put a template of the user's own in its place."""
    folder = publication.root / "look"
    folder.mkdir(exist_ok=True)
    publication.configure(pages=Pages(templates="look"))
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def frames(feed: Feed) -> dict[str, bytes]:
    """The frame and the fragment of a feed."""
    return embed.documents(feed, feed.entries)
