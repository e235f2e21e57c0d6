"""JSON Feed 1.1."""

import json
from typing import Any

from feedpub.model import Entry, Feed, Person

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def jsonfeed(feed: Feed, url: str) -> bytes:
    """The feed as a JSON Feed that is served at ``url``: UTF-8, indented, with a newline at its end."""
    hubs = [{"type": "WebSub", "url": link.href} for link in feed.links if link.rel == "hub"]
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": url,
        "description": feed.subtitle,
        "language": feed.language,
        "authors": _people(feed.authors),
        "hubs": hubs,
        "items": [_item(entry) for entry in feed.entries],
    }
    items: list[Any] = []
    document = _filled(document) | {"items": document["items"] or items}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _item(entry: Entry) -> dict[str, Any]:
    # Section "Items": content_html or content_text has to be there.
    content = {"content_text": entry.summary} if entry.content is None else {"content_html": entry.content}
    enclosures = [link for link in entry.links if link.rel == "enclosure"]
    item = {
        "id": entry.id,
        "url": entry.url,
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


def _people(people: tuple[Person, ...]) -> list[dict[str, str]]:
    return [_filled({"name": person.name, "url": person.url}) for person in people]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != []}
