"""Where the dates of a document stand: those of its entries, and those of extensions that people add."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from feedpub.check.moments import moments
from feedpub.check.moments.clock import Reading
from feedpub.check.moments.moments import Form
from feedpub.check.reading import elements
from feedpub.check.reading.document import Document, Item, Value
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.reading.once import once

_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"

_FORMS: dict[str, Form] = {
    f"{ATOM}updated": "atom",
    f"{ATOM}published": "atom",
    "{http://www.w3.org/2007/app}edited": "atom",
    "pubDate": "rss",
    "lastBuildDate": "rss",
    f"{_DC}date": "dc",
    **{f"{_TERMS}{name}": "dc" for name in ("created", "issued", "modified", "dateAccepted", "dateSubmitted")},
    f"{_TERMS}dateCopyrighted": "dc",
    "{http://purl.org/rss/1.0/modules/syndication/}updateBase": "dc",
    "{http://purl.org/rss/modules/aggregation/}timestamp": "dc",
    **{f"{{http://purl.org/rss/1.0/modules/event/}}{name}": "dc" for name in ("startdate", "enddate")},
}
# RFC 4685, section 4, and RFC 6721, section 3.1: dates in attributes.
_ATTRIBUTES = {
    f"{ATOM}link": "{http://purl.org/syndication/thread/1.0}updated",
    "{http://purl.org/atompub/tombstones/1.0}deleted-entry": "when",
}


class Dated(Struct, frozen=True):
    """A date as it stands, how it has to be written, what it says, and whose it is."""

    value: Value
    form: Form
    reading: Reading
    entry: str | None


@once
def dates(document: Document) -> tuple[Dated, ...]:
    """All dates of a document, in reading order."""
    return tuple(_in_json(document) if document.root is None else _in_xml(document.root))


def written(instant: datetime, form: Form) -> str:
    """An instant as its format wants it, in whole seconds."""
    whole = instant.replace(microsecond=0)
    if form != "rss":
        return whole.isoformat()
    from email.utils import format_datetime

    return format_datetime(whole)


def said(document: Document, value: Value | None) -> datetime | None:
    """The instant of a date that an item shows; ``None`` where none can be told."""
    return moments.read(value.text, _form(document, value)).instant if value else None


def moment(document: Document, item: Item) -> tuple[Value, datetime] | None:
    """When an item was published, else updated: the date as it stands and its instant."""
    value = item.published or item.updated
    found = said(document, value)
    return (value, found) if value and found else None


def _form(document: Document, value: Value) -> Form:
    if value.name == "date":
        return "dc"
    return "rss" if document.kind == "rss" and value.name in ("pubDate", "lastBuildDate") else _plain(document)


def _plain(document: Document) -> Form:
    return "json" if document.kind == "json" else "atom"


def _in_xml(root: Element) -> Iterator[Dated]:
    for element in root.iter(*_FORMS, *_ATTRIBUTES):
        tag = str(element.tag)
        if tag in _FORMS:
            yield _dated(element, tag, elements.text(element), _FORMS[tag])
        elif (text := element.get(_ATTRIBUTES[tag])) is not None:
            yield _dated(element, _ATTRIBUTES[tag], text, "atom")


def _dated(element: Element, name: str, text: str, form: Form) -> Dated:
    value = Value(name=name.rpartition("}")[2], text=text, line=elements.line(element))
    return Dated(value, form, moments.read(text, form), elements.owner(element))


def _in_json(document: Document) -> Iterator[Dated]:
    for item in document.entries:
        for value in item.dates:
            yield Dated(value, "json", moments.read(value.text, "json"), item.key)
