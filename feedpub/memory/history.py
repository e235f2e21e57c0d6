"""What subscribers will notice: when an entry was updated, and which are new, changed, gone or shown again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from feedpub.index.rows import Trace
from feedpub.memory.changes import Changes
from feedpub.memory.ledger import EntryLine, Ledger
from feedpub.memory.recognise import Known


def settled(
    known: Known, url: str, updated: datetime, terms: frozenset[str], before: frozenset[str], now: datetime
) -> datetime:
    """The honest ``updated`` of an entry whose digest says that it was ``updated`` then.

    It moves when what readers see has changed since the ledger's line (title, link, text, categories: ``terms``, which
    were ``before``): to the digest's own ``lastmod`` if that is newer, else to ``now``. White space, dates and the
    version of this program change nothing.
    """
    line, head = known.line, known.head
    if line is None:
        return updated
    last = line.updated
    seen = (line.title, line.link, line.hash, before)
    if seen != (head.title, url, head.fingerprint, terms):
        moment = _changed(updated if updated != head.published else None, last, now)
    elif last == line.published:
        moment = head.published  # it never changed: a corrected date moves both
    else:
        moment = last
    return max(moment, head.published)


def line(known: Known, url: str, updated: datetime, terms: Iterable[str], newest: datetime) -> EntryLine:
    """The ledger's line of an entry; ``newest`` is the newest date among those that are shown with it."""
    return EntryLine(
        entry=known.id,
        source=known.head.path,
        title=known.head.title,
        link=url,
        published=known.head.published,
        updated=updated,
        first_seen=known.line.first_seen if known.line else newest,
        hash=known.head.fingerprint,
        categories=tuple(sorted(terms)),
    )


def hidden(line: EntryLine, digest: Trace | None, now: datetime) -> EntryLine:
    """The line of an entry that no feed shows: its digest is gone, waits for its date, or is too old.

    It follows the digest's place, title, date and text, so that these tell next time, too, which entry it is.
    """
    if digest is None:
        return line if line.withdrawn else msgspec.structs.replace(line, withdrawn=True)
    published = digest.date
    if (line.title, line.hash) != (digest.title, digest.fingerprint):
        updated = _changed(digest.updated if digest.changed and digest.updated <= now else None, line.updated, now)
    else:
        updated = published if line.updated == line.published else line.updated
    after = msgspec.structs.replace(
        line,
        source=digest.path,
        title=digest.title,
        published=published,
        updated=max(updated, published),
        hash=digest.fingerprint or line.hash,
        withdrawn=published > now,
    )
    return line if after == line else after


def _changed(said: datetime | None, last: datetime, now: datetime) -> datetime:
    """When an entry changed that was last updated at ``last``: when it says itself, beside its date, else now."""
    return said if said and said > last else max(now, last)


def changes(
    shown: Mapping[str, EntryLine], ledger: Ledger, gone: Iterable[EntryLine], replaced: Mapping[str, str]
) -> Changes:
    """What differs between the ledger and the lines that are shown now; ``gone`` are those that feeds held until now.

    A new entry is an old one shown again where it replaces another id, or has the title or date of one that is gone.
    """
    before = ledger.entries
    lost = [line for line in gone if line.entry not in replaced]
    traces = {line.title for line in lost} | {line.published for line in lost}
    new = [name for name in shown if name not in before]
    again = [
        name
        for name in new
        if name in replaced.values() or shown[name].title in traces or shown[name].published in traces
    ]
    return Changes(
        new=tuple(sorted(set(new) - set(again))),
        updated=tuple(sorted(name for name in shown if name in before and shown[name].updated != before[name].updated)),
        withdrawn=tuple(sorted(line.entry for line in lost)),
        resurfaced=tuple(sorted(again)),
    )


def windows(ledger: Ledger, limit: int) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the entries that the last build's feeds held: the site's own feed, and all feeds together."""
    ranked = sorted(
        (line for line in ledger.entries.values() if not line.withdrawn),
        key=lambda line: (line.published, line.entry),
        reverse=True,
    )
    members: dict[str, list[str]] = {"": [line.entry for line in ranked]}
    for line in ranked:
        for term in line.categories:
            members.setdefault(term, []).append(line.entry)
    everywhere = frozenset(name for names in members.values() for name in names[:limit])
    return frozenset(members[""][:limit]), everywhere
