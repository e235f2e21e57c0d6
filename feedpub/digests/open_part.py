"""The part of a digest that is being read, and which lines belong to it."""

import re

from msgspec import Struct, field

from feedpub.digests.markers import number_of, rank


class OpenPart(Struct, kw_only=True):
    """Lines of prose, or a story's from its marker on.

    ``rank`` is that of a story's marker, ``heading`` the level of one that is a heading; ``below`` the number of the
    last item of an outline in it.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    number: int | None = None
    indent: int = 0
    rank: int = 0
    heading: int = 0
    below: int = 0

    @property
    def has_body(self) -> bool:
        """Whether there is text below the first line."""
        return any(line.strip() for line in self.lines[1:])

    def continues(self, line: str) -> bool:
        """Whether a line belongs to this part: indented, lazy (CommonMark 5.2), or its text after an empty line."""
        if self.number is None or self.heading or not line.strip() or line.startswith(("  ", "\t")):
            return True
        if self.lines[-1].strip():
            return True
        flush = any(text and not text[0].isspace() for text in self.lines[1:])
        return flush or not self.has_body

    def takes_below(self, item: re.Match[str]) -> bool:
        """Whether an item belongs to an outline in this story, as （1） is below 1、 in Chinese: then it is taken.

        It is a line of its own.
        """
        number = number_of(item)
        if self.number is None or rank(item) <= self.rank or number not in {1, self.below + 1}:
            return False
        self.below = number
        self.lines[-1] += "  " if self.lines[-1].strip() else ""
        self.lines.append(item.string)
        return True
