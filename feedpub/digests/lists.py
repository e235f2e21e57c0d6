"""Lists, quotes and fences as people write them → as Python-Markdown reads them: four spaces a level, a line apart."""

import re

from msgspec import Struct, field

from feedpub.digests.fences import Fences
from feedpub.patterns import expression

_MARKER = expression(r"(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])[ ]+(?P<text>\S.*)")
# A thematic break, or the line below a table's head.
_RULE = expression(r"([-*_])(?:[ \t]*\1){2,}[ \t]*|[-:| ]*\|[-:| ]*")
_DELIMITERS = expression(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?")
_NEEDED = expression(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|`{3}|~{3}|\|[ \t]*:?-|:?-+:?[ \t]*\|)", re.MULTILINE)
_QUOTED = expression(r">[ ]?(?P<text>.*)")
# Lines that are empty, or indented by as many spaces as the first.
_EVEN = expression(r"\n*(?P<indent>[ ]{2,})\S.*+(?:\n++(?:(?P=indent)\S.*+)?)*")
_DEEPEST = 20


def four_spaces(markdown: str) -> str:
    """The same Markdown with every nested list, and what belongs to its items, indented by fours.

    Python-Markdown knows fences only at the margin, closed and with nothing but a language beside them: there they
    are made plain, and inside a list or a quote their code is indented.
    """
    if not _NEEDED.search(markdown):
        return markdown
    return "\n".join(_rewritten(markdown.split("\n")))


def dedent(lines: list[str]) -> str:
    """An item's continuation without its indentation, whether that is 2, 3 or 4 spaces, a tab, or lazily none."""
    text = "\n".join(lines)
    if "\t" not in text and (even := _EVEN.fullmatch(text)):  # as most people write
        return f"\n{text}".replace(f"\n{even['indent']}", "\n")[1:]
    lines = [line.expandtabs(4) for line in lines]
    depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    depth = min((depth for depth in depths if depth >= 2), default=0)
    flush = any(index > 0 and not lines[index - 1].strip() and line[:1].strip() for index, line in enumerate(lines))
    keep = 0 if flush else depth
    return "\n".join(line[min(keep, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _rewritten(lines: list[str], depth: int = 0) -> list[str]:
    rewrite = _Rewrite(depth=depth)
    for line in lines:
        rewrite.take(line)
    return rewrite.finished()


class _Rewrite(Struct):
    depth: int = 0  # how many quotes this stands in
    lines: list[str] = field(default_factory=list)
    quote: list[str] = field(default_factory=list)  # the lines of the open quote, without their marks
    markers: list[int] = field(default_factory=list)  # the columns of the open items' markers, outermost first
    numbered: list[bool] = field(default_factory=list)  # whether the last item of each depth was
    fences: Fences = field(default_factory=Fences)
    fence_indent: int = 0
    opened_by_text: bool = False  # the block of lines without an empty one among them that is being written
    opened_at: int = 0  # how many items that block began in

    def take(self, line: str) -> None:
        expanded = line.expandtabs(4)
        text = expanded.lstrip(" ")
        indent = len(expanded) - len(text)
        within = self.fences.mark
        if not within and self.depth < _DEEPEST and (quoted := _QUOTED.fullmatch(text)):
            self._quoted(indent, quoted["text"])
            return
        self._end_quote()
        if (within or self.markers or indent < 4) and self.fences.hold(line):
            self._fenced(expanded, indent, within)
        elif not text:
            self.lines.append("")
        elif (marker := _MARKER.match(text)) and not _RULE.fullmatch(text) and (self.markers or indent < 4):
            self._item(indent, marker)
        else:
            self._text(line, indent, text)

    def finished(self) -> list[str]:
        """The lines; a fence that is open until the end is closed there."""
        self._end_quote()
        return [*self.lines, self.fences.mark] if self.fences.mark and not self._is_inside else self.lines

    @property
    def _is_inside(self) -> bool:
        """Whether Python-Markdown sees no fence here."""
        return bool(self.markers or self.depth)

    def _quoted(self, indent: int, text: str) -> None:
        if self.markers and not self.quote and not self.lines[-1].strip():
            self._leave(indent)
        self.quote.append(text)

    def _end_quote(self) -> None:
        if self.quote:
            if self.markers and self.lines[-1].strip():
                self.lines.append("")
            lines = _rewritten(self.quote, self.depth + 1)
            self.lines.extend(f"{self._margin()}>{' ' if line else ''}{line}" for line in lines)
            self.quote, self.opened_by_text = [], True

    def _item(self, indent: int, match: re.Match[str]) -> None:
        after_text, was_inside = bool(self.lines) and bool(self.lines[-1].strip()), bool(self.markers)
        if not was_inside and after_text and match["number"] not in (None, "1"):
            self.lines.append(match.string)
            return
        self._leave(indent)
        depth, numbered = len(self.markers), match["number"] is not None
        is_other = self.numbered[depth : depth + 1] == [not numbered]  # bullets below numbers are another list
        if after_text and (self.opened_by_text or not was_inside or is_other or depth < self.opened_at):
            self.lines.append("")
            after_text = False
        if not after_text:
            self.opened_at = depth
        self.numbered[depth:] = [numbered]
        self.opened_by_text = False
        marker = f"{match['number']}." if match["number"] else match["marker"]
        self.lines.append(f"{self._margin()}{marker} {match['text']}")
        self.markers.append(indent)

    def _text(self, line: str, indent: int, text: str) -> None:
        opening = not self.lines or not self.lines[-1].strip()
        self.opened_by_text |= opening
        if self.markers and opening:
            self._leave(indent)
        if _DELIMITERS.fullmatch(text) and self._heads_table(text):
            self.lines.insert(-1, "")
            self.opened_by_text = True
        if not self.markers:
            self.lines.append(line)
            return
        code = indent >= self.markers[-1] + 6 and opening
        self.lines.append(f"{self._margin()}{'    ' if code else ''}{text}")

    def _heads_table(self, delimiters: str) -> bool:
        """Whether the last line is the head of a table, right below a line of text, which a table may be (GFM)."""
        above = [line.strip() for line in self.lines[-2:]]
        return len(above) == 2 and bool(above[0]) and "|" in above[1] and _cells(above[1]) == _cells(delimiters)

    def _fenced(self, expanded: str, indent: int, within: str) -> None:
        """A fence, or a line of code that is ``within`` one."""
        mark = self.fences.mark
        if not within:
            self._leave(indent)
            self.fence_indent = indent
            self.lines.append("" if self._is_inside else mark)
        elif not mark:
            self.lines.append("" if self._is_inside else within)
        else:
            code = expanded[min(self.fence_indent, indent) :]
            self.lines.append(f"{self._margin()}    {code}" if self._is_inside else code)

    def _leave(self, indent: int) -> None:
        while self.markers and indent < self.markers[-1] + 2:
            self.markers.pop()

    def _margin(self) -> str:
        return "    " * len(self.markers)


def _cells(row: str) -> int:
    """How many cells the row of a table has."""
    return row.strip().removeprefix("|").removesuffix("|").replace("\\|", "").count("|") + 1
