"""What many rules ask of a document is found out once, and forgotten with the document."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
D = TypeVar("D")

_FORGET: list[Callable[[], None]] = []


def once(found: Callable[[D], T]) -> Callable[[D], T]:
    """A function of a document that is asked by rules of one feed's formats, one after the other."""
    cached = lru_cache(maxsize=4)(found)
    _FORGET.append(cached.cache_clear)
    return cached


def forget() -> None:
    """Let go of the documents that have been judged: four hostile ones at a time would be three too many."""
    for clear in _FORGET:
        clear()
