"""Ids against those that subscribers know: of an earlier copy of the feed (``--against``), and of the ledger."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from feedpub.check.moments.dated import moment
from feedpub.check.reading import intake
from feedpub.check.reading.document import Document, Item, NotAFeedError, NotReadableError
from feedpub.check.reading.intake import Place
from feedpub.check.reading.unusable import GoneError, UnusableError
from feedpub.check.rules import notices
from feedpub.errors import ConfigError
from feedpub.findings import Finding
from feedpub.memory.ledger import Ledger

Trace = str | tuple[str, datetime]


class Known(Struct, kw_only=True):
    """The ids that subscribers know, and by what else their entries are recognised: link, or title and date."""

    shown: str
    ids: set[str] = field(default_factory=set)
    traces: dict[Trace, str] = field(default_factory=dict)

    def add(self, key: str, traces: Iterable[Trace]) -> None:
        """Remember an entry; what two have in common tells nothing."""
        self.ids.add(key)
        for trace in traces:
            self.traces[trace] = "" if trace in self.traces else key

    def before(self, traces: Iterable[Trace]) -> str | None:
        """The id that an entry with these traces had."""
        return next((key for trace in traces if (key := self.traces.get(trace))), None)


def of_ledger(ledger: Ledger) -> Known:
    """What the ledger remembers."""
    known = Known(shown="the ledger")
    for line in ledger.entries.values():
        known.add(line.entry, (line.link, (line.title, line.published)))
    for told in ledger.stories.values():
        known.add(told.story, ((told.title, told.published),))
    known.ids.update(ledger.periods)
    return known


def of_document(document: Document) -> Known:
    """What an earlier copy of a feed shows."""
    known = Known(shown=document.file)
    for entry in document.entries:
        if entry.key:
            known.add(entry.key, _traces(document, entry))
    return known


def changed(document: Document, known: Known) -> Iterator[Finding]:
    """One finding for all entries of a feed that subscribers will see again as unread."""
    keys = {entry.key for entry in document.entries}
    again = [
        (entry, before)
        for entry in document.entries
        if entry.key
        and entry.key not in known.ids
        and (before := known.before(_traces(document, entry)))
        and before not in keys
    ]
    if again:
        entry, before = again[0]
        count = "1 entry has" if len(again) == 1 else f"{len(again)} entries have"
        fact = f'{count} other ids than in {known.shown}: subscribers will see them again as unread; "{entry.key}"'
        line = entry.id.line if entry.id else entry.line
        repair = "give them their ids back"
        yield notices.finding("id-changed", document.file, f'{fact} was "{before}"', repair, line=line, entry=entry.key)


def earlier(base: str, document: Document, place: Place) -> Iterator[Finding | Known]:
    """The earlier copy of a feed in a folder, at a URL, or in a file; a finding where it cannot be read."""
    other = _counterpart(base, place)
    if other is None:
        return
    try:
        yield of_document(intake.document(other))
    except UnusableError as error:
        if isinstance(error, GoneError) and place.root is not None:
            return  # a feed that is new
        yield notices.finding(error.rule, other.name, error.fact, error.repair)
    except NotReadableError as error:
        yield notices.finding("not-well-formed", other.name, error.fact, error.repair, line=error.line)
    except NotAFeedError as error:
        yield notices.finding("not-a-feed", other.name, f"this is {error}, no feed", f"name one for {document.file}")


def _counterpart(base: str, place: Place) -> Place | None:
    """Where the earlier copy is; ``None`` for a file that was not there, which is a new feed."""
    inside = _below(place)
    if intake.is_url(base):
        return Place(name=base if inside is None else f"{base.rstrip('/')}/{inside}")
    if not Path(base).exists():
        raise ConfigError(f'--against "{base}" is neither there nor a URL; name a folder or an address of feeds')
    if Path(base).is_file():
        return Place(name=base)
    other = Path(base) / (inside or Path(place.name).name)
    return Place(name=str(other)) if other.is_file() else None


def _below(place: Place) -> str | None:
    """The path of a file in the folder that the user named; ``None`` for what was named itself."""
    return Path(place.name).relative_to(place.root).as_posix() if place.root is not None else None


def _traces(document: Document, entry: Item) -> Iterator[Trace]:
    """By what an entry is recognised, whatever its id: its link, else its title and date."""
    yield from (link.text for link in entry.links if link.rel == "alternate")
    found = moment(document, entry)
    if entry.title and entry.title.text and found:
        yield entry.title.text, found[1]


def findings(document: Document, references: Iterable[Finding | Known]) -> Iterator[Finding]:
    """What a feed has changed, against each of the references."""
    for reference in references:
        if isinstance(reference, Known):
            yield from changed(document, reference)
        else:
            yield reference
