"""A feed made by hand, for what no digest can say yet."""

from datetime import datetime
from typing import Any

from feedpub.model import Category, Entry, Feed, Link, Person

MOMENT = datetime.fromisoformat("2025-12-20T20:00:08+08:00")


def entry(**changes: Any) -> Entry:
    """An entry with every field filled in, save for the changes."""
    fields: dict[str, Any] = {
        "id": "tag:example.com,2025:digests/a.md",
        "title": "Title",
        "published": MOMENT,
        "updated": MOMENT,
        "links": (Link(href="https://example.com/a/", type="text/html"),),
        "authors": (Person(name="宝玉"),),
        "categories": (Category(term="llm", label="大模型", scheme="https://example.com/c/"),),
        "summary": "a < b & c",
        "content": "<p>a &lt; b</p>",
    }
    return Entry(**(fields | changes))


def feed(*entries: Entry, **changes: Any) -> Feed:
    """A feed of these entries, or of one."""
    fields: dict[str, Any] = {
        "id": "tag:example.com,2025:feeds",
        "path": "",
        "location": "https://example.com/feeds/",
        "title": "Feed",
        "subtitle": "About it",
        "updated": MOMENT,
        "links": (Link(href="https://example.com/"),),
        "authors": (Person(name="Desk", email="desk@example.com", url="https://example.com/about/"),),
        "language": "zh-CN",
        "entries": entries or (entry(),),
    }
    return Feed(**(fields | changes))
