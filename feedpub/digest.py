"""One file's bytes → a Digest with its stories, or the finding that says why not. Renders nothing."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import PurePosixPath

from feedpub import dates, dating, definitions, fields, front_matter, shortcodes
from feedpub.config import LANGUAGE_TAG, Site
from feedpub.definitions import Definitions
from feedpub.evidence import contradictions
from feedpub.findings import Finding
from feedpub.front_matter import FrontMatter
from feedpub.front_matter_handlers import FrontMatterError
from feedpub.notes import Notes, RefusedError
from feedpub.stories import Part, Prose, Story, parts
from feedpub.text import ILLEGAL, one_line, xml_clean
from feedpub.urls import absolute, is_web_address

MAX_BYTES = 10_000_000

_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*(?:\n|$)")
_CHARACTER = re.compile(r"&#(?:x[0-9a-f]{1,6}|\d{1,7});", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKUP = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """One source file, understood: text is XML-clean, dates are aware, ``parts`` are in the order of the file.

    ``path`` is below the source folder, ``shown`` as messages name it; ``references`` are link reference
    definitions that any part may use.
    """

    path: str
    shown: str
    title: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    category_line: int
    authors: tuple[str, ...]
    parts: tuple[Part, ...]
    references: Definitions
    id: str | None
    slug: str
    url: str | None
    summary: str | None
    language: str | None
    image: str | None
    fingerprint: str

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
    head = _front_matter(_text(data, notes), notes)
    if fields.is_draft(head) or "_drafts" in PurePosixPath(path).parts:
        raise RefusedError
    published = dating.published(head, path, site, notes)
    title, body = _title(head, path, notes)
    body, references = definitions.split(_expanded(body, head.body_line, site, notes))
    digest = Digest(
        path=path,
        shown=notes.shown,
        title=title,
        published=published,
        updated=dating.updated(head, published, site, notes),
        categories=fields.texts(head, *fields.CATEGORIES),
        category_line=fields.line(head, *fields.CATEGORIES),
        tags=fields.texts(head, *fields.TAGS),
        authors=fields.texts(head, *fields.AUTHORS),
        parts=_parts(body, references, head.body_line, notes),
        references=references,
        id=fields.text(head, "id"),
        slug=fields.text(head, "slug") or _slug(path, site),
        url=_url(head, site, notes),
        summary=fields.text(head, *fields.SUMMARY),
        language=_language(head, notes),
        image=fields.text(head, *fields.IMAGE),
        fingerprint=_fingerprint(head, title),
    )
    if fields.has_mapping(head, *fields.CATEGORIES, *fields.TAGS):
        fact = "a category or tag has a colon that is not quoted, so it is left out"
        notes.add("category-unclear", digest.category_line, fact, 'quote it: "name: more"', "warning")
    _doubt_date(digest, fields.line(head, *fields.DATE), site, notes)
    return digest


def _fingerprint(head: FrontMatter, title: str) -> str:
    """A hash of what the digest says to its readers, white space aside; not of its place, dates and categories."""
    said = (title, *(fields.text(head, *keys) or "" for keys in (fields.SUMMARY, fields.IMAGE)))
    authors = fields.texts(head, *fields.AUTHORS)
    text = "\x00".join([*said, *authors, " ".join(head.body.split())])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _text(data: bytes, notes: Notes) -> str:
    if not data.strip():
        raise notes.refuse("digest-empty", 1, "the file is empty", "write the digest, or remove the file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        fact = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise notes.refuse("digest-not-utf-8", line, fact, "save the file as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if illegal := ILLEGAL.search(text):
        _note_illegal(illegal[0], text, illegal.start(), notes)
    for reference in _CHARACTER.finditer(text):
        if unescape(reference[0]) in {"", "\ufffd"}:
            _note_illegal(reference[0], text, reference.start(), notes)
    return xml_clean(text)


def _note_illegal(character: str, text: str, at: int, notes: Notes) -> None:
    shown = character if len(character) > 1 else f"U+{ord(character):04X}"
    fact = f"the character {shown} cannot stand in a feed, so it is left out"
    notes.add("illegal-character", 1 + text.count("\n", 0, at), fact, "remove it", "warning")


def _front_matter(text: str, notes: Notes) -> FrontMatter:
    try:
        head = front_matter.read(text)
    except FrontMatterError as error:
        raise notes.refuse("front-matter-broken", error.line, error.fact, error.repair) from None
    for key in head.cut:
        if key in (*fields.TITLE, *fields.SUMMARY):
            fact = f'{key} is read as "{fields.text(head, key)}", though more is written there'
            notes.add("text-cut", head.lines.get(key, 1), fact, f"quote the {key}", "warning")
    return head


def _title(head: FrontMatter, path: str, notes: Notes) -> tuple[str, str]:
    """The title, from front matter, the first heading or the file's name; and the body without that heading."""
    title = fields.text(head, *fields.TITLE)
    heading = _HEADING.match(head.body)
    if heading is None:
        return title or _title_from_name(path, notes), head.body
    plain = one_line(_MARKUP.sub(lambda match: match["text"] or "", heading["text"]))
    rest = "\n" * head.body.count("\n", 0, heading.end()) + head.body[heading.end() :]
    if title:
        return title, rest if title == plain else head.body
    fact = f'there is no title in the front matter, so the first heading is taken: "{plain}"'
    notes.add("title-missing", head.body_line, fact, f"add title: {json.dumps(plain, ensure_ascii=False)}", "info")
    return plain, rest


def _title_from_name(path: str, notes: Notes) -> str:
    stem = PurePosixPath(path).stem
    fact = f'there is no title and no heading, so the file\'s name is shown: "{stem}"'
    notes.add("title-missing", 1, fact, "add a line title: … to the front matter")
    return stem


def _doubt_date(digest: Digest, line: int, site: Site, notes: Notes) -> None:
    found = contradictions(digest.published, digest.updated, digest.title, digest.path, digest.stories, site.zone)
    for doubt in found:
        notes.add(doubt.rule, doubt.line or line, doubt.fact, doubt.repair, doubt.severity)


def _slug(path: str, site: Site) -> str:
    """The file's name; where dates come from names, without that date, as Jekyll has it."""
    stem = PurePosixPath(path).stem
    named = dates.stamp(stem) if site.source.dates_from_names else None
    rest = stem.removeprefix(named.text).lstrip("-._ ") if named else stem
    return rest or stem


def _expanded(body: str, body_line: int, site: Site, notes: Notes) -> str:
    text, unknown = shortcodes.expand(body, site.url)
    for tag in unknown:
        fact = f"the shortcode {tag.name} is not known, so it is left out"
        notes.add("shortcode-unknown", body_line + tag.line - 1, fact, "write what it shows as Markdown", "warning")
    return text


def _url(head: FrontMatter, site: Site, notes: Notes) -> str | None:
    """The page that the digest names as its own; a path counts from the site's folder, as Hugo means it."""
    written = fields.text(head, *fields.URL)
    if written is None:
        return None
    try:
        url = absolute(written if _SCHEME.match(written) else written.lstrip("/"), site.url)
    except ValueError:
        url = ""
    if is_web_address(url):
        return url
    line = fields.line(head, *fields.URL)
    fact = f'url "{written}" leads nowhere'
    raise notes.refuse("url-broken", line, fact, "write a path like /posts/name/, or https://…")


def _language(head: FrontMatter, notes: Notes) -> str | None:
    value = fields.text(head, *fields.LANGUAGE)
    if value is None or LANGUAGE_TAG.fullmatch(value):
        return value
    fact = f'lang "{value}" is no language tag (BCP 47), so it is not used'
    repair = f'write "{value.replace("_", "-")}"' if "_" in value else 'write it like "en" or "zh-CN"'
    notes.add("language-unknown", fields.line(head, *fields.LANGUAGE), fact, repair, "warning")
    return None


def _parts(body: str, references: Definitions, body_line: int, notes: Notes) -> tuple[Part, ...]:
    found, doubts = parts(body, references.links, body_line)
    for doubt in doubts:
        notes.add(doubt.rule, doubt.line, doubt.fact, doubt.repair, "warning")
    return found
