"""Which files of the source folder are digests, in a stable order. Symbolic links are not followed."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wcmatch import glob

from feedpub.config import Site
from feedpub.errors import SourceError
from feedpub.findings import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A file to read: ``path`` below the source folder, in NFC with slashes; ``shown`` as messages name it."""

    path: str
    shown: str
    file: Path
    size: int


def files(site: Site) -> tuple[list[SourceFile], list[Finding]]:
    """The files that ``source.include`` matches, sorted by path, and what was left out.

    Hidden files, the feeds folder and symbolic links are passed over. A link that leaves the folder is a finding;
    one that stays inside would show a digest twice. Raises SourceError when the folder cannot be read, or when
    nothing in it matches.
    """
    root = site.source_folder
    if not root.is_dir():
        state = "is not a folder" if root.exists() else "does not exist"
        raise SourceError(f"{root}: the source folder {state}; correct source.path in feedpub.toml")
    found: list[SourceFile] = []
    findings: list[Finding] = []
    wanted = glob.compile(site.source.include, flags=glob.GLOBSTAR | glob.NEGATE | glob.FORCEUNIX | glob.CASE)
    feeds = site.feeds_folder.resolve()
    for entry, path in _walk(root, "", feeds):
        shown = (root / path).as_posix()
        if entry.is_symlink():
            if wanted.match(path) or entry.is_dir():
                findings.extend(_link(Path(entry.path), root, shown))
        elif wanted.match(path):
            size = entry.stat(follow_symlinks=False).st_size
            path = unicodedata.normalize("NFC", path)
            found.append(SourceFile(path=path, shown=shown, file=Path(entry.path), size=size))
    if not found:
        raise SourceError(f"{root}: no file here matches {list(site.source.include)}; add digests, or correct [source]")
    return sorted(found, key=lambda file: file.path), findings


def _walk(folder: Path, prefix: str, feeds: Path) -> Iterator[tuple[os.DirEntry[str], str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror}); allow this user to read it") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            inner = Path(entry.path)
            if inner.resolve() != feeds:
                yield from _walk(inner, f"{prefix}{entry.name}/", feeds)
        elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
            yield entry, prefix + entry.name


def _link(link: Path, root: Path, shown: str) -> Iterator[Finding]:
    try:
        inside = link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        message, repair = "this link leads nowhere, so it is not published", "remove it"
        yield Finding(rule="link-not-followed", severity="error", file=shown, message=message, repair=repair)
        return
    if not inside:
        message = "this link leaves the source folder, so it is not read"
        repair = "copy the file here, or set source.path to its folder"
        yield Finding(rule="link-not-followed", severity="error", file=shown, message=message, repair=repair)
