"""What front matter keys mean, whichever site generator's habits they follow: text, lists, flags."""

import re
from collections.abc import Iterator

from feedpub.digests.metadata import FrontMatter, Value
from feedpub.text import one_line

# Each field under the names that Hugo, Jekyll, Zola, Hexo, Eleventy and Pelican give it, the commonest first.
TITLE = ("title",)
DATE = ("date", "publishdate", "pubdate", "created", "createdat", "datetime")
UPDATED = ("lastmod", "updated", "updatedat", "last_modified_at", "modified")
CATEGORIES = ("categories", "category")
TAGS = ("tags", "keywords")
AUTHORS = ("authors", "author")
SUMMARY = ("description", "summary", "excerpt")
URL = ("url", "permalink")
LANGUAGE = ("lang", "language", "locale")
ENCLOSURE = ("enclosure", "enclosures")
IMAGE = ("image", "cover", "images", "thumbnail")

_COMMA = re.compile("[,，、]")
_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


def text(head: FrontMatter, *keys: str) -> str | None:
    """The first of the keys that has any text, on one line."""
    for key in keys:
        if value := head.values.get(key):
            for item in _items(value):
                if item:
                    return item
    return None


def texts(head: FrontMatter, *keys: str) -> tuple[str, ...]:
    """Every text under the keys, each once: from a list, from lists in lists, or from one text with commas.

    Looks below ``taxonomies`` too, where Zola keeps them.
    """
    taxonomies = head.values.get("taxonomies")
    places = (head.values, taxonomies) if isinstance(taxonomies, dict) else (head.values,)
    values = [value for place in places for key in keys if (value := place.get(key))]
    found = (item for value in values for item in (_comma_list(value) if isinstance(value, str) else _items(value)))
    return tuple(dict.fromkeys(item for item in found if item))


def has_mapping(head: FrontMatter, *keys: str) -> bool:
    """Whether a list under the keys holds a key with a value, which is what YAML makes of a name with a colon."""
    lists = [value for key in keys if isinstance(value := head.values.get(key), list)]
    return any(isinstance(item, dict) and "name" not in item for value in lists for item in value)


def present(head: FrontMatter, *keys: str) -> str | None:
    """The first of the keys that stands in the front matter with a value."""
    return next((key for key in keys if head.values.get(key)), None)


def line(head: FrontMatter, *keys: str) -> int:
    """The line of the first of the keys that is there, else the first line."""
    return next((head.lines[key] for key in (*keys, "taxonomies") if key in head.lines), 1)


def is_draft(head: FrontMatter) -> bool:
    """Whether the writer holds the digest back: ``draft: true``, ``published: false`` or ``status: draft``."""
    draft, published, status = (text(head, key) or "" for key in ("draft", "published", "status"))
    return draft.casefold() in _YES or published.casefold() in _NO or status.casefold() == "draft"


def _comma_list(value: str) -> Iterator[str]:
    for item in _COMMA.split(value):
        yield one_line(item)


def _items(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield one_line(value)
    elif isinstance(value, list):
        for item in value:
            yield from _items(item)
    else:
        yield from _items(value.get("name", ""))
