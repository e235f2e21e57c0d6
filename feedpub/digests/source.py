"""Which files of the source folder are digests. Symbolic links are not followed."""

import os
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from feedpub.config import Site
from feedpub.errors import SourceError
from feedpub.findings import Finding

_SUFFIX = re.compile(r"\*\*/\*((?:\.\w+)+)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Folder:
    """The digests of one folder, in the order in which the file system tells them.

    ``path`` is below the source folder, with a slash at its end unless it is that folder itself; ``stats`` holds three
    numbers for each of the ``names``: mtime in nanoseconds, size in bytes, inode.
    """

    path: str
    names: list[str]
    stats: "array[int]"


class Source:
    """The source folder of a site.

    Once ``folders`` has been walked through, ``findings`` tell what was left out, and ``found`` whether there is any
    digest.
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
        self._prefix = "" if self.root == Path() else f"{self.root.as_posix().rstrip('/')}/"
        self._feeds = _below(site.feeds_folder, self.root)

    def shown(self, path: str) -> str:
        """A file below the source folder, as it is opened and as messages name it."""
        return self._prefix + path

    def folders(self) -> Iterator[Folder]:
        """The folders with digests in them.

        Hidden files, the feeds folder and symbolic links are passed over; a link that leaves the source folder is a
        finding, since one that stays inside would show a digest twice. Raises SourceError when a folder cannot be
        read.
        """
        wanted = _matcher(self.include)
        waiting = [""]
        while waiting:
            path = waiting.pop()
            folder = Folder(path=path, names=[], stats=array("q"))
            inner = self._list(path, folder, wanted)
            waiting.extend(f"{path}{name}/" for name in inner)
            if folder.names:
                self.found = True
                yield folder

    def nothing(self) -> SourceError:
        """What to raise when no folder holds a digest."""
        wanted = list(self.include)
        return SourceError(f"{self.root}: no file here matches {wanted}; add digests, or correct [source]")

    def _list(self, path: str, folder: Folder, wanted: Callable[[str], bool]) -> list[str]:
        """Fill in the digests of a folder; the names of the folders in it, the last first."""
        inner: list[str] = []
        try:
            with os.scandir(self.shown(path) or ".") as entries:
                for entry in entries:
                    if entry.name[0] != ".":
                        self._take(entry, path + entry.name, folder, inner, wanted)
        except OSError as error:
            place = self.shown(path)
            raise SourceError(f"{place}: cannot be read ({error.strerror}); allow this user to read it") from None
        return sorted(inner, reverse=True)

    def _take(
        self,
        entry: "os.DirEntry[str]",
        path: str,
        folder: Folder,
        inner: list[str],
        wanted: Callable[[str], bool],
    ) -> None:
        if entry.is_dir(follow_symlinks=False):
            if path != self._feeds:
                inner.append(entry.name)
        elif entry.is_symlink():
            if wanted(path) or entry.is_dir():
                self._link(entry, path)
        elif wanted(path) and entry.is_file(follow_symlinks=False) and self._nameable(path):
            stat = entry.stat(follow_symlinks=False)
            folder.names.append(entry.name)
            folder.stats.extend((stat.st_mtime_ns, stat.st_size, stat.st_ino))

    def _nameable(self, path: str) -> bool:
        if path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path):
            return True
        shown = self.shown(path).encode(errors="backslashreplace").decode()
        message, repair = "the name of this file is not UTF-8, so it is not published", "rename it"
        self._note("file-name-not-utf-8", shown, message, repair)
        return False

    def _link(self, entry: "os.DirEntry[str]", path: str) -> None:
        if not self._nameable(path):
            return
        try:
            inside = Path(entry.path).resolve(strict=True).is_relative_to(self.root.resolve())
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


def _matcher(include: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is included; where the patterns are mere suffixes, no library has to say so."""
    found = [_SUFFIX.fullmatch(pattern) for pattern in include]
    suffixes = tuple(match[1] for match in found if match)
    if len(suffixes) == len(include):
        return lambda path: path.endswith(suffixes)
    from wcmatch import glob

    flags = glob.GLOBSTAR | glob.NEGATE | glob.FORCEUNIX | glob.CASE
    matches: Callable[[str], bool] = glob.compile(include, flags=flags).match
    return matches
