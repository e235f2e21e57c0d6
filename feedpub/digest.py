"""One file's bytes → a Digest with its stories, or the finding that says why not. Renders nothing."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from feedpub import dates, fields, front_matter
from feedpub.config import LANGUAGE_TAG, Site
from feedpub.dates import DateError
from feedpub.findings import Finding, Severity
from feedpub.front_matter import FrontMatter, FrontMatterError
from feedpub.stories import Part, Story, parts
from feedpub.text import ILLEGAL, one_line, xml_clean

MAX_BYTES = 10_000_000

_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*(?:\n|$)")
_MARKUP = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")
_REFERENCE = re.compile(
    r"^ {0,3}\[(?P<label>[^\]\^\n][^\]\n]*)\]:[ \t]+<?(?P<url>[^\s>]+)>?(?:[ \t]+[\"'(].*)?$", re.MULTILINE
)


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
    references: str
    id: str | None
    slug: str
    url: str | None
    summary: str | None
    language: str | None

    @property
    def stories(self) -> tuple[Story, ...]:
        """The numbered news items."""
        return tuple(part for part in self.parts if isinstance(part, Story))


class _RefusedError(Exception):
    """The digest cannot be published; the finding says why."""


class _Notes:
    """The findings about one file."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.findings: list[Finding] = []

    def add(self, rule: str, line: int, fact: str, repair: str, severity: Severity = "error") -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=self.shown, line=line, message=fact, repair=repair)
        )

    def refuse(self, rule: str, line: int, fact: str, repair: str) -> _RefusedError:
        self.add(rule, line, fact, repair)
        return _RefusedError()


def read(data: bytes, path: str, shown: str, site: Site) -> tuple[Digest | None, list[Finding]]:
    """The digest in a file's bytes, ``None`` when it cannot be published, and what was noticed.

    Never raises for what the bytes say.
    """
    notes = _Notes(shown)
    try:
        return _digest(data, path, site, notes), notes.findings
    except _RefusedError:
        return None, notes.findings


def _digest(data: bytes, path: str, site: Site, notes: _Notes) -> Digest:
    head = _front_matter(_text(data, notes), notes)
    if fields.is_draft(head):
        raise _RefusedError
    published = _published(head, site, notes)
    title, body = _title(head, path, notes)
    references = {match["label"].casefold(): match["url"] for match in _REFERENCE.finditer(body)}
    return Digest(
        path=path,
        shown=notes.shown,
        title=title,
        published=published,
        updated=_updated(head, published, site, notes),
        categories=fields.texts(head, *fields.CATEGORIES),
        tags=fields.texts(head, *fields.TAGS),
        category_line=fields.line(head, *fields.CATEGORIES),
        authors=fields.texts(head, *fields.AUTHORS),
        parts=_parts(_REFERENCE.sub("", body), references, head.body_line, notes),
        references="\n".join(match[0].strip() for match in _REFERENCE.finditer(body)),
        id=fields.text(head, "id"),
        slug=fields.text(head, "slug") or PurePosixPath(path).stem,
        url=fields.text(head, *fields.URL),
        summary=fields.text(head, *fields.SUMMARY),
        language=_language(head, notes),
    )


def _text(data: bytes, notes: _Notes) -> str:
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
        fact = f"character U+{ord(illegal[0]):04X} cannot stand in a feed, so it is left out"
        notes.add("illegal-character", 1 + text.count("\n", 0, illegal.start()), fact, "remove it", "warning")
    return xml_clean(text)


def _front_matter(text: str, notes: _Notes) -> FrontMatter:
    try:
        head = front_matter.read(text)
    except FrontMatterError as error:
        raise notes.refuse("front-matter-broken", error.line, error.fact, error.repair) from None
    for key in head.cut:
        if key in (*fields.TITLE, *fields.SUMMARY):
            fact = f'{key} "{fields.text(head, key)}" ends at " #", where YAML starts a comment'
            notes.add("text-cut", head.lines.get(key, 1), fact, f"quote the {key}", "warning")
    return head


def _title(head: FrontMatter, path: str, notes: _Notes) -> tuple[str, str]:
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


def _title_from_name(path: str, notes: _Notes) -> str:
    stem = PurePosixPath(path).stem
    fact = f'there is no title and no heading, so the file\'s name is shown: "{stem}"'
    notes.add("title-missing", 1, fact, "add a line title: … to the front matter")
    return stem


def _published(head: FrontMatter, site: Site, notes: _Notes) -> datetime:
    key = fields.present(head, *fields.DATE)
    if key is None:
        repair = "add a line like date: 2025-12-20T20:00:08+08:00 to the front matter"
        raise notes.refuse("date-missing", 1, "there is no date", repair)
    instant = _instant(head, key, site, notes)
    if instant is None:
        raise _RefusedError
    return instant


def _instant(head: FrontMatter, key: str, site: Site, notes: _Notes) -> datetime | None:
    line = fields.line(head, key)
    try:
        instant, remark = dates.read(fields.text(head, key) or "", site.zone)
    except DateError as error:
        notes.add("date-unclear", line, error.fact, error.repair)
        return None
    if remark:
        notes.add("date-at-clock-change", line, f"{key} {remark}", "write its offset", "warning")
    return instant


def _updated(head: FrontMatter, published: datetime, site: Site, notes: _Notes) -> datetime:
    key = fields.present(head, *fields.UPDATED)
    updated = _instant(head, key, site, notes) if key else None
    if key and updated and updated < published:
        fact = f"{key} {updated.isoformat()} is before the date {published.isoformat()}, so it is not used"
        notes.add("updated-before-published", fields.line(head, key), fact, "correct one of them", "warning")
    return max(updated or published, published)


def _language(head: FrontMatter, notes: _Notes) -> str | None:
    value = fields.text(head, *fields.LANGUAGE)
    if value is None or LANGUAGE_TAG.fullmatch(value):
        return value
    fact = f'lang "{value}" is no language tag (BCP 47), so it is not used'
    repair = f'write "{value.replace("_", "-")}"' if "_" in value else 'write it like "en" or "zh-CN"'
    notes.add("language-unknown", fields.line(head, *fields.LANGUAGE), fact, repair, "warning")
    return None


def _parts(body: str, references: dict[str, str], body_line: int, notes: _Notes) -> tuple[Part, ...]:
    found, doubts = parts(body, references)
    for doubt in doubts:
        fact = f'"{doubt.text[:60]}" looks like a numbered story but is not understood as one'
        repair = "write it like: 1. [Title - Source](https://…)"
        notes.add("story-not-understood", body_line + doubt.line - 1, fact, repair, "warning")
    return tuple(replace(part, line=body_line + part.line - 1) for part in found)
