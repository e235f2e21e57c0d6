"""A build in the subscriber's terms."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """The ids of entries that are new, updated, gone, or shown again as unread."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    resurfaced: tuple[str, ...] = ()
