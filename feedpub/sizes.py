"""A feed that may not exceed a size: its oldest entries lose their text, then their place, never half of either."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from feedpub.findings import Finding
from feedpub.model import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """The entries that fit, how many of these have lost their text, and how many were left out."""

    entries: tuple[Entry, ...]
    shortened: int = 0
    dropped: int = 0


def fitted(entries: Sequence[Entry], room: int, size: Callable[[Entry], int]) -> Fitted:
    """Entries, newest first, that need no more than ``room`` bytes; ``size`` is what one needs at most in any format.

    From the oldest on texts give way to summaries; when all have, from the oldest on entries are left out. The newest
    stays in any case.
    """
    sizes = [size(entry) for entry in entries]
    kept, total, shortened = list(entries), sum(sizes), 0
    for at in reversed(range(len(kept))):
        if total > room and kept[at].content is not None:
            kept[at] = replace(kept[at], content=None)
            total += size(kept[at]) - sizes[at]
            sizes[at] = size(kept[at])
            shortened += 1
    while total > room and len(kept) > 1:
        total -= sizes[len(kept) - 1]
        kept.pop()
    dropped = len(entries) - len(kept)
    return Fitted(entries=tuple(kept), shortened=shortened - _without_text(entries, len(kept)), dropped=dropped)


def _without_text(entries: Sequence[Entry], kept: int) -> int:
    """How many of the entries that were left out had a text to lose."""
    return sum(entry.content is not None for entry in entries[kept:])


def finding(found: Fitted, file: str, max_bytes: int) -> Finding | None:
    """What was left out of a feed's file for its size, if anything was."""
    counts = ((found.shortened, "texts"), (found.dropped, "entries"))
    left_out = " and ".join(f"{number} {noun}" for number, noun in counts if number)
    if not left_out:
        return None
    return Finding(
        rule="feed-trimmed",
        severity="warning",
        file=file,
        message=f"with all it holds the feed has more than {max_bytes:,} bytes, so {left_out} are left out",
        repair="lower its limit, or raise max_bytes",
    )
