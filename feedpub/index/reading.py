"""The index brought up to date with the source folder: what is new or has changed there is read, as far as its head."""

from collections.abc import Iterable, Iterator
from functools import partial

from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.index import Index
from feedpub.index.folders import File
from feedpub.index.rows import Row
from feedpub.system.workers import Plan, Workers


def update(index: Index, source: Source, site: Site, workers: Workers, *, hashed: bool) -> bool:
    """Read every file whose place, size or times are not as they were last time; whether anything was so.

    ``hashed`` says whether their fingerprints are needed.
    Raises SourceError when the source folder cannot be read, or when nothing in it is a digest.
    """
    files = _Files(index, source)
    plan = Plan("reading", size=200, enough=600, early=True)
    index.heads.add(workers.each(partial(_rows, source=source, site=site, hashed=hashed), files, plan))
    return files.changed


class _Files:
    """The files to read. What was known of them, or of files that are gone, is forgotten on the way."""

    def __init__(self, index: Index, source: Source) -> None:
        self._index, self._source = index, source
        self.changed = False

    def __iter__(self) -> Iterator[File]:
        for folder in self._source.folders():
            if difference := self._index.folders.difference(folder):
                self.changed = True
                self._index.heads.remove(difference.gone)
                yield from difference.new
        if not self._source.found:
            raise self._source.nothing()
        if gone := list(self._index.folders.gone()):
            self.changed = True
            self._index.heads.remove(gone)


def _rows(files: Iterable[File], source: Source, site: Site, hashed: bool) -> Iterator[Row]:
    from feedpub.index.filing import row  # most builds read nothing

    return (row(file, source, site, hashed) for file in files)
