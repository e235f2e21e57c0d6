"""Rules about ids: there, one entry's alone, and of the form that lets them last."""

from collections.abc import Iterator

from feedpub.check.addresses import iri
from feedpub.check.reading import elements
from feedpub.check.reading.document import Document, Item, Value
from feedpub.check.reading.elements import ATOM, Element
from feedpub.check.rule import Problem, rule

_ID = "<entry><id>{}</id></entry>"
_GOOD = _ID.format("tag:example.com,2025:a")
_TWO = "<entry><id>{}</id><updated>2025-12-20T20:00:08Z</updated></entry>"
# RSS 1.0 has rdf:about instead of guids.
_RSS_1 = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
# Examples stand inside an Atom feed; an item of RSS may be there as anybody's extension.
_GUID = '<item xmlns="">{}</item>'


@rule(
    severity="error",
    bad="<entry><title>a</title></entry>",
    good="<entry><id>tag:example.com,2025:a</id><title>a</title></entry>",
)
def id_missing(document: Document) -> Iterator[Problem]:
    """Readers tell entries apart by their id; without one they guess, and show entries twice or not at all.

    RFC 4287, sections 4.1.1 and 4.1.2: "MUST contain exactly one atom:id element"; JSON Feed 1.1, "items": ``id`` is
    required.
    """
    if document.kind != "rss":
        for item in document.items if document.kind == "atom" else document.entries:
            if item.id is None:
                what = "the feed" if item is document.feed else "this entry"
                yield Problem(line=item.line, message=f"{what} has no id", repair="give it an id for life")


@rule(severity="warning", bad=_GUID.format("<title>a</title>"), good=_GUID.format("<guid>https://example.com/a</guid>"))
def guid_missing(document: Document) -> Iterator[Problem]:
    """Without a ``guid``, readers take the link or the title for one: a corrected title is a new entry.

    RSS 2.0, "Elements of <item>": all are optional, "guid" too; the RSS Advisory Board's profile recommends it.
    """
    if document.root is not None and document.root.tag != _RSS_1:
        for item in document.root.iter("item"):
            if not (item.findtext("guid") or "").strip():
                repair = "give it a guid for life"
                yield Problem(line=elements.line(item), message="this item has no guid", repair=repair)


@rule(severity="error", bad=_ID.format(" "), good=_GOOD)
def id_empty(document: Document) -> Iterator[Problem]:
    """An empty id is one that all such entries share, so readers show the first of them alone.

    RFC 4287, section 4.2.6: an id is an IRI, which is never empty; JSON Feed 1.1: it is unique for its item.
    """
    for item in document.items if document.kind != "rss" else ():
        if item.id is not None and not item.id.text.strip():
            yield _about(item, item.id, "is empty", "give it one for life")


@rule(
    severity="error",
    bad=_TWO.format("urn:example:1") * 2,
    good=_TWO.format("urn:example:1") + _TWO.format("urn:example:2"),
)
def id_not_unique(document: Document) -> Iterator[Problem]:
    """Of entries with one id, readers keep one and drop the others.

    RSS 2.0: a guid "uniquely identifies the item"; JSON Feed 1.1: ``id`` is "unique for that item for that feed". In
    Atom they are one entry at several times (RFC 4287, section 4.1.1), which a feed of nothing else does not mean.
    """
    if document.kind != "atom" or len({entry.key for entry in document.entries}) == 1:
        yield from _repeated(document)


@rule(
    severity="warning",
    bad=_TWO.format("urn:example:1") * 2 + _TWO.format("urn:example:2"),
    good=_TWO.format("urn:example:1") + _TWO.format("urn:example:2"),
)
def id_repeated(document: Document) -> Iterator[Problem]:
    """Atom has entries of one id for one entry at several times; readers keep any of them, and drop the others.

    RFC 4287, section 4.1.1: processors "MAY choose to display all of them or some subset of them".
    """
    if document.kind == "atom" and len({entry.key for entry in document.entries}) > 1:
        yield from _repeated(document)


def _repeated(document: Document) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for entry in document.entries:
        if entry.id is None or not entry.key:
            continue
        if entry.key in first:
            fact = f"is that of the entry at line {first[entry.key]}, too"
            yield _about(entry, entry.id, fact, "give each entry an id of its own")
        first.setdefault(entry.key, entry.id.line)


@rule(severity="error", bad=_ID.format("2025-12-20-a"), good=_GOOD)
def id_not_uri(document: Document) -> Iterator[Problem]:
    """An id of Atom is an IRI, absolute: any other may be another feed's, too, and newsboat compares across feeds.

    RFC 4287, section 4.2.6: "Its content MUST be an IRI"; section 3 has no white space in it.
    """
    for element in _ids(document):
        text = elements.text(element)
        found = iri.fault(text.strip())
        if not text.strip() or iri.scheme_of(text.strip()) in ("tag", "urn"):
            found = None
        if text != text.strip() and text.strip():
            yield _of(element, "has white space around it", "take it off")
        elif found and found[0] in ("malformed", "not-absolute"):
            yield _of(element, found[1], "write a tag: URI, or a URL for life")


@rule(severity="error", bad=_ID.format("tag:example.com:a"), good=_GOOD)
def tag_malformed(document: Document) -> Iterator[Problem]:
    """A ``tag:`` URI is unique because its date tells whose the domain was; without one, anybody may mint the same.

    RFC 4151, section 2.1: ``tagURI = "tag:" taggingEntity ":" specific``, with ``authorityName "," date`` the entity.
    """
    for element in _ids(document):
        text = elements.text(element).strip()
        fact = iri.tag_fault(text) if iri.scheme_of(text) == "tag" else None
        if fact:
            yield _of(element, fact, "write it like tag:example.com,2025:posts/1")


@rule(severity="error", bad=_ID.format("urn:uuid:1"), good=_ID.format("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"))
def urn_malformed(document: Document) -> Iterator[Problem]:
    """A URN is a registered namespace and a name in it; ``urn:uuid:`` has 32 hexadecimal digits in five groups.

    RFC 8141, section 2: ``assigned-name = "urn" ":" NID ":" NSS``; RFC 9562, section 4, for UUIDs.
    """
    for element in _ids(document):
        text = elements.text(element).strip()
        fact = iri.urn_fault(text) if iri.scheme_of(text) == "urn" else None
        if fact:
            yield _of(element, fact, "write it like urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a")


@rule(
    severity="error",
    bad=_GUID.format("<guid>post-1</guid>"),
    good=_GUID.format('<guid isPermaLink="false">post-1</guid>'),
)
def guid_not_permalink(document: Document) -> Iterator[Problem]:
    """A guid without ``isPermaLink="false"`` is a link, and readers open it: it has to be a URL that leads somewhere.

    RSS 2.0, guid: "If the guid element has an attribute named isPermaLink with a value of true, the reader may assume
    that it is a permalink"; true is the default.
    """
    for guid in _guids(document):
        text = elements.text(guid).strip()
        if guid.get("isPermaLink", "true") != "true":
            continue
        found = iri.fault(text)
        if found and found[0] in ("malformed", "not-absolute"):
            yield _of(guid, found[1], 'add isPermaLink="false"')
        elif iri.scheme_of(text) in ("tag", "urn"):
            yield _of(guid, "is no URL that leads anywhere", 'add isPermaLink="false"')


@rule(
    severity="error",
    bad=_GUID.format('<guid isPermaLink="no">post-1</guid>'),
    good=_GUID.format('<guid isPermaLink="false">post-1</guid>'),
)
def permalink_flag_unknown(document: Document) -> Iterator[Problem]:
    """``isPermaLink`` is true or false: readers take any other value for either.

    RSS 2.0, guid: "isPermaLink is optional, its default value is true".
    """
    for guid in _guids(document):
        flag = guid.get("isPermaLink", "true")
        if flag not in ("true", "false"):
            yield _of(guid, f'has isPermaLink="{flag}"', "write true or false")


@rule(
    severity="warning",
    bad=_GUID.format('<guid isPermaLink="false">17</guid>'),
    good=_GUID.format('<guid isPermaLink="false">tag:example.com,2025:17</guid>'),
)
def guid_too_short(document: Document) -> Iterator[Problem]:
    """A bare number is the guid of entries in many feeds: newsboat, which compares across feeds, confuses them.

    RSS 2.0, guid: "guid stands for globally unique identifier".
    """
    for guid in _guids(document):
        text = elements.text(guid).strip()
        if text.isdecimal() and len(text) < 9 and guid.get("isPermaLink") == "false":
            yield _of(guid, "is only a number", "write a tag: URI, or the entry's URL")


def _ids(document: Document) -> Iterator[Element]:
    if document.root is not None:
        yield from document.root.iter(f"{ATOM}id")


def _guids(document: Document) -> Iterator[Element]:
    if document.root is not None:
        yield from document.root.iter("guid")


def _about(item: Item, value: Value, fact: str, repair: str) -> Problem:
    return Problem(line=value.line, message=f'{value.name} "{value.text}" {fact}', repair=repair, entry=item.key)


def _of(element: Element, fact: str, repair: str) -> Problem:
    name, text = str(element.tag).rpartition("}")[2], elements.text(element).strip()
    message = f'{name} "{text}" {fact}'
    return Problem(line=elements.line(element), message=message, repair=repair, entry=elements.owner(element))
