"""When an entry was updated: never because this program runs again, always when readers see something else."""

from datetime import datetime
from typing import Protocol


class Line(Protocol):
    """What the ledger says of an entry that was shown."""

    @property
    def published(self) -> datetime: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def hash(self) -> str: ...


def updated(*, published: datetime, said: datetime, fingerprint: str, line: Line | None, now: datetime) -> datetime:
    """When an entry was updated: ``said`` is what its digests say themselves, ``line`` what subscribers saw last.

    A change moves it to ``said`` if that is newer than what they saw, and no mere date of publication, else to ``now``.
    A corrected date moves an entry
    that never changed. It is neither in the future nor before ``published``.
    """
    said = said if said <= now else published
    if line is None:
        return max(said, published)
    if line.hash != fingerprint:
        is_said = said != published and said > line.updated
        return max(said if is_said else max(now, line.updated), published)
    return published if line.updated == line.published else max(line.updated, published)
