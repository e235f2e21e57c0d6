"""The rows of digests in the index: how they are written, and what is read back of them."""

import marshal
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from feedpub.digests.metadata import Head
from feedpub.digests.source import Source
from feedpub.findings import Finding
from feedpub.index.folders import File

TO_PUBLISH, BROKEN, HELD = range(3)
UNREADABLE = b""
"""In the place of the hash of a file's bytes: they cannot be read to their end."""

Row = tuple[Any, ...]
"""The columns of a digest, and last the slugs of its categories, if they may be asked for."""

COLUMNS = (
    *("path", "file", "state", "published", "date", "updated", "title", "fingerprint", "own", "slug", "url"),
    *("language", "categories", "category_line", "findings", "content", "remarks"),
)
PUBLISHED, CATEGORIES = COLUMNS.index("published"), COLUMNS.index("categories")
FILED = (
    "id, path, file, date, updated, title, fingerprint, own, slug, url, language, categories, category_line, content"
)
TRACE = "id, path, file, own, fingerprint, title, published, date, updated"


class Filed(Head, frozen=True, kw_only=True):
    """A head in the index: its ``number`` there, its ``file`` below the source folder, a hash of its bytes if known."""

    number: int
    file: str
    content: bytes | None


class Trace(NamedTuple):
    """What a digest is recognised by; ``published`` is Unix time, ``written`` and ``changed`` are dates as written."""

    number: int
    path: str
    spelling: str | None
    own: str | None
    fingerprint: str | None
    title: str
    published: int
    written: str
    changed: str | None

    @property
    def file(self) -> str:
        """The file below the source folder."""
        return self.spelling or self.path

    @property
    def date(self) -> datetime:
        """When it was published."""
        return datetime.fromisoformat(self.written)

    @property
    def updated(self) -> datetime:
        """When it last changed, as it says itself."""
        return datetime.fromisoformat(self.changed or self.written)


def packed(findings: Collection[Finding]) -> bytes | None:
    """Findings about one file, in few bytes."""
    if not findings:
        return None
    rows = [(f.rule, f.severity, f.line, f.message, f.repair) for f in findings]
    return marshal.dumps(rows)


def told(rows: bytes | None, shown: str) -> Iterator[Finding]:
    """Findings that were packed, about the file that is ``shown`` so."""
    for rule, severity, line, message, repair in marshal.loads(rows) if rows else ():
        yield Finding(rule=rule, severity=severity, file=shown, line=line, message=message, repair=repair)


def of_head(file: File, head: Head, own: str | None, findings: bytes | None) -> Row:
    """A digest that is to be published; ``own`` is the id that it claims, as a URI."""
    is_new = head.updated is head.published or head.updated == head.published
    return row(
        file,
        head.published,
        head.title,
        head.slug,
        head.language,
        head.categories,
        head.category_line,
        updated=None if is_new else head.updated.isoformat(),
        fingerprint=head.fingerprint or None,
        own=own,
        url=head.url,
        findings=findings,
    )


def row(
    file: File,
    published: datetime,
    title: str,
    slug: str,
    language: str | None,
    categories: tuple[str, ...],
    category_line: int,
    *,
    updated: str | None = None,
    fingerprint: str | None = None,
    own: str | None = None,
    url: str | None = None,
    findings: bytes | None = None,
    slugs: tuple[str, ...] = (),
) -> Row:
    """A digest that is to be published; of most there is no more to say than what has no default."""
    return (
        file.path,
        None if file.file == file.path else file.file,
        TO_PUBLISH,
        int(published.timestamp()),
        published.isoformat(),
        updated,
        title,
        fingerprint,
        own,
        slug,
        url,
        language,
        _listed(categories),
        category_line,
        findings,
        None,
        None,
        slugs,
    )


@lru_cache(1000)
def _listed(categories: tuple[str, ...]) -> bytes | None:
    return marshal.dumps(categories) if categories else None


def refused(file: File, findings: bytes | None) -> Row:
    """A file that cannot be published for what was noticed, or that its writer holds back."""
    spelling = None if file.file == file.path else file.file
    return file.path, spelling, BROKEN if findings else HELD, *(None,) * 11, findings, None, None, ()


def unreadable(row: Row, findings: bytes | None) -> Row:
    """A digest whose first lines make a good ``row``, and whose body cannot be read."""
    *head, _, _, slugs = row
    return (*head, UNREADABLE, findings, slugs)


def filed(row: tuple[Any, ...], source: Source) -> Filed:
    number, path, file, date, updated, title, fingerprint, own, slug, url, language, *rest = row
    categories, category_line, content = rest
    published = datetime.fromisoformat(date)
    return Filed(
        number=number,
        path=path,
        file=file or path,
        shown=source.shown(path),
        title=title,
        published=published,
        updated=datetime.fromisoformat(updated) if updated else published,
        categories=marshal.loads(categories) if categories else (),
        category_line=category_line,
        id=own,
        slug=slug,
        url=url,
        language=language,
        fingerprint=fingerprint or "",
        content=content,
    )
