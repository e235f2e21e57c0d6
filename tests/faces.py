"""The pages of a publication, made from what it has published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from feedpub import identity, kept, pages
from feedpub.config import Pages
from feedpub.model import Category, Entry, Feed, Link
from feedpub.pages.activity import Activity
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
    site = publication.site
    entries = [_at_home(entry, publication) if own else entry for entry in _entries(publication)]
    now = [(path, _feed(path, entries, publication)) for path in _paths(publication) if path not in (moved or {})]
    feeds = now + [(old, dict(now)[path]) for old, path in (moved or {}).items()]
    dates = {path: [entry.published for entry in feed.entries] for path, feed in now}
    articles = map(_article, entries) if own else []
    made = pages.documents(site, feeds, dates, articles)
    return {page.path: page.render() for page in made}


def _article(entry: Entry) -> pages.Article:
    return pages.Article(entry=entry, fingerprint="", content=lambda: entry.content or "")


def answers(documents: Mapping[str, bytes]) -> dict[str, Answer]:
    """The pages, as a server with a strict policy answers for them; a folder is its index."""
    made = {f"/feeds/{path}": body(data, **_headers(path)) for path, data in documents.items()}
    return made | {path.removesuffix("index.html"): answer for path, answer in made.items()}


def _headers(path: str) -> dict[str, Any]:
    # Frames have a policy of their own, which knows their one style.
    policy = {"Content_Security_Policy": STRICT} if path.endswith("index.html") else {}
    return {"Content_Type": TYPES[path.rpartition(".")[2]], **policy}


def _entries(publication: Publication) -> list[Entry]:
    found = kept.entries(publication.site.feeds_folder, publication.ledger.entries.values())
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


def activity(*published: datetime) -> Activity:
    """The activity of a feed in Shanghai."""
    return Activity.of(published, lambda moment: moment.astimezone(ZoneInfo("Asia/Shanghai")))


def template(publication: Publication, name: str, text: str | bytes) -> Path:
    """Put a template of the user's own in its place."""
    folder = publication.root / "look"
    folder.mkdir(exist_ok=True)
    publication.configure(pages=Pages(templates="look"))
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name
