"""Rules about dates: there, readable, and one instant everywhere."""

from collections.abc import Iterator

from feedpub.check.document import Document
from feedpub.check.moments import MalformedError, WithoutOffsetError, instant
from feedpub.check.rule import Problem, rule

_FORM = {
    "atom": "2025-12-20T20:00:08+08:00",
    "json": "2025-12-20T20:00:08+08:00",
    "rss": "Sat, 20 Dec 2025 20:00:08 +0800",
}


@rule(
    severity="error",
    bad="<updated>2025-12-20T20:00:08</updated>",
    good="<updated>2025-12-20T20:00:08+08:00</updated>",
)
def date_without_offset(document: Document) -> Iterator[Problem]:
    """A date without an offset is not an instant: readers take it for UTC, or for their own time.

    RFC 3339, section 5.6, and RFC 5322, section 3.3, make the offset a part of every date.
    """
    yield from _misread(document, WithoutOffsetError, "has no offset")


@rule(
    severity="error",
    bad="<updated>2025-12-20 20:00:08 +0800</updated>",
    good="<updated>2025-12-20T20:00:08+08:00</updated>",
)
def date_malformed(document: Document) -> Iterator[Problem]:
    """A date that is not written as its format demands is guessed at, or dropped, by readers.

    Atom and JSON Feed take RFC 3339; RSS takes RFC 822 with a four-digit year.
    """
    yield from _misread(document, MalformedError, f"is no date as {document.kind} has them")


@rule(
    severity="error",
    bad="<entry><id>urn:x:1</id></entry>",
    good="<entry><id>urn:x:1</id><updated>2025-12-20T20:00:08+08:00</updated></entry>",
)
def date_missing(document: Document) -> Iterator[Problem]:
    """An Atom feed or entry without ``updated`` is invalid (RFC 4287, sections 4.1.1 and 4.1.2).

    Readers file an entry without any date under the moment at which they first saw it.
    """
    for item in document.items if document.kind == "atom" else document.entries:
        if (document.kind == "atom" and item.updated is None) or not list(item.dates):
            name = {"atom": "updated", "rss": "pubDate", "json": "date_published"}[document.kind]
            yield Problem(line=item.line, message=f"there is no {name}", repair=f"add one: {_FORM[document.kind]}")


def _misread(document: Document, kind: type[ValueError], fact: str) -> Iterator[Problem]:
    """The dates of a document that fail to be read in one way."""
    repair = f"write {_FORM[document.kind]} or the like"
    for item in document.items:
        for value in item.dates:
            try:
                instant(document, value)
            except (MalformedError, WithoutOffsetError) as error:
                if isinstance(error, kind):
                    message = f'{value.name} "{value.text}" {fact}'
                    yield Problem(line=value.line, message=message, repair=repair, entry=item.key)
