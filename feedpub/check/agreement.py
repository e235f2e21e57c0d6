"""Rules about one feed in several formats: subscribers see the same, whichever they chose."""

from collections.abc import Iterator

from feedpub.check.dated import moment
from feedpub.check.document import Document, Item
from feedpub.check.rule import Problem, Siblings, agreement_rule
from feedpub.urls import is_web_address

_ENTRY = "<entry><id>urn:example:1</id><published>{}</published></entry>"
_INSIDE = "<entry><id>urn:example:1</id><updated>2025-12-20T12:00:08Z</updated>{}</entry>"


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
    known = {entry.key: moment(first, entry) for entry in first.entries}
    for other in siblings[1:]:
        for entry in other.entries:
            here, there = moment(other, entry), known.get(entry.key)
            if here and there and here[1] != there[1]:
                fact = f'{here[0].name} "{here[0].text}" is not the instant of "{there[0].text}" in {first.file}'
                repair = "write the same instant in both, with its offset"
                yield Problem(line=here[0].line, message=fact, repair=repair, entry=entry.key, file=other.file)


@agreement_rule(
    severity="error",
    bad=_ENTRY.format("2025-12-20T12:00:08Z") + "<entry><id>urn:example:2</id></entry>",
    good=_ENTRY.format("2025-12-20T12:00:08Z"),
)
def entries_disagree(siblings: Siblings) -> Iterator[Problem]:
    """The formats of a feed hold the same entries; one that lacks some has probably not been rebuilt."""
    first = siblings[0]
    for other in siblings[1:]:
        yield from _absent(first, other)
        yield from _absent(other, first)


@agreement_rule(
    severity="error",
    bad=_INSIDE.format('<link href="https://example.com/2/"/>'),
    good=_INSIDE.format('<link href="https://example.com/1/"/>'),
)
def links_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry leads to one page and brings one set of enclosures, in every format.

    A format with another link was built at another time, or for another address of the site; its readers land on a page
    that is not there.
    """
    for first, there, other, here in _pairs(siblings):
        for rel in ("alternate", "enclosure"):
            known = {link.text for link in there.links if link.rel == rel and is_web_address(link.text)}
            found = [link for link in here.links if link.rel == rel and is_web_address(link.text)]
            if known and (strange := [link for link in found if link.text not in known]):
                fact = f'{strange[0].name} "{strange[0].text}" is not "{min(known)}", as in {first.file}'
                yield _problem(other, here, fact, "write the same link in both", strange[0].line)


@agreement_rule(
    severity="warning",
    bad=_INSIDE.format("<title>Two</title>"),
    good=_INSIDE.format("<title>One</title>"),
)
def titles_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry has one title: where formats differ, some subscribers read an old one, or one that is escaped twice."""
    for first, there, other, here in _pairs(siblings):
        if here.title and there.title and _plain(here.title.text) != _plain(there.title.text):
            fact = f'title "{here.title.text}" is not "{there.title.text}", as in {first.file}'
            yield _problem(other, here, fact, "write the same title in both", here.title.line)


@agreement_rule(
    severity="warning",
    bad=_INSIDE.format("<author><name>B</name></author>"),
    good=_INSIDE.format("<author><name>A</name></author>"),
)
def authors_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry has the same authors in every format, by their names; a format that names none is left in peace."""
    for first, there, other, here in _pairs(siblings):
        if here.shown.authors and there.shown.authors and here.shown.authors != there.shown.authors:
            fact = f"authors {_listed(here.shown.authors)} are not {_listed(there.shown.authors)}, as in {first.file}"
            yield _problem(other, here, fact, "name the same authors in both")


@agreement_rule(
    severity="warning",
    bad=_INSIDE.format('<category term="b"/>'),
    good=_INSIDE.format('<category term="a"/>'),
)
def categories_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry has the same categories in every format, by the names that readers show: they filter by them."""
    for first, there, other, here in _pairs(siblings):
        if here.shown.categories != there.shown.categories:
            fact = (
                f"categories {_listed(here.shown.categories)} are not {_listed(there.shown.categories)}, "
                f"as in {first.file}"
            )
            yield _problem(other, here, fact, "name the same categories in both")


@agreement_rule(
    severity="warning",
    bad=_INSIDE.format("<content>one two three</content>"),
    good=_INSIDE.format("<content>one two</content>"),
)
def texts_disagree(siblings: Siblings) -> Iterator[Problem]:
    """An entry says the same in every format, markup and white space aside; else one is old, cut or broken."""
    for first, there, other, here in _pairs(siblings):
        if not here.shown.says(there.shown):
            ours, theirs = here.shown.text, there.shown.text
            at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
            at = at or min(len(ours), len(theirs))
            fact = f'the text has "{_excerpt(ours, at)}" where {first.file} has "{_excerpt(theirs, at)}"'
            yield _problem(other, here, fact, "write the same text in both")


def _excerpt(text: str, at: int) -> str:
    return text[max(0, at - 10) : at + 20]


def _problem(document: Document, entry: Item, fact: str, repair: str, line: int | None = None) -> Problem:
    return Problem(line=line or entry.line, message=fact, repair=repair, entry=entry.key, file=document.file)


def _pairs(siblings: Siblings) -> Iterator[tuple[Document, Item, Document, Item]]:
    """Each entry of the later documents with the first document's entry of the same id."""
    first = siblings[0]
    known = {entry.key: entry for entry in first.entries if entry.key}
    for other in siblings[1:]:
        for entry in other.entries:
            if entry.key in known:
                yield first, known[entry.key], other, entry


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names)) or "(none)"


def _plain(text: str) -> str:
    return "".join(text.split())


def _absent(here: Document, there: Document) -> Iterator[Problem]:
    keys = {entry.key for entry in here.entries}
    for entry in there.entries:
        if entry.key not in keys:
            fact = f"there is no entry {entry.key}, though there is one in {there.file}"
            yield Problem(line=1, message=fact, repair="run feedpub build", entry=entry.key, file=here.file)
