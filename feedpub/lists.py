"""Lists as people indent them → lists as Python-Markdown reads them: four spaces a level, a blank line before."""

import re
from dataclasses import dataclass, field

_MARKER = re.compile(r"(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])[ ]+(?P<text>\S.*)")
# A thematic break, or the line below a table's head.
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*|[-:| ]*\|[-:| ]*")
_FENCE = re.compile(r"(`{3,}|~{3,})")


def four_spaces(markdown: str) -> str:
    """The same Markdown with every nested list, and what belongs to its items, indented by fours.

    Fenced code inside a list becomes indented code, as Python-Markdown knows fences only at the margin.
    """
    if not re.search(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", markdown, re.MULTILINE):
        return markdown
    rewrite = _Rewrite()
    for line in markdown.split("\n"):
        rewrite.take(line)
    return "\n".join(rewrite.lines)


@dataclass
class _Rewrite:
    lines: list[str] = field(default_factory=list)
    markers: list[int] = field(default_factory=list)  # the columns of the open items' markers, outermost first
    fence: str = ""
    fence_indent: int = 0

    def take(self, line: str) -> None:
        expanded = line.expandtabs(4)
        text = expanded.lstrip(" ")
        indent = len(expanded) - len(text)
        if self.fence:
            self._fenced(line, expanded)
        elif opening := _FENCE.match(text):
            self._open_fence(line, indent, opening[1])
        elif not text:
            self.lines.append("")
        elif (marker := _MARKER.match(text)) and not _RULE.fullmatch(text) and (self.markers or indent < 4):
            self._item(indent, marker)
        else:
            self._text(line, indent, text)

    def _item(self, indent: int, match: re.Match[str]) -> None:
        after_text = bool(self.lines) and bool(self.lines[-1].strip())
        if not self.markers and after_text:
            if match["number"] not in (None, "1"):
                self.lines.append(match.string)
                return
            self.lines.append("")
        self._leave(indent)
        marker = f"{match['number']}." if match["number"] else match["marker"]
        self.lines.append(f"{self._margin()}{marker} {match['text']}")
        self.markers.append(indent)

    def _text(self, line: str, indent: int, text: str) -> None:
        if self.markers and not self.lines[-1].strip():
            self._leave(indent)
        if not self.markers:
            self.lines.append(line)
            return
        code = indent >= self.markers[-1] + 6 and not self.lines[-1].strip()
        self.lines.append(f"{self._margin()}{'    ' if code else ''}{text}")

    def _open_fence(self, line: str, indent: int, mark: str) -> None:
        if self.markers and indent < self.markers[-1] + 2:
            self._leave(indent)
        self.fence, self.fence_indent = mark, indent
        self.lines.append("" if self.markers else line)

    def _fenced(self, line: str, expanded: str) -> None:
        closing = expanded.strip()
        closed = closing.startswith(self.fence) and not closing.strip(self.fence[0])
        if not self.markers:
            self.lines.append(line)
        elif not closed:
            keep = min(self.fence_indent, len(expanded) - len(expanded.lstrip(" ")))
            self.lines.append(f"{self._margin()}    {expanded[keep:]}")
        if closed:
            self.fence = ""
            self.lines.extend([""] if self.markers else [])

    def _leave(self, indent: int) -> None:
        while self.markers and indent < self.markers[-1] + 2:
            self.markers.pop()

    def _margin(self) -> str:
        return "    " * len(self.markers)
