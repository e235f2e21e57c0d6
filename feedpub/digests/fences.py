"""Fenced code (CommonMark 4.5): what is inside is nobody's Markdown."""

from msgspec import Struct

from feedpub.patterns import expression

# At any indentation, since an item's code is indented. A line like "```a``` b" is code in a sentence, no fence.
FENCE = expression(r"[ \t]*(?P<mark>`{3,}(?=[^`]*$)|~{3,})")


class Fences(Struct):
    """Shown a text line by line, it knows which of them are fenced code; ``mark`` is the open fence, if any."""

    mark: str = ""

    def hold(self, line: str) -> bool:
        """Whether the next line is code, or the fence above or below it."""
        found = FENCE.match(line)
        if self.mark:
            if found and found["mark"].startswith(self.mark) and not line.strip().strip(self.mark[0]):
                self.mark = ""
            return True
        self.mark = found["mark"] if found else ""
        return bool(found)
