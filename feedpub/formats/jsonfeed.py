"""JSON Feed 1.1."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from feedpub.model import Entry, Feed, Link, Person

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def document(feed: Feed, url: str, entries: Sequence[bytes]) -> list[bytes]:
    """A feed without entries, and the items in it, as a JSON Feed that is served at ``url``: UTF-8, indented."""
    hubs = [{"type": "WebSub", "url": link.href} for link in feed.links if link.rel == "hub"]
    shell = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": url,
        "next_url": _first(feed.links, "prev-archive"),
        "description": feed.subtitle,
        "language": feed.language,
        "authors": _people(feed.authors),
        "hubs": hubs,
    }
    head = _text(_filled(shell)).removesuffix("\n}").encode()
    items = [piece for entry in entries for piece in (b",\n", entry)][1:]
    opening, end = (b"[\n", b"\n  ]") if items else (b"[", b"]")
    return [head, b',\n  "items": ' + opening, *items, end + b"\n}\n"]


def entry(entry: Entry) -> bytes:
    """An entry as an item that stands in a JSON Feed."""
    return "\n".join("    " + line for line in _text(_item(entry)).split("\n")).encode()


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _item(entry: Entry) -> dict[str, Any]:
    # Section "Items": content_html or content_text has to be there.
    content = {"content_text": entry.summary} if entry.content is None else {"content_html": entry.content}
    enclosures = [link for link in entry.links if link.rel == "enclosure"]
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": _first(entry.links, "related"),
        "title": entry.title,
        **content,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": _people(entry.authors),
        "tags": [category.label for category in entry.categories],
        "language": entry.language,
        "attachments": [
            _filled({"url": link.href, "mime_type": link.type, "title": link.title, "size_in_bytes": link.length})
            for link in enclosures
        ],
    }
    return _filled(item)


def _first(links: Iterable[Link], rel: str) -> str | None:
    return next((link.href for link in links if link.rel == rel), None)


def _people(people: tuple[Person, ...]) -> list[dict[str, str]]:
    return [_filled({"name": person.name, "url": person.url}) for person in people]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != []}
