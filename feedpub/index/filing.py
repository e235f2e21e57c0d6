"""One file → its row in the index: what its head says, or why it cannot be published.

Where the first lines say all that the row holds, no more of the file is read, and nothing else is made of them.
tests/test_quick_reading.py holds that way against the other.
"""

from functools import lru_cache

from feedpub import identity
from feedpub.config import Site
from feedpub.digests import contents, dating, fields, head, languages, plain_front_matter
from feedpub.digests.metadata import FrontMatter, Value
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.index import rows
from feedpub.index.folders import File
from feedpub.index.rows import Row
from feedpub.slugs import slug
from feedpub.text import one_line

# What is understood from the first lines; and what may stand there, too, since no row holds it.
_UNDERSTOOD = {"title", "date", "categories"}
_PASSED_OVER = {*fields.TAGS, *fields.AUTHORS, *fields.SUMMARY, *fields.IMAGE, *fields.ENCLOSURE}
_COMMON = frozenset(_UNDERSTOOD | _PASSED_OVER)


def row(file: File, source: Source, site: Site, hashed: bool) -> Row:
    """The row of a file; ``hashed`` says whether the fingerprint is needed, for which all is read."""
    place = source.shown(file.file)
    if not hashed and (short := from_opening(contents.opening(place), file, site)):
        return short
    notes = Notes(source.shown(file.path))
    try:
        found = head.read(contents.read(place, notes), file.path, site, notes, hashed=hashed)
    except RefusedError:
        short = from_opening(contents.opening(place), file, site)
        findings = rows.packed(notes.findings)
        return rows.unreadable(short, findings) if short else rows.refused(file, findings)
    own = identity.own_id(found.id, site) if found.id is not None else None
    return rows.of_head(file, found, own, rows.packed(notes.findings))


def from_opening(data: bytes, file: File, site: Site) -> Row | None:
    """The row that a file's first bytes make; ``None`` where they leave anything open."""
    said = plain_front_matter.opening(data)
    if said is None or not _COMMON.issuperset(said[0]) or "_drafts" in file.path:
        return None
    values, lines = said
    title, date, categories = values.get("title"), values.get("date"), values.get("categories", "")
    title = one_line(title) if isinstance(title, str) else None
    published = dating.exact(date) if isinstance(date, str) else None
    if not title or not published:
        return None
    listed = _texts(categories) if isinstance(categories, str) else _texts_of_list(tuple(categories))
    return rows.row(
        file,
        published,
        title,
        head.slug(file.path, site),
        languages.of_folder(file.path, site.source.languages),
        listed,
        lines.get("categories", 1),
        slugs=_slugs(listed),
    )


@lru_cache(1000)
def _texts_of_list(names: tuple[Value, ...]) -> tuple[str, ...]:
    """Digests of one site list the same categories again and again."""
    return _texts([*names])


@lru_cache(1000)
def _slugs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Found here, where processes share the work: to find the first takes as long as to read hundreds of heads."""
    return tuple(map(slug, names))


def _texts(value: Value) -> tuple[str, ...]:
    said = FrontMatter(values={"categories": value}, lines={}, cut=(), body="", body_line=1)
    return fields.texts(said, "categories")
