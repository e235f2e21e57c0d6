"""The short way through Markdown: plain lines, and paragraphs of plain text with bold phrases, which most stories are.

It says what the long way says (tests/test_render.py holds one against the other), or in every doubt nothing: ``None``.
"""

import re

from feedpub.text import ILLEGAL, one_line

_SPECIAL = r"[\\`_\[\]<>&#!~{}|=\x02\x03\xa0]|://"
_LINE = re.compile(rf"{_SPECIAL}|[*:]|^[ \t]*(?:[+-]|\d+[.)])")
# Besides, what starts or ends a line in a way that may mean something, and white space that is no plain space.
_BLOCK = re.compile(rf"{_SPECIAL}|^(?:[ \t+-]|\d+[.)]|\*(?!\*))|[ \t]$|[^\S \n]", re.MULTILINE)
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*")
_RULE = re.compile(r"-{3,}|\*{3,}")
_BLANK = re.compile(r"\n{2,}")


def line(markdown: str) -> str | None:
    """A line that is its own HTML."""
    return None if _LINE.search(markdown) or ILLEGAL.search(markdown) else one_line(markdown)


def paragraphs(markdown: str) -> str | None:
    """Paragraphs of plain text, in which ``**phrases**`` may be bold, or a thematic break, as HTML."""
    if _RULE.fullmatch(markdown):
        return "<hr>"
    if _BLOCK.search(markdown) or ILLEGAL.search(markdown):
        return None
    bold = _BOLD.sub(r"<strong>\1</strong>", markdown)
    if "*" in bold:
        return None
    return "\n".join(f"<p>{text}</p>" for text in _BLANK.split(bold.strip("\n")) if text)
