"""feeds/ledger.jsonl: what subscribers have already been shown. Truth: one line an entry, one line a feed, sorted."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from feedpub.config import LEDGER
from feedpub.errors import LedgerError
from feedpub.memory.story_lines import Moment, PeriodLine, StoryLine

NAME = LEDGER


class FeedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """A feed ever published: its address below the feeds folder ("/" is the site's own), its id, its category."""

    feed: str
    id: str
    category: str | None = None


class EntryLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """An entry ever published, as subscribers last saw it.

    ``entry`` is its id, ``source`` the digest's path below the source folder; the dates are aware. ``first_seen`` is
    the newest date in the build that showed it first, ``hash`` that of the digest's own text, ``categories`` the
    terms of the feeds that it is in. A ``withdrawn`` one has lost its digest, or waits for its new date.
    """

    entry: str
    source: str
    title: str
    link: str
    published: Moment
    updated: Moment
    first_seen: Moment
    hash: str
    categories: tuple[str, ...] = ()
    withdrawn: bool = False


Line = FeedLine | EntryLine | PeriodLine | StoryLine

_REPAIR = "mend it, or take the file from a backup or from version control; nothing was written"
_ENTRY = b'{"entry"'
# What a line begins with, in the order of the file.
_KINDS: dict[bytes, type[Line]] = {
    b'{"feed"': FeedLine,
    _ENTRY: EntryLine,
    b'{"period"': PeriodLine,
    b'{"story"': StoryLine,
}


class Ledger(Struct, frozen=True, kw_only=True):
    """The entries of digests, stories and periods by id, and the feeds by address."""

    entries: Mapping[str, EntryLine] = field(default_factory=dict)
    feeds: Mapping[str, FeedLine] = field(default_factory=dict)
    stories: Mapping[str, StoryLine] = field(default_factory=dict)
    periods: Mapping[str, PeriodLine] = field(default_factory=dict)

    def without(self, feeds: Iterable[str]) -> "Ledger":
        """The ledger as if these feeds, by their addresses, had never been."""
        pruned = frozenset(feeds)
        terms = {address.rpartition("/")[2] for address in pruned if address.startswith("categories/")}
        entries = {
            name: msgspec.structs.replace(line, categories=tuple(term for term in line.categories if term not in terms))
            if terms.intersection(line.categories)
            else line
            for name, line in self.entries.items()
        }
        return replace(self, entries=entries, feeds={k: line for k, line in self.feeds.items() if k not in pruned})

    def __bytes__(self) -> bytes:
        """The file: feeds, entries, periods, stories, each sorted by address or id. Linear, but for the sorting."""
        kinds: tuple[Mapping[str, Line], ...] = (self.feeds, self.entries, self.periods, self.stories)
        return msgspec.json.Encoder().encode_lines([lines[name] for lines in kinds for name in sorted(lines)])


def read(path: Path) -> Ledger | None:
    """The ledger in a file, ``None`` where there is no file. Raises LedgerError, with the line, if it is not whole."""
    try:
        return parse(path.read_bytes(), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); allow this user to read it") from None


def parse(data: bytes, shown: str, repair: str = _REPAIR) -> Ledger:
    """The ledger in a file's bytes; messages name it as ``shown``, and say the ``repair``. Raises LedgerError."""
    if not data.strip():
        # A ledger holds the site's feed at least. To read nothing as "nobody has seen anything" would start over.
        raise LedgerError(f"{shown}: the ledger is empty; {repair}")
    borders = sorted((at, kind) for kind in _KINDS if (at := _first(kind, data)) is not None)
    found: dict[bytes, list[Line]] = {}
    try:
        for (at, kind), (end, _) in pairwise([*borders, (len(data), b"")]):
            found[kind] = list(msgspec.json.Decoder(_KINDS[kind]).decode_lines(data[at:end]))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _line_by_line(data, shown, repair)
    ledger = _ledger({kind: {_name(line): line for line in lines} for kind, lines in found.items()})
    count = sum(map(len, (ledger.feeds, ledger.entries, ledger.periods, ledger.stories)))
    whole = sum(map(len, found.values())) == count and bool(borders) and borders[0][0] == 0
    return ledger if whole else _line_by_line(data, shown, repair)


def _first(kind: bytes, data: bytes) -> int | None:
    """Where the lines of a kind begin."""
    at = 0 if data.startswith(kind) else data.find(b"\n" + kind) + 1
    return at if at or data.startswith(kind) else None


def _name(line: Line) -> str:
    """The address or id that a line begins with."""
    return str(getattr(line, line.__struct_fields__[0]))


def _ledger(found: Mapping[bytes, Any]) -> Ledger:
    feeds, entries, periods, stories = (found.get(kind, {}) for kind in _KINDS)
    return Ledger(feeds=feeds, entries=entries, periods=periods, stories=stories)


def _line_by_line(data: bytes, shown: str, repair: str) -> Ledger:
    """The ledger in lines of any order, as a merge leaves them; raises for the first that is damaged or conflicts."""
    found: dict[bytes, dict[str, Line]] = {kind: {} for kind in _KINDS}
    places: dict[tuple[bytes, str], int] = {}
    for number, text in enumerate(data.split(b"\n"), start=1):
        if not text.strip():
            continue
        kind = next((kind for kind in _KINDS if text.startswith(kind)), _ENTRY)
        line = _line(text, kind, f"{shown}:{number}", repair)
        name = _name(line)
        first = places.setdefault((kind, name), number)
        if found[kind].setdefault(name, line) != line:
            raise LedgerError(f"{shown}:{number}: {name} stands in line {first}, too, and differently; {repair}")
    return _ledger(found)


def _line(text: bytes, kind: bytes, place: str, repair: str) -> Line:
    try:
        return msgspec.json.decode(text, type=_KINDS[kind])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        merge = text.startswith((b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"))
        fact = "a merge was left unfinished" if merge else f"this is no line of a ledger ({error})"
        raise LedgerError(f"{place}: {fact}; {repair}") from None
