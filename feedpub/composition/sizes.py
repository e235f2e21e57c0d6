"""A feed that may not exceed a size: its oldest entries lose their text, then their place, never half of either."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from feedpub.findings import Finding


class Fitted(Struct, frozen=True, kw_only=True):
    """How many of the newest entries fit, the places of those without their text (from 0 on), how many are left out."""

    kept: int
    brief: frozenset[int] = frozenset()
    dropped: int = 0


def fitted(full: Sequence[int], brief: Callable[[int], int], room: int) -> Fitted:
    """What fits into ``room`` bytes of entries that need ``full`` bytes, newest first; ``brief(place)`` without a text.

    From the oldest on texts give way to summaries; when all have, from the oldest on entries are left out. The newest
    stays in any case. ``brief`` is asked for no more than has to be.
    """
    sizes, total, cut = list(full), sum(full), set[int]()
    for at in reversed(range(len(sizes))):
        if total <= room:
            break
        if (less := brief(at)) < sizes[at]:
            total += less - sizes[at]
            sizes[at] = less
            cut.add(at)
    kept = len(sizes)
    while total > room and kept > 1:
        kept -= 1
        total -= sizes[kept]
    return Fitted(kept=kept, brief=frozenset(at for at in cut if at < kept), dropped=len(sizes) - kept)


def finding(found: Fitted, file: str, max_bytes: int) -> Finding | None:
    """What was left out of a feed's file for its size, if anything was."""
    counts = ((len(found.brief), "texts"), (found.dropped, "entries"))
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
