"""Which files of the source folder are digests. Symbolic links are not followed."""

import os
import re
from array import array
from collections.abc import Callable, Iterator
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING

from feedpub.config import Site
from feedpub.errors import SourceError
from feedpub.findings import Finding
from feedpub.patterns import expression
from feedpub.standstill.listing import Listing, Row, tree

if TYPE_CHECKING:
    from feedpub.standstill.surroundings import Tree

_SUFFIX = expression(r"\*\*/\*((?:\.\w+)+)", re.ASCII)


class Source:
    """The source folder of a site.

    Once ``folders`` has been walked through, ``findings`` tell what was left out, ``found`` whether there is any
    digest, and ``tree`` all that was seen.
    """

    def __init__(self, site: Site) -> None:
        """Raises SourceError when there is no such folder."""
        self.root = site.source_folder
        self.include = site.source.include
        if not self.root.is_dir():
            state = "is not a folder" if self.root.exists() else "does not exist"
            raise SourceError(f"{self.root}: the source folder {state}; correct source.path in feedpub.toml")
        self.findings: list[Finding] = []
        self.found = False
        self._suffixes, self._matches = _wanted(self.include)
        self._rows: list[Row] = []
        self._linked = False
        self._prefix = "" if self.root == Path() else f"{self.root.as_posix().rstrip('/')}/"
        self._feeds = _below(site.feeds_folder, self.root)

    def __getstate__(self) -> dict[str, object]:
        """What other processes need to find files; what was seen may be large."""
        return self.__dict__ | {"_rows": [], "findings": []}

    def shown(self, path: str) -> str:
        """A file below the source folder, as it is opened and as messages name it."""
        return self._prefix + path

    @property
    def tree(self) -> "Tree | None":
        """All that was seen; ``None`` where it depends on what links lead to."""
        return None if self._linked else (self.root.as_posix(), self._suffixes, self._feeds, self._rows)

    def folders(self) -> Iterator[Listing]:
        """The folders with digests in them.

        Hidden files, the feeds folder and symbolic links are passed over; a link that leaves the source folder is a
        finding, since one that stays inside would show a digest twice. Raises SourceError when a folder cannot be
        read.
        """
        try:
            for folder in tree(self.root.as_posix(), self._suffixes, self._feeds):
                self._rows.append(folder.row)
                self._note_links(folder)
                if self._matches or not (folder.path + "".join(folder.names)).isascii():
                    self._narrow(folder)
                if folder.names:
                    self.found = True
                    yield folder
        except OSError as error:
            place = error.filename
            raise SourceError(f"{place}: cannot be read ({error.strerror}); allow this user to read it") from None

    def nothing(self) -> SourceError:
        """What to raise when no folder holds a digest."""
        wanted = list(self.include)
        return SourceError(f"{self.root}: no file here matches {wanted}; add digests, or correct [source]")

    def _narrow(self, folder: Listing) -> None:
        """Leave out files that are not asked for, and those whose names no feed can hold."""
        paths = [folder.path + name for name in folder.names]
        taken = [(self._matches is None or self._matches(path)) and self._nameable(path) for path in paths]
        if not all(taken):
            states = zip(*[iter(folder.stats)] * 3, strict=True)
            folder.stats = array("q", chain.from_iterable(compress(states, taken)))
            folder.names = list(compress(folder.names, taken))

    def _nameable(self, path: str) -> bool:
        try:
            path.encode()
        except UnicodeEncodeError:
            self._note_name(path)
            return False
        return True

    def _note_name(self, path: str) -> None:
        shown = self.shown(path).encode(errors="backslashreplace").decode()
        message, repair = "the name of this file is not UTF-8, so it is not published", "rename it"
        self._note("file-name-not-utf-8", shown, message, repair)

    def _note_links(self, folder: Listing) -> None:
        for name in folder.links:
            path = folder.path + name
            if self._matches is None or self._matches(path) or Path(self.shown(path)).is_dir():
                self._linked = True
                self._note_link(path)

    def _note_link(self, path: str) -> None:
        if not self._nameable(path):
            return
        try:
            inside = Path(self.shown(path)).resolve(strict=True).is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):
            message, repair = "this link leads nowhere, so it is not published", "remove it"
            self._note("link-not-followed", self.shown(path), message, repair)
            return
        if not inside:
            message = "this link leaves the source folder, so it is not read"
            repair = "copy the file here, or set source.path to its folder"
            self._note("link-not-followed", self.shown(path), message, repair)

    def _note(self, rule: str, shown: str, message: str, repair: str) -> None:
        self.findings.append(Finding(rule=rule, severity="error", file=shown, message=message, repair=repair))


def _below(folder: Path, root: Path) -> str | None:
    """The path of a folder below another, if it is there."""
    real, top = os.path.realpath(folder), os.path.realpath(root)
    return os.path.relpath(real, top).replace(os.sep, "/") if real.startswith(top + os.sep) else None


def _wanted(include: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[str], bool] | None]:
    """The suffixes of the files that are included, and what else decides it; mostly nothing does."""
    found = [_SUFFIX.fullmatch(pattern) for pattern in include]
    suffixes = tuple(match[1] for match in found if match)
    if len(suffixes) == len(include):
        return suffixes, None
    from wcmatch import glob

    flags = glob.GLOBSTAR | glob.NEGATE | glob.FORCEUNIX | glob.CASE
    return ("",), glob.compile(include, flags=flags).match
