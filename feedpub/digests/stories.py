"""A digest's body → its parts, in order: prose and numbered stories. A line scan that renders nothing."""

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from feedpub.digests.fences import Fences
from feedpub.digests.headline import Headline, of_heading, of_item
from feedpub.digests.lists import dedent
from feedpub.digests.markers import DOUBTFUL, ITEM, NUMBERED_HEADING, number_of, rank
from feedpub.digests.open_part import OpenPart
from feedpub.patterns import expression

_HEADING = expression(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_LINK_HEADING = expression(r"\[[^\]]+\]\(https?://[^)\s]+\)[^\[\]]*")
# Before each line that may mean something: not empty, nor indented too far for any marker, unless a fence or a list.
_TELLING = expression(r"\n(?![ \t]*(?:\n|\Z)|(?: {4}|\t)[ \t]*[^\s`~\d])")
_BREAK = expression(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_MISPLACED = expression(r"[ \t]+(\d{1,3})[.)][ \t]+\[[^\]]+\]\(https?:")


class Story(Struct, frozen=True, kw_only=True):
    """One numbered news item; ``headline`` and ``summary`` are Markdown, ``source`` and ``link`` as written.

    ``anchor`` is unique in the digest. ``lead`` says where the headline came from: a "sentence" is still part of
    ``summary``, the others are not. ``level`` is that of the heading it stands for; ``line`` counts in the file.
    """

    number: int
    anchor: str
    headline: str
    source: str | None
    link: str | None
    summary: str
    lead: Literal["title", "sentence"]
    level: int
    line: int


class Prose(Struct, frozen=True, kw_only=True):
    """Markdown between stories."""

    text: str
    line: int


Part = Prose | Story


class Doubt(Struct, frozen=True, kw_only=True):
    """A line by which stories may have been lost, what is wrong with it, and what to write."""

    rule: str
    line: int
    fact: str
    repair: str


def parts(body: str, references: Mapping[str, str], first_line: int = 1) -> tuple[tuple[Part, ...], tuple[Doubt, ...]]:
    """The prose and stories of a body with ``\\n`` line ends, and what looks like a story but is not understood.

    ``references`` are the body's link reference definitions: label (lower case) → URL; ``first_line`` is where the
    body begins in its file.
    """
    scan = _Scan(references)
    opening, *blocks = _TELLING.split(f"\n{body}")
    scan.open.lines = opening.split("\n")[1:]
    index = first_line + len(scan.open.lines)
    for block in blocks:
        line, *others = block.split("\n")
        scan.take(index, line)
        scan.follow(index + 1, others)
        index += 1 + len(others)
    scan.end()
    return tuple(scan.parts), tuple(scan.doubts)


class _Scan:
    def __init__(self, references: Mapping[str, str]) -> None:
        self.references = references
        self.parts: list[Part] = []
        self.doubts: list[Doubt] = []
        self.open = OpenPart(line=1)
        self.fences = Fences()
        self.level = 2
        self.last_written = 0
        self.fence_line = 0  # where the open code began
        self.ended = 0  # the last line that was no paragraph's
        self.numbers: dict[int, int] = {}  # how many stories have a number

    def take(self, index: int, line: str) -> None:
        item = None if self.fences.mark else ITEM.match(line)  # what most of them are
        if item and self.open.takes_below(item):
            pass
        elif item and self._opens_story(index, item):
            self._story(index, item)
        elif self.fences.hold(line):
            self._fenced(index, line)
        elif heading := _HEADING.match(line):
            self.ended = index
            self._heading(index, line, heading)
        elif _BREAK.match(line) and not (self.open.lines and self.open.lines[-1].strip() and self.open.number is None):
            self.ended = index
            self._prose(index, line)
        else:
            self._doubt(index, line)
            self._continue(index, line)

    def follow(self, index: int, lines: list[str]) -> None:
        """Take lines, from ``index`` on, of which none is telling."""
        if self.fences.mark:
            for at, line in enumerate(lines, start=index):
                self._fenced(at, line)
        else:
            self.open.lines.extend(lines)

    def _fenced(self, index: int, line: str) -> None:
        self.fence_line = (self.fence_line or index) if self.fences.mark else 0
        self.ended = index
        self._continue(index, line)

    def _continue(self, index: int, line: str) -> None:
        if self.open.continues(line):
            self.open.lines.append(line)
        else:
            self._prose(index, line)

    def _prose(self, index: int, line: str) -> None:
        if self.open.number is not None:
            self.close()
            self.open = OpenPart(line=index)
        self.open.lines.append(line)

    def _heading(self, index: int, line: str, heading: re.Match[str]) -> None:
        level, text = len(heading["marks"]), heading["text"]
        if self.open.heading and level > self.open.heading:
            self.open.lines.append(line)
            return
        numbered = NUMBERED_HEADING.fullmatch(text)
        if numbered or _LINK_HEADING.fullmatch(text):
            number = number_of(numbered) if numbered else self._last_number() + 1
            self.close()
            text = (numbered["bold"] or "") + numbered["text"] if numbered else text
            self.open = OpenPart(line=index, lines=[text], number=number, heading=level)
        else:
            self._prose(index, line)
            self.level, self.last_written = level, 0

    def _opens_story(self, index: int, item: re.Match[str]) -> bool:
        if self.open.number is not None:
            return not self.open.heading and len(item["indent"]) <= self.open.indent + 1
        # CommonMark 5.3: only a 1 interrupts a paragraph, "in\n2025. It was" is no list.
        interrupts = bool(self.open.lines and self.open.lines[-1].strip()) and self.ended < index - 1
        return not interrupts or number_of(item) == 1

    def _story(self, index: int, item: re.Match[str]) -> None:
        written = number_of(item)
        # CommonMark numbers by position, so some people write the same number before every item.
        repeated = self.open.number is not None and written == self.last_written
        number = self._last_number() + 1 if repeated else written
        self.last_written = written
        self.close()
        text = (item["bold"] or "") + item["text"]
        self.open = OpenPart(line=index, lines=[text], number=number, indent=len(item["indent"]), rank=rank(item))
        if text.startswith(("```", "~~~")) and self.fences.hold(text):
            self.fence_line = index

    def _last_number(self) -> int:
        if self.open.number is not None:
            return self.open.number
        return next((part.number for part in reversed(self.parts) if isinstance(part, Story)), 0)

    def _doubt(self, index: int, line: str) -> None:
        nested = _MISPLACED.match(line)
        misplaced = nested and self.open.number is not None and int(nested[1]) == self.open.number + 1
        if misplaced or (not self.open.heading and (DOUBTFUL.match(line) or (ITEM.match(line) and not nested))):
            nested_list = self.open.number is not None and line.startswith(("  ", "\t")) and not misplaced
            if not nested_list:
                fact = f'"{line.strip()[:60]}" looks like a numbered story but is not understood as one'
                repair = "write it like: 1. [Title - Source](https://…)"
                self.doubts.append(Doubt(rule="story-not-understood", line=index, fact=fact, repair=repair))

    def end(self) -> None:
        """End the last part; code that goes on until then may be more than was meant."""
        self.close()
        if self.fence_line:
            fact = "the code that begins here is never closed, so that all below it is code, stories included"
            repair = f"write {self.fences.mark} on a line of its own below it"
            self.doubts.append(Doubt(rule="code-not-closed", line=self.fence_line, fact=fact, repair=repair))

    def close(self) -> None:
        """Keep the open part, if it says anything; another is to be opened."""
        part = self.open
        if part.number is not None:
            story = self._closed_story(part, part.number)
            if story.headline or story.summary.strip():
                self.parts.append(story)
            else:
                fact, repair = f"story {story.number} says nothing, so it is left out", "write it, or remove its number"
                self.doubts.append(Doubt(rule="story-empty", line=part.line, fact=fact, repair=repair))
        elif text := "\n".join(part.lines).strip("\n"):
            self.parts.append(Prose(text=text, line=part.line))

    def _closed_story(self, part: OpenPart, number: int) -> Story:
        rest = dedent(part.lines[1:])
        read = of_heading if part.heading else of_item
        head: Headline = read(part.lines[0], rest, self.references)
        return Story(
            number=number,
            anchor=self._anchor(number),
            headline=head.text,
            source=head.source,
            link=head.link,
            summary=head.rest,
            lead=head.lead,
            level=part.heading or min(max(self.level + 1, 3), 6),
            line=part.line,
        )

    def _anchor(self, number: int) -> str:
        again = self.numbers[number] = self.numbers.get(number, 0) + 1
        return f"story-{number}" if again == 1 else f"story-{number}-{again}"
