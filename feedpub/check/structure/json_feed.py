"""Rules about the keys of a JSON Feed: there, of the right type, and known."""

from collections.abc import Iterator
from contextlib import suppress

from feedpub.check.reading.document import Document, Path
from feedpub.check.rule import Problem, rule
from feedpub.check.structure.faults import faults

_FEED = '{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{}]}}'
_ITEM = _FEED.replace("{}", '{{"id": "1", {}}}')


@rule(severity="error", bad=_ITEM.format('"title": "One"'), good=_ITEM.format('"content_text": "One"'))
def key_missing(document: Document) -> Iterator[Problem]:
    """What JSON Feed requires, readers rely on: an item without content is shown as nothing.

    JSON Feed 1.1, "Top-level", "Items", "Attachments": what is required; "either or both content_html and
    content_text" are there.
    """
    yield from faults(document).get("key-missing", ())


@rule(
    severity="error",
    bad=_FEED.format('{"id": 1, "content_text": "One"}'),
    good=_FEED.format('{"id": "1", "content_text": "One"}'),
)
def key_malformed(document: Document) -> Iterator[Problem]:
    """A number for a string, or a string for a list, stops readers that are strict about types.

    JSON Feed 1.1 gives the type of each key; an ``id`` is a string, even where it is a number elsewhere.
    """
    yield from faults(document).get("key-malformed", ())


@rule(
    severity="warning",
    bad=_ITEM.format('"content_text": "One", "content_text": "Two"'),
    good=_ITEM.format('"content_text": "Two"'),
)
def key_repeated(document: Document) -> Iterator[Problem]:
    """Of a key that an object has twice, some readers take the first, others the last, and some refuse the feed.

    RFC 8259, section 4: "The names within an object SHOULD be unique."
    """
    for path, line in document.repeated:
        fact, entry = f'"{path[-1]}" stands here twice', _entry(document, path)
        yield Problem(line=line, message=fact, repair="leave one of them", entry=entry)


@rule(
    severity="info",
    bad=_ITEM.format('"content_text": "One", "date": "2025-12-20"'),
    good=_ITEM.format('"content_text": "One", "_date": "2025-12-20"'),
)
def key_undefined(document: Document) -> Iterator[Problem]:
    """A key that JSON Feed does not define is read by nobody; one of its own may have been meant.

    JSON Feed 1.1, "Extensions": custom objects have names that begin with an underscore.
    """
    yield from faults(document).get("key-undefined", ())


def _entry(document: Document, path: Path) -> str | None:
    """The id of the entry that something stands in, as far as there is one."""
    if path[0] == "items":
        with suppress(LookupError, TypeError):  # the items themselves may be repeated, or no items at all
            return str(document.data["items"][path[1]]["id"])
    return None
