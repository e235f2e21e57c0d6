"""One file → its row in the index: what its head says, or why it cannot be published."""

from feedpub import identity
from feedpub.config import Site
from feedpub.digests import contents, head
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.index import rows
from feedpub.index.folders import File
from feedpub.index.rows import Row


def row(file: File, source: Source, site: Site, hashed: bool) -> Row:
    """The row of a file; ``hashed`` says whether the fingerprint is needed."""
    notes = Notes(source.shown(file.path))
    try:
        found = head.read(contents.read(source.shown(file.file), notes), file.path, site, notes, hashed=hashed)
    except RefusedError:
        return rows.refused(file, rows.packed(notes.findings))
    own = identity.own_id(found.id, site) if found.id is not None else None
    return rows.row(file, found, own, rows.packed(notes.findings))
