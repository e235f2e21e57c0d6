"""The file of the story index, beside that of the digests' heads, which it follows. Deleting it changes no output."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from feedpub.config import Site
from feedpub.index import Index
from feedpub.standstill.listing import state
from feedpub.stories.story_index import StoryIndex

_NAME = "stories.sqlite"


@contextmanager
def opened(site: Site, index: Index, *, texts: bool, keep: bool) -> Iterator[StoryIndex]:
    """The stories, none where the file cannot be trusted; what is not to be kept leaves no trace.

    A file that has ``texts``, though they are not asked for, stays as it is.
    """
    file = site.root / ".feedpub" / _NAME
    known = index.record["stories"]
    texts = texts or known == (_basis(site, texts=True), state(file))
    basis = _basis(site, texts=texts)
    trusted = known == (basis, state(file))
    if keep and not trusted:
        _discard(file)
    with closing(sqlite3.connect(file if keep or trusted else ":memory:", isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA temp_store = memory")
            connection.execute("PRAGMA cache_size = -8000" if keep else "PRAGMA cache_spill = off")
            connection.execute("BEGIN")
            yield StoryIndex(connection, texts=texts)
            connection.execute("COMMIT" if keep else "ROLLBACK")
        except sqlite3.DatabaseError:
            _discard(file)  # it is damaged: the next attempt begins anew
            raise
    if keep:
        index.record["stories"] = (basis, state(file))


def forget(site: Site) -> None:
    """Remove the file, which no feed needs."""
    _discard(site.root / ".feedpub" / _NAME)


def _basis(site: Site, *, texts: bool) -> str:
    """What the rows depend on besides the digests; the index of heads knows the rest, and is begun anew with it."""
    return repr((texts, site.language, sorted(site.sources.items())))


def _discard(file: Path) -> None:
    for name in (_NAME, f"{_NAME}-journal"):
        file.with_name(name).unlink(missing_ok=True)
