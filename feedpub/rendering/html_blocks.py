"""Blocks of HTML in Markdown as CommonMark 4.6 has them: what follows an empty line is Markdown again.

Python-Markdown takes all up to the closing tag for HTML, so that ``<details>`` shows asterisks.
"""

import re
from collections.abc import Callable

from markdown.preprocessors import Preprocessor
from msgspec import Struct, field

from feedpub.patterns import expression

_NAMES = """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link
    main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead
    title tr track ul
"""
_BLOCK = rf"(?:{'|'.join(_NAMES.split())})(?=[\s/>]|$)"
_OPENING = expression(rf"(?P<indent>[ ]*)</?{_BLOCK}", re.IGNORECASE)
_TAG = expression(rf"<(?P<closing>/?){_BLOCK}[^<>]*?(?P<empty>/?)>", re.IGNORECASE)
_ITEM = expression(r"[ ]{0,3}(?:[-*+]|\d+\.)[ ]")
_MARKDOWN_INSIDE = expression(r"<\w+\b[^<>]*\smarkdown(?:=[^<>]*)?>\s*", re.IGNORECASE)
# What reaches to its own end, whatever is between: how it opens, and how it closes.
_WHOLE = tuple(
    (expression(rf" {{0,3}}{opening}", re.IGNORECASE), expression(closing, re.IGNORECASE))
    for opening, closing in (
        (r"<(?:script|pre|style|textarea)(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>"),
        ("<!--", "-->"),
        (r"<\?", r"\?>"),
        (r"<!\[CDATA\[", r"\]\]>"),
        ("<![a-z]", ">"),
    )
)


class HtmlBlocks(Preprocessor):
    """Puts blocks of HTML aside, for Python-Markdown to put back when it is done."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each block."""
        if not any("<" in line for line in lines):
            return lines
        reader = _Reader(store=self.md.htmlStash.store, ends=_ends(lines))
        for index, line in enumerate(lines):
            reader.take(index, line)
        reader.close()
        return reader.lines


def _ends(lines: list[str]) -> list[int]:
    """The last line on which each of _WHOLE may close: it opens nowhere below."""
    return [
        max((index for index, line in enumerate(lines) if closing.search(line)), default=-1) for _, closing in _WHOLE
    ]


class _Reader(Struct, kw_only=True):
    store: Callable[[str], str]
    ends: list[int]
    lines: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    closing: re.Pattern[str] | None = None
    depth: int = 0  # how many elements are open: what is indented there is no code, unless a list holds it
    in_list: bool = False

    def take(self, index: int, line: str) -> None:
        if not self.block and not self._opens(index, line):
            self.lines.append(self._outside(line))
        elif self.block and not self.closing and not line.strip():
            self.close()
            self.lines.append(line)
        else:
            self.block.append(line)
            if self._ends_with(line):
                self.close()

    def _outside(self, line: str) -> str:
        if line.startswith("    "):
            return line.lstrip() if self.depth and not self.in_list else line
        if line.strip():
            self.in_list = bool(_ITEM.match(line))
        return line

    def _opens(self, index: int, line: str) -> bool:
        """Whether a block begins with this line, and by what it closes, if not by an empty line."""
        if "<" not in line:
            return False
        for (opening, closing), last in zip(_WHOLE, self.ends, strict=True):
            if opening.match(line) and index <= last:
                self.closing = closing
                return True
        found = _OPENING.match(line)
        return bool(found and (self.depth or len(found["indent"]) < 4))

    def _ends_with(self, line: str) -> bool:
        if self.closing:
            return bool(self.closing.search(line))
        return len(self.block) == 1 and bool(_MARKDOWN_INSIDE.match(line))

    def close(self) -> None:
        """End the open block, if there is one."""
        if self.block:
            # Python-Markdown tells by a tag's name and a space whether a block needs no paragraph.
            html = re.sub(r"\A(</?\w+)\s", r"\1 ", "\n".join(self.block).strip())
            tags = [tag for tag in _TAG.finditer(html) if not tag["empty"]]
            self.depth = max(self.depth + sum(-1 if tag["closing"] else 1 for tag in tags), 0)
            self.lines.extend(["", self.store(html), ""])
        self.block, self.closing = [], None
