"""feeds/ledger.jsonl: what subscribers have already been shown. Truth: one line an entry, one line a feed, sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from feedpub.errors import LedgerError

NAME = "ledger.jsonl"


class FeedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """A feed ever published: its address below the feeds folder ("/" is the site's own), its id, its category."""

    feed: str
    id: str
    category: str | None = None


class EntryLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """An entry ever published, as subscribers last saw it.

    ``entry`` is its id, ``source`` the digest's path below the source folder; the dates are RFC 3339. ``first_seen`` is
    the newest date in the build that showed it first, ``hash`` that of the digest's own text, ``categories`` the
    terms of the feeds that it is in. A ``withdrawn`` one has lost its digest.
    """

    entry: str
    source: str
    title: str
    link: str
    published: str
    updated: str
    first_seen: str
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


def parse(data: bytes, shown: str) -> Ledger:
    """The ledger in a file's bytes; ``shown`` is how messages name it. Raises LedgerError."""
    feeds, _, entries = _parted(data)
    try:
        feed_lines = msgspec.json.Decoder(FeedLine).decode_lines(feeds)
        entry_lines = msgspec.json.Decoder(EntryLine).decode_lines(entries)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _broken_line(data, shown) from None
    ledger = Ledger(entries={line.entry: line for line in entry_lines}, feeds={line.feed: line for line in feed_lines})
    if len(ledger.entries) + len(ledger.feeds) < len(feed_lines) + len(entry_lines):
        _require_no_conflict([*feed_lines, *entry_lines], shown)
    return ledger


def _parted(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The lines of feeds, which come first, and those of entries."""
    at = 0 if data.startswith(b'{"entry"') else data.find(b'\n{"entry"') + 1
    return (data[:at], b"", data[at:]) if at or data.startswith(b'{"entry"') else (data, b"", b"")


def _broken_line(data: bytes, shown: str) -> LedgerError:
    for number, line in enumerate(data.split(b"\n"), start=1):
        kind: type[EntryLine] | type[FeedLine] = FeedLine if line.startswith(b'{"feed"') else EntryLine
        try:
            if line.strip():
                msgspec.json.decode(line, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            merge = line.startswith((b"<<<<<<<", b"=======", b">>>>>>>"))
            fact = "a merge was left unfinished" if merge else f"this is no line of a ledger ({error})"
            return _unusable(shown, number, fact)
    return _unusable(shown, 1, "a feed's line stands below an entry's")


def _require_no_conflict(lines: Iterable[FeedLine | EntryLine], shown: str) -> None:
    """Raise where two lines speak of one entry or feed and say different things; equal ones do no harm."""
    seen: dict[tuple[str, str], FeedLine | EntryLine] = {}
    for number, line in enumerate(lines, start=1):
        key = ("feed", line.feed) if isinstance(line, FeedLine) else ("entry", line.entry)
        if seen.setdefault(key, line) != line:
            raise _unusable(shown, number, f"{key[0]} {key[1]} stands here a second time, and differently")


def _unusable(shown: str, line: int, fact: str) -> LedgerError:
    repair = "mend that line, or take the file from a backup or from version control; nothing was written"
    return LedgerError(f"{shown}:{line}: {fact}; {repair}")
