"""The judge of feeds: reads bytes as a subscriber does, anybody's feed, and says what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from feedpub import ledger
from feedpub.categories import Categories
from feedpub.check import agreement, dates, identity, links, read_json, read_xml
from feedpub.check.document import Document, NotAFeedError, NotReadableError
from feedpub.check.rule import RULES
from feedpub.config import Site
from feedpub.errors import ConfigError, SourceError
from feedpub.findings import Finding, by_place
from feedpub.settings import nearest

FAMILIES = (dates, links, identity, agreement)
SUFFIXES = {".xml", ".atom", ".rss", ".json"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """How many files were read, and what is wrong with them, in reading order."""

    files: int
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """The judgement in values that JSON knows."""
        return asdict(self)


def check(paths: Iterable[str | Path], site: Site | None = None) -> list[Finding]:
    """What is wrong with the feeds in these files, and in all files below these folders, in reading order.

    With ``site``, ``self`` links are compared with where its feeds are served. Raises SourceError for a path that
    cannot be read.
    """
    return list(judge(paths, site).findings)


def judge(paths: Iterable[str | Path], site: Site | None = None) -> Judgement:
    """What ``check`` finds, with the number of files that it read."""
    files = list(_files(paths))
    places = _Places(site) if site else None
    findings: list[Finding] = []
    documents: list[Document] = []
    for path, named in files:
        try:
            documents.append(_read(path, places))
        except NotReadableError as error:
            findings.append(_unread(path, "not-well-formed", error.line, error.fact, error.repair))
        except NotAFeedError as error:
            if named:  # a sitemap in a folder of feeds is nobody's mistake
                repair = "name an Atom, RSS 2.0 or JSON feed"
                findings.append(_unread(path, "not-a-feed", 1, f"this is {error}, no feed", repair))
    for siblings in _siblings(documents):
        for rule in RULES.values():
            findings.extend(rule.findings(siblings))
    return Judgement(files=len(files), findings=by_place(findings))


def explanation(name: str) -> str:
    """What a rule asks for, why, and an example of each kind. Raises ConfigError for an unknown name."""
    if name not in RULES:
        raise ConfigError(f'rule "{name}" is not known; {nearest(name, sorted(RULES))}')
    rule = RULES[name]
    return f"{rule.name} ({rule.severity})\n\n{rule.explanation}\n\nbad:  {rule.bad}\ngood: {rule.good}"


def _files(paths: Iterable[str | Path]) -> Iterator[tuple[Path, bool]]:
    """The files to read, each once, and whether it was named or found in a folder."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        inside = (
            sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
            if path.is_dir()
            else [path]
        )
        if not inside:
            raise SourceError(f"{path}: there is no feed in this folder; run feedpub build, or name another")
        for file in inside:
            if file not in seen:
                seen.add(file)
                yield file, file == path


class _Places:
    """Where the files below a site's feeds folder will be served; old addresses of categories point to the new one."""

    def __init__(self, site: Site) -> None:
        self.root = site.feeds_folder.resolve()
        self.location = site.feeds_location
        known = ledger.read(site.feeds_folder / ledger.NAME) or ledger.Ledger()
        moved = Categories(site, known.feeds.values()).moved
        self.folders = {f"categories/{old}": f"categories/{new}" for old, new in moved.items()}

    def of(self, path: Path) -> str | None:
        """The URL of a file, ``None`` for one that is not below the folder."""
        if not path.resolve().is_relative_to(self.root):
            return None
        place = path.resolve().relative_to(self.root)
        folder = self.folders.get(place.parent.as_posix(), place.parent.as_posix())
        return self.location + (place.name if folder == "." else f"{folder}/{place.name}")


def _read(path: Path, places: _Places | None) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); name a feed or a folder of feeds") from None
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    read = read_json.read if is_json else read_xml.read
    return read(data, str(path), places.of(path) if places else None)


def _unread(path: Path, rule: str, line: int, fact: str, repair: str) -> Finding:
    return Finding(rule=rule, severity="error", file=str(path), line=line, message=fact, repair=repair)


def _siblings(documents: list[Document]) -> Iterator[tuple[Document, ...]]:
    """The documents of one feed in several formats: alone of their format in their folder."""
    for _, group in groupby(documents, key=lambda document: Path(document.file).parent):
        together = tuple(group)
        if len({document.kind for document in together}) == len(together):
            yield together
        else:
            yield from ((document,) for document in together)
