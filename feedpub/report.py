"""What a build did, for people in one line or two, for machines in values that JSON knows."""

from datetime import datetime
from typing import Any

from msgspec import Struct, to_builtins

from feedpub.findings import Finding
from feedpub.memory.changes import Changes


class BuildReport(Struct, frozen=True, kw_only=True):
    """What a build did, or (``dry_run``, ``refused``) would have done.

    ``written``, ``unchanged`` and ``removed`` are files below the feeds folder; ``newest`` is the date of
    the newest entry; ``changes`` are in the subscriber's
    terms; ``scheduled`` counts the digests whose date is still to come, ``next_scheduled`` is the first of these dates;
    ``refused`` are the reasons for which nothing was published.
    """

    dry_run: bool
    digests: int
    entries: int
    feeds: int
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    newest: datetime | None
    changes: Changes
    scheduled: int
    next_scheduled: datetime | None
    refused: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """Two lines for people: the feeds and files, then what subscribers will notice."""
        counts = f"{_count(self.digests, 'digest')} · {_count(self.entries, 'entry', 'entries')}"
        unchanged = f", {len(self.unchanged)} unchanged" + (f", {len(self.removed)} removed" if self.removed else "")
        files = f"{_count(len(self.written), 'file')} {'to write' if self.dry_run else 'written'}{unchanged}"
        return f"{counts} in {_count(self.feeds, 'feed')} · {files}\n{self.news}"

    @property
    def news(self) -> str:
        """What subscribers will notice: ``3 new · 1 updated · 0 withdrawn · 0 shown again as unread · 0 scheduled``."""
        changes = self.changes
        following = f", next {_shown(self.next_scheduled)}" if self.next_scheduled else ""
        return (
            f"{len(changes.new)} new · {len(changes.updated)} updated · {len(changes.withdrawn)} withdrawn · "
            f"{len(changes.resurfaced)} shown again as unread · {self.scheduled} scheduled{following}"
        )

    def as_dict(self) -> dict[str, Any]:
        """The report in values that JSON knows."""
        moments = {"newest": self.newest, "next_scheduled": self.next_scheduled}
        said: dict[str, Any] = to_builtins(self)
        return said | {name: moment and moment.isoformat() for name, moment in moments.items()}


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} {moment.isoformat()[-6:]}"
