"""Rules about one feed in several formats: subscribers see the same, whichever they chose."""

from collections.abc import Iterator
from datetime import datetime

from feedpub.check.document import Document, Item, Value
from feedpub.check.moments import MalformedError, WithoutOffsetError, instant
from feedpub.check.rule import Problem, Siblings, agreement_rule

_ENTRY = "<entry><id>urn:x:1</id><published>{}</published></entry>"


@agreement_rule(
    severity="error",
    bad=_ENTRY.format("2025-12-20T20:00:08Z"),
    good=_ENTRY.format("2025-12-20T12:00:08Z"),
)
def dates_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry is published at one instant: in Atom, RSS and JSON Feed alike.

    Where they differ, one of them has lost its offset, and its subscribers see the entry hours too early or late.
    """
    first = siblings[0]
    known = {entry.key: _moment(first, entry) for entry in first.entries}
    for other in siblings[1:]:
        for entry in other.entries:
            here, there = _moment(other, entry), known.get(entry.key)
            if here and there and here[1] != there[1]:
                fact = f'{here[0].name} "{here[0].text}" is not the instant of "{there[0].text}" in {first.file}'
                repair = "write the same instant in both, with its offset"
                yield Problem(line=here[0].line, message=fact, repair=repair, entry=entry.key, file=other.file)


@agreement_rule(
    severity="error",
    bad=_ENTRY.format("2025-12-20T12:00:08Z") + "<entry><id>urn:x:2</id></entry>",
    good=_ENTRY.format("2025-12-20T12:00:08Z"),
)
def entries_disagree(siblings: Siblings) -> Iterator[Problem]:
    """The formats of a feed hold the same entries; one that lacks some has probably not been rebuilt."""
    first = siblings[0]
    for other in siblings[1:]:
        yield from _absent(first, other)
        yield from _absent(other, first)


def _absent(here: Document, there: Document) -> Iterator[Problem]:
    keys = {entry.key for entry in here.entries}
    for entry in there.entries:
        if entry.key not in keys:
            fact = f"there is no entry {entry.key}, though there is one in {there.file}"
            yield Problem(line=1, message=fact, repair="run feedpub build", entry=entry.key, file=here.file)


def _moment(document: Document, entry: Item) -> tuple[Value, datetime] | None:
    value = entry.published or entry.updated
    try:
        return (value, instant(document, value)) if value else None
    except (MalformedError, WithoutOffsetError):
        return None
