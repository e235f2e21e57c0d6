"""The short way through Markdown: plain lines, and paragraphs of plain text with bold phrases, which most stories are.

It says what the long way says (tests/test_plain_markdown.py holds one against the other), or in every doubt nothing:
``None``.
"""

import re

from feedpub.text import ILLEGAL, one_line

# White space that is no plain space, beside what means something to Markdown or HTML. A set of characters is looked
# for much faster than any other pattern, so all else is asked of the few texts that have none of these.
_SPECIAL = re.compile(
    r"[\\`\[\]<>&#!~{}|=\x02\x03\t\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[+-]|\d+[.)])")
_LINE_START = re.compile(r"(?:^|\n)(?:[ +-]|\d+[.)]|\*(?!\*))")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*")
_RULE = re.compile(r"-{3,}|\*{3,}")
_BLANK = re.compile(r"\n{2,}")


def line(markdown: str) -> str | None:
    """A line that is its own HTML."""
    text = one_line(markdown)
    return None if "*" in text or _LIST_ITEM.match(markdown) or not _is_plain(text) else text


def paragraphs(markdown: str) -> str | None:
    """Paragraphs of plain text, in which ``**phrases**`` may be bold, or a thematic break, as HTML."""
    if not _is_plain(markdown):
        return None
    if _LINE_START.search(markdown) or " \n" in markdown or markdown.endswith(" "):
        return "<hr>" if _RULE.fullmatch(markdown) else None
    bold = _BOLD.sub(r"<strong>\1</strong>", markdown) if "*" in markdown else markdown
    if "*" in bold:
        return "<hr>" if _RULE.fullmatch(markdown) else None
    return "\n".join(f"<p>{text}</p>" for text in _BLANK.split(bold.strip("\n")) if text)


def _is_plain(text: str) -> bool:
    """Whether only asterisks and the beginnings of lines can mean anything; a single underscore cannot."""
    return not (_SPECIAL.search(text) or text.count("_") > 1 or "://" in text or ILLEGAL.search(text))
