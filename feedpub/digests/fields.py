"""What front matter keys mean, whichever site generator's habits they follow: text, lists, flags."""

from feedpub.digests.metadata import FrontMatter, Value
from feedpub.patterns import expression
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

_HOLDING = ("draft", "published", "status")

_COMMA = expression("[,，、]")
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
    found: list[str] = []
    for place in places:
        for key in keys:
            if value := place.get(key):
                found += _comma_list(value) if isinstance(value, str) else _items(value)
    return tuple(dict.fromkeys(filter(None, found)))


def has_mapping(head: FrontMatter, *keys: str) -> bool:
    """Whether a list under the keys holds a key with a value, which is what YAML makes of a name with a colon."""
    for key in keys:
        value = head.values.get(key)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict) and "name" not in item:
                    return True
    return False


def present(head: FrontMatter, *keys: str) -> str | None:
    """The first of the keys that stands in the front matter with a value."""
    for key in keys:
        if head.values.get(key):
            return key
    return None


def line(head: FrontMatter, *keys: str) -> int:
    """The line of the first of the keys that is there, else the first line."""
    for key in (*keys, "taxonomies"):
        if key in head.lines:
            return head.lines[key]
    return 1


def is_draft(head: FrontMatter) -> bool:
    """Whether the writer holds the digest back: ``draft: true``, ``published: false`` or ``status: draft``."""
    if head.values.keys().isdisjoint(_HOLDING):
        return False
    draft, published, status = (text(head, key) or "" for key in _HOLDING)
    return draft.casefold() in _YES or published.casefold() in _NO or status.casefold() == "draft"


def _comma_list(value: str) -> list[str]:
    return [one_line(item) for item in _COMMA.split(value)]


def _items(value: Value) -> list[str]:
    if isinstance(value, str):
        return [one_line(value)]
    if isinstance(value, list):
        found: list[str] = []
        for inner in value:
            found += (one_line(inner),) if isinstance(inner, str) else _items(inner)
        return found
    return _items(value.get("name", ""))
