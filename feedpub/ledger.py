"""feeds/ledger.jsonl: what subscribers have already been shown. Truth: one line an entry, one line a feed, sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from feedpub.config import LEDGER
from feedpub.errors import LedgerError

NAME = LEDGER

Moment = Annotated[datetime, msgspec.Meta(tz=True)]

_ENTRY = b'{"entry"'
_REPAIR = "mend it, or take the file from a backup or from version control; nothing was written"


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """The entries by id and the feeds by address."""

    entries: Mapping[str, EntryLine] = field(default_factory=dict)
    feeds: Mapping[str, FeedLine] = field(default_factory=dict)

    def without(self, feeds: Iterable[str]) -> "Ledger":
        """The ledger as if these feeds, by their addresses, had never been."""
        pruned = frozenset(feeds)
        terms = {address.rpartition("/")[2] for address in pruned}
        entries = {
            name: msgspec.structs.replace(line, categories=tuple(term for term in line.categories if term not in terms))
            if terms.intersection(line.categories)
            else line
            for name, line in self.entries.items()
        }
        return Ledger(entries=entries, feeds={name: line for name, line in self.feeds.items() if name not in pruned})

    def __bytes__(self) -> bytes:
        """The file: feeds, then entries, each sorted by address or id. Linear in their number, but for the sorting."""
        feeds = [self.feeds[name] for name in sorted(self.feeds)]
        entries = [self.entries[name] for name in sorted(self.entries)]
        return msgspec.json.Encoder().encode_lines([*feeds, *entries])


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
    at = 0 if data.startswith(_ENTRY) else data.find(b"\n" + _ENTRY) + 1
    border = at if at or data.startswith(_ENTRY) else len(data)
    try:
        feeds = msgspec.json.Decoder(FeedLine).decode_lines(data[:border])
        entries = msgspec.json.Decoder(EntryLine).decode_lines(data[border:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _line_by_line(data, shown, repair)
    ledger = Ledger(entries={line.entry: line for line in entries}, feeds={line.feed: line for line in feeds})
    whole = len(ledger.entries) == len(entries) and len(ledger.feeds) == len(feeds)
    return ledger if whole else _line_by_line(data, shown, repair)


def _line_by_line(data: bytes, shown: str, repair: str) -> Ledger:
    """The ledger in lines of any order, as a merge leaves them; raises for the first that is damaged or conflicts."""
    entries: dict[str, EntryLine] = {}
    feeds: dict[str, FeedLine] = {}
    places: dict[str, int] = {}
    for number, text in enumerate(data.split(b"\n"), start=1):
        if not text.strip():
            continue
        line = _line(text, f"{shown}:{number}", repair)
        if isinstance(line, EntryLine):
            name, same = line.entry, entries.setdefault(line.entry, line) == line
        else:
            name, same = line.feed, feeds.setdefault(line.feed, line) == line
        first = places.setdefault(name, number)
        if not same:
            raise LedgerError(f"{shown}:{number}: {name} stands in line {first}, too, and differently; {repair}")
    return Ledger(entries=entries, feeds=feeds)


def _line(text: bytes, place: str, repair: str) -> EntryLine | FeedLine:
    kind: type[EntryLine] | type[FeedLine] = FeedLine if text.startswith(b'{"feed"') else EntryLine
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        merge = text.startswith((b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"))
        fact = "a merge was left unfinished" if merge else f"this is no line of a ledger ({error})"
        raise LedgerError(f"{place}: {fact}; {repair}") from None
