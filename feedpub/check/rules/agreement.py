"""Rules about one feed in several formats: subscribers see the same, whichever they chose."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from feedpub.check.moments.dated import said
from feedpub.check.reading.document import Document, Item, LinkValue
from feedpub.check.rule import Problem, Siblings, agreement_rule
from feedpub.urls import is_web_address

# RSS has no fractions of a second.
_A_SECOND = timedelta(seconds=1)
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
    for first, there, other, here in _pairs(siblings):
        for ours, theirs in ((here.published, there.published), (here.updated, there.updated)):
            found, known = said(other, ours), said(first, theirs)
            if ours and theirs and found and known and abs(found - known) >= _A_SECOND:
                fact = f'{ours.name} "{ours.text}" is not the instant of "{theirs.text}" in {first.file}'
                yield _problem(other, here, fact, "write the same instant in both, with its offset", ours.line)
                break


@agreement_rule(
    severity="error",
    bad=_ENTRY.format("2025-12-20T12:00:08Z") + "<entry><id>urn:example:2</id></entry>",
    good=_ENTRY.format("2025-12-20T12:00:08Z"),
)
def entries_disagree(siblings: Siblings) -> Iterator[Problem]:
    """The formats of a feed hold the same entries, by their ids or else links; one that lacks some was not rebuilt.

    No specification joins formats: it is what a publisher promises who links to them as one feed.
    """
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
            known = {link.text for link in _links(there, rel)}
            found = _links(here, rel)
            if known and (strange := [link for link in found if link.text not in known]):
                fact = f'{strange[0].name} "{strange[0].text}" is not "{min(known)}", as in {first.file}'
                yield _problem(other, here, fact, "write the same link in both", strange[0].line)


def _links(entry: Item, rel: str) -> list[LinkValue]:
    """The links that formats share; an image of JSON Feed's stands for none of the enclosures."""
    return [link for link in entry.links if link.rel == rel and link.name != "image" and is_web_address(link.text)]


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
    """Each entry of the later documents with the first document's entry of the same id, else of the same link."""
    first = siblings[0]
    known = _known(first)
    for other in siblings[1:]:
        for entry in other.entries:
            if (same := _same(entry, known)) is not None:
                yield first, same, other, entry


def _known(document: Document) -> dict[str, Item]:
    """Entries by what they may be recognised by; a link that several entries share tells nothing."""
    counts = Counter(link for entry in document.entries for link in set(_pages(entry)))
    found = {link: entry for entry in document.entries for link in _pages(entry) if counts[link] == 1}
    return found | {entry.key: entry for entry in document.entries if entry.key}


def _same(entry: Item, known: dict[str, Item]) -> Item | None:
    return next((known[mark] for mark in (entry.key, *_pages(entry)) if mark in known), None)


def _pages(entry: Item) -> list[str]:
    return [link.text for link in entry.links if link.rel == "alternate" and link.text]


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names)) or "(none)"


def _plain(text: str) -> str:
    return "".join(text.split())


def _absent(here: Document, there: Document) -> Iterator[Problem]:
    known = _known(here)
    for entry in there.entries:
        if _same(entry, known) is None:
            fact = f"there is no entry {entry.key}, though there is one in {there.file}"
            yield Problem(line=1, message=fact, repair="run feedpub build", entry=entry.key, file=here.file)
