"""What the index keeps of a file: a row of its head, and findings in few bytes."""

import marshal
from collections.abc import Iterable, Iterator
from typing import Any

from feedpub.findings import Finding
from feedpub.head import Head
from feedpub.index.folders import File

TO_PUBLISH, BROKEN, HELD = range(3)

Row = tuple[Any, ...]

COLUMNS = (
    *("path", "file", "state", "published", "date", "updated", "title", "fingerprint", "own", "slug", "url"),
    *("language", "categories", "category_line", "findings", "content", "remarks"),
)
PUBLISHED, CATEGORIES = COLUMNS.index("published"), COLUMNS.index("categories")


def packed(findings: Iterable[Finding]) -> bytes | None:
    """Findings about one file, in few bytes."""
    rows = [(f.rule, f.severity, f.line, f.message, f.repair) for f in findings]
    return marshal.dumps(rows) if rows else None


def told(rows: bytes | None, shown: str) -> Iterator[Finding]:
    """Findings that were packed, about the file that is ``shown`` so."""
    for rule, severity, line, message, repair in marshal.loads(rows) if rows else ():
        yield Finding(rule=rule, severity=severity, file=shown, line=line, message=message, repair=repair)


def row(file: File, head: Head, own: str | None, findings: bytes | None) -> Row:
    """A digest that is to be published; ``own`` is the id that it claims, as a URI."""
    return (
        file.path,
        None if file.file == file.path else file.file,
        TO_PUBLISH,
        int(head.published.timestamp()),
        head.published.isoformat(),
        None if head.updated == head.published else head.updated.isoformat(),
        head.title,
        head.fingerprint,
        own,
        head.slug,
        head.url,
        head.language,
        marshal.dumps(head.categories) if head.categories else None,
        head.category_line,
        findings,
        None,
        None,
    )


def refused(file: File, findings: bytes | None) -> Row:
    """A file that cannot be published for what was noticed, or that its writer holds back."""
    spelling = None if file.file == file.path else file.file
    return file.path, spelling, BROKEN if findings else HELD, *(None,) * 11, findings, None, None
