"""A build in the subscriber's terms."""

from msgspec import Struct


class Changes(Struct, frozen=True, kw_only=True):
    """The ids of entries that are new, updated, gone, or shown again as unread."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    resurfaced: tuple[str, ...] = ()
