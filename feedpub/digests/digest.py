"""One file's bytes → a Digest with its stories, or the finding that says why not. Renders nothing."""

import re
from html import unescape

from feedpub.config import Site
from feedpub.digests import definitions, enclosures, fields, head
from feedpub.digests.definitions import Definitions
from feedpub.digests.enclosures import Enclosure
from feedpub.digests.evidence import contradictions
from feedpub.digests.metadata import FrontMatter, Head
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.stories import Part, Prose, Story, parts
from feedpub.findings import Finding
from feedpub.model import Person
from feedpub.patterns import expression
from feedpub.text import ILLEGAL, is_legal, xml_clean

_CHARACTER = expression(r"&#(?:x[0-9a-f]{1,6}|\d{1,7});", re.IGNORECASE)
_NAMED = expression(r"(?P<name>[^<>]*[^<>\s])\s*<(?P<email>[^<>\s@]+@[^<>\s@]+)>")


class Digest(Head, frozen=True, kw_only=True):
    """One source file, understood: its head, and its ``parts`` in the order of the file.

    ``references`` are link reference definitions that any part may use.
    """

    tags: tuple[str, ...]
    authors: tuple[Person, ...]
    parts: tuple[Part, ...]
    references: Definitions
    summary: str | None
    image: str | None
    enclosures: tuple[Enclosure, ...]

    @property
    def stories(self) -> tuple[Story, ...]:
        """The numbered news items."""
        return tuple(part for part in self.parts if isinstance(part, Story))

    @property
    def is_of_stories(self) -> bool:
        """Whether the stories say more than the prose around them, which then is no article with a list in it."""
        told = sum(len(story.headline) + len(story.summary) for story in self.stories)
        return told > sum(len(part.text) for part in self.parts if isinstance(part, Prose))


def read(data: bytes, path: str, shown: str, site: Site) -> tuple[Digest | None, list[Finding]]:
    """The digest in a file's bytes, ``None`` when it cannot be published, and what was noticed.

    Never raises for what the bytes say.
    """
    notes = Notes(shown)
    try:
        return _digest(data, path, site, notes), notes.findings
    except RefusedError:
        return None, notes.findings


def _digest(data: bytes, path: str, site: Site, notes: Notes) -> Digest:
    text = head.decoded(data, notes)
    illegal = None if is_legal(text) else ILLEGAL.search(text)
    _note_illegal_characters(text, illegal, notes)
    said = head.front_matter(text, notes)
    known = head.of(said, path, site, notes)
    body = _without_title(xml_clean(said.body) if illegal else said.body, said)
    body, references = definitions.split(_expanded(body, said.body_line, site, notes))
    digest = Digest(
        **{name: getattr(known, name) for name in Head.__struct_fields__},
        tags=fields.texts(said, *fields.TAGS),
        authors=tuple(map(_person, fields.texts(said, *fields.AUTHORS))),
        parts=_parts(body, references, said.body_line, notes),
        references=references,
        summary=fields.text(said, *fields.SUMMARY),
        image=fields.text(said, *fields.IMAGE),
        enclosures=enclosures.of(said),
    )
    _doubt_date(digest, fields.line(said, *fields.DATE), site, notes)
    return digest


def _person(text: str) -> Person:
    """An author, with the mail address that may follow the name."""
    found = _NAMED.fullmatch(text)
    return Person(name=found["name"], email=found["email"]) if found else Person(name=text)


def _note_illegal_characters(text: str, illegal: re.Match[str] | None, notes: Notes) -> None:
    if illegal:
        _note_illegal(illegal[0], text, illegal.start(), notes)
    for reference in _CHARACTER.finditer(text):
        if unescape(reference[0]) in {"", "\ufffd"}:
            _note_illegal(reference[0], text, reference.start(), notes)


def _note_illegal(character: str, text: str, at: int, notes: Notes) -> None:
    shown = character if len(character) > 1 else f"U+{ord(character):04X}"
    fact = f"the character {shown} cannot stand in a feed, so it is left out"
    notes.add("illegal-character", 1 + text.count("\n", 0, at), fact, "remove it", "warning")


def _without_title(body: str, said: FrontMatter) -> str:
    """The body without the heading that says the title, in as many lines."""
    heading = head.first_heading(body)
    title = fields.text(said, *fields.TITLE)
    if heading is None or title not in {None, heading[0]}:
        return body
    return "\n" * body.count("\n", 0, heading[1]) + body[heading[1] :]


def _doubt_date(digest: Digest, line: int, site: Site, notes: Notes) -> None:
    found = contradictions(digest.published, digest.updated, digest.title, digest.path, digest.stories, site.zone)
    for doubt in found:
        notes.add(doubt.rule, doubt.line or line, doubt.fact, doubt.repair, doubt.severity)


def _expanded(body: str, body_line: int, site: Site, notes: Notes) -> str:
    if "{" not in body or ("{{" not in body and "{%" not in body):  # one character is found at once
        return body
    from feedpub.digests import shortcodes  # most digests hold none

    text, unknown = shortcodes.expand(body, site.url)
    for tag in unknown:
        fact = f"the shortcode {tag.name} is not known, so it is left out"
        notes.add("shortcode-unknown", body_line + tag.line - 1, fact, "write what it shows as Markdown", "warning")
    return text


def _parts(body: str, references: Definitions, body_line: int, notes: Notes) -> tuple[Part, ...]:
    found, doubts = parts(body, references.links, body_line)
    for doubt in doubts:
        notes.add(doubt.rule, doubt.line, doubt.fact, doubt.repair, "warning")
    return found
