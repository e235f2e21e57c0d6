"""Rules about ids: there, and one entry's alone."""

from collections.abc import Iterator

from feedpub.check.document import Document
from feedpub.check.rule import Problem, rule


@rule(
    severity="error",
    bad="<entry><title>a</title></entry>",
    good="<entry><id>tag:example.com,2025:a</id><title>a</title></entry>",
)
def id_missing(document: Document) -> Iterator[Problem]:
    """Readers tell entries apart by their id; without one they guess, and show entries twice or not at all.

    RFC 4287, section 4.2.6; JSON Feed 1.1, "items"; RSS calls it ``guid``.
    """
    name = "guid" if document.kind == "rss" else "id"
    for entry in document.entries:
        if not entry.key:
            yield Problem(line=entry.line, message=f"this entry has no {name}", repair=f"give it a {name} for life")


@rule(
    severity="error",
    bad="<entry><id>urn:x:1</id></entry><entry><id>urn:x:1</id></entry>",
    good="<entry><id>urn:x:1</id></entry><entry><id>urn:x:2</id></entry>",
)
def id_not_unique(document: Document) -> Iterator[Problem]:
    """Of two entries with one id, readers keep one and drop the other (RFC 4287, section 4.1.1)."""
    first: dict[str, int] = {}
    for entry in document.entries:
        if entry.id is None or not entry.key:
            continue
        if entry.key in first:
            fact = f'id "{entry.key}" is that of the entry at line {first[entry.key]}, too'
            yield Problem(line=entry.id.line, message=fact, repair="give each entry an id of its own", entry=entry.key)
        first.setdefault(entry.key, entry.id.line)
