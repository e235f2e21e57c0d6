"""Rules about when things happened: every entry has its date, and the dates of a feed make one story."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from feedpub.check.moments.dated import Dated, dates, moment, said
from feedpub.check.reading.document import Document, Item, Value
from feedpub.check.rule import Problem, rule

_UPDATED = "<updated>{}</updated>"
_ENTRY = "<entry><id>urn:example:1</id><published>{}</published><updated>{}</updated></entry>"
_TWO = "".join(f"<entry><id>urn:example:{n}</id><updated>{{}}</updated></entry>" for n in (1, 2))
_NEW, _OLD = "2025-12-20T20:00:08+08:00", "2025-12-19T20:00:08+08:00"

# The dates that readers sort by; others may be of an event next year, or of a painting.
_OF_READERS = frozenset(["updated", "published", "pubDate", "lastBuildDate", "date", "date_published", "date_modified"])
# Feeds are younger than this: RSS is of 1999, and what was printed before is seldom dated to the second.
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks differ a little, and so do the zones of those who write dates without one.
_AHEAD = timedelta(hours=1)


@rule(
    severity="error",
    bad="<entry><id>urn:example:1</id></entry>",
    good="<entry><id>urn:example:1</id><updated>2025-12-20T20:00:08+08:00</updated></entry>",
)
def date_missing(document: Document) -> Iterator[Problem]:
    """An Atom feed or entry without ``updated`` is invalid; readers file it under the moment when they first saw it.

    RFC 4287, sections 4.1.1 and 4.1.2: "MUST contain exactly one atom:updated element".
    """
    if document.kind == "atom":
        for item in document.items:
            if item.updated is None:
                yield _at(item, "there is no updated", f"add <updated>{_NEW}</updated>")


@rule(
    severity="warning",
    bad="<entry><id>urn:example:1</id></entry>",
    good=f"<entry><id>urn:example:1</id><published>{_NEW}</published></entry>",
)
def entry_undated(document: Document) -> Iterator[Problem]:
    """Readers show an entry without a date at the moment when they first saw it: each new subscriber at another one.

    RSS 2.0 and JSON Feed 1.1 make ``pubDate`` and ``date_published`` optional; Atom does not (RFC 4287, section 4.1.2).
    """
    name = {"atom": "published", "rss": "pubDate", "json": "date_published"}[document.kind]
    for entry in document.entries:
        if not list(entry.dates):
            yield _at(entry, f"this entry has no date, neither {name} nor another", f"give it a {name}")


@rule(severity="warning", bad=_UPDATED.format("1970-01-01T00:00:00Z"), good=_UPDATED.format(_NEW))
def date_implausible(document: Document) -> Iterator[Problem]:
    """A date before there were feeds is an empty field or a broken clock; readers sort the entry last, or hide it.

    RFC 3339 counts from the year 0 on, and so the date is valid (section 1).
    """
    for dated in dates(document):
        found = dated.reading.instant
        if found and found < _FIRST and dated.value.name in _OF_READERS:
            yield _of(dated, "is older than any feed", "write when it was really published")


@rule(severity="warning", bad=_UPDATED.format("2999-12-20T20:00:08Z"), good=_UPDATED.format(_NEW))
def date_in_future(document: Document) -> Iterator[Problem]:
    """An entry of the future stays on top in miniflux until then; NetNewsWire ignores a date that is a day ahead.

    RFC 4287, section 4.2.15: ``updated`` is "the most recent instant in time when an entry or feed was modified". Often
    the offset is wrong. The clock of this machine is what counts, with an hour's grace.
    """
    limit = datetime.now(UTC) + _AHEAD
    for dated in dates(document):
        found = dated.reading.instant
        if found and found > limit and dated.value.name in _OF_READERS:
            yield _of(dated, "is still to come", "publish it then, or correct its offset")


@rule(severity="warning", bad=_ENTRY.format(_NEW, _OLD), good=_ENTRY.format(_OLD, _NEW))
def updated_before_published(document: Document) -> Iterator[Problem]:
    """An entry cannot have changed before it was published; mostly one of its dates has another offset.

    RFC 4287, section 4.2.9: ``published`` is "an instant in time associated with an event early in the life cycle".
    Readers that sort by ``updated`` show it too far down.
    """
    for entry in document.entries:
        first, last = said(document, entry.published), said(document, entry.updated)
        if entry.updated and entry.published and first and last and last < first:
            fact = f'{entry.updated.name} "{entry.updated.text}" is before {entry.published.name} "'
            yield _about(entry, entry.updated, f'{fact}{entry.published.text}"', "correct one of them")


@rule(
    severity="warning",
    bad=_UPDATED.format(_OLD) + f"<entry><id>urn:example:1</id><updated>{_NEW}</updated></entry>",
    good=_UPDATED.format(_NEW) + f"<entry><id>urn:example:1</id><updated>{_OLD}</updated></entry>",
)
def feed_older_than_entry(document: Document) -> Iterator[Problem]:
    """A feed has changed no earlier than its newest entry; a reader that goes by the feed's date misses the entry.

    RFC 4287, section 4.2.15; RSS 2.0: ``lastBuildDate`` is "the last time the content of the channel changed".
    """
    feed = said(document, document.feed.updated)
    found = ((instant, entry) for entry in document.entries if (instant := _last(document, entry)))
    newest = max(found, key=lambda pair: pair[0], default=None)
    if feed and newest and newest[0] > feed and document.feed.updated:
        value = document.feed.updated
        fact = f'{value.name} "{value.text}" of the feed is before its entry of {newest[0].isoformat()}'
        yield _about(newest[1], value, fact, "give the feed the date of its last change")


@rule(severity="info", bad=_TWO.format(_OLD, _NEW), good=_TWO.format(_NEW, _OLD))
def order_not_newest_first(document: Document) -> Iterator[Problem]:
    """Most readers sort entries by date; those that do not, show them as they stand, and cut old ones off the end.

    RFC 4287, section 4.1.1, "assigns no significance to the order"; newest first is what readers expect.
    """
    for newer, older in pairwise(_moments(document)):
        if newer[2] < older[2]:
            fact = f'{older[1].name} "{older[1].text}" is after that of the entry before it'
            yield _about(older[0], older[1], fact, "write the newest entry first")
            return


@rule(severity="info", bad=_TWO.format(_NEW, _NEW), good=_TWO.format(_NEW, _OLD))
def timestamps_equal(document: Document) -> Iterator[Problem]:
    """Entries of one instant have no order: readers show them in any, and another one after each refresh.

    RFC 4287, section 4.1.1, leaves the order of entries to readers.
    """
    together: dict[datetime, list[tuple[Item, Value]]] = {}
    for entry, value, instant in _moments(document):
        together.setdefault(instant, []).append((entry, value))
    for (first, value), *others in together.values():
        if others:
            count = "another entry" if len(others) == 1 else f"{len(others)} other entries"
            fact = f'{value.name} "{value.text}" is also that of {count}, at line {others[0][1].line}'
            yield _about(first, value, fact, "set them a second apart")


def _moments(document: Document) -> Iterator[tuple[Item, Value, datetime]]:
    for entry in document.entries:
        if found := moment(document, entry):
            yield entry, *found


def _last(document: Document, entry: Item) -> datetime | None:
    return max((found for value in entry.dates if (found := said(document, value))), default=None)


def _at(item: Item, fact: str, repair: str) -> Problem:
    return Problem(line=item.line, message=fact, repair=repair, entry=item.key)


def _about(entry: Item, value: Value, fact: str, repair: str) -> Problem:
    return Problem(line=value.line, message=fact, repair=repair, entry=entry.key)


def _of(dated: Dated, fact: str, repair: str) -> Problem:
    value = dated.value
    return Problem(line=value.line, message=f'{value.name} "{value.text}" {fact}', repair=repair, entry=dated.entry)
