"""The short way through Markdown: plain lines, and paragraphs of text with bold phrases, links and code: most stories.

It says what the long way says (tests/test_plain_markdown.py holds one against the other), or in every doubt nothing:
``None``.
"""

import re
from functools import lru_cache

from feedpub.patterns import expression
from feedpub.text import one_line
from feedpub.urls import absolute

# White space that is no plain space, what XML cannot hold, beside what means something to Markdown or HTML. A set of
# characters is looked for much faster than any other pattern, so all else is asked of the few texts that have none.
_SPECIAL = expression(
    r"[\\`\[\]<>&#!~{}|=\x00-\x09\x0b-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\ud800-\udfff\ufffe\uffff]"
)
_LIST_ITEM = expression(r"[ \t]*(?:[+-]|\d+[.)])")
_LINE_START = expression(r"\n(?:[ +-]|\d+[.)]|\*(?!\*))")
_BOLD = expression(r"\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*")
# Code, or a link whose text is plain. Each begins with a character of its own, so that a search leaps to it.
_CODE = expression(r"`(?<!``)([^\s\\`\[\]<>&*](?:[^\\`\[\]<>&*\n]*[^\s\\`\[\]<>&*])?)`(?!`)")
_SPAN = expression(
    rf"{_CODE.pattern}"
    r"|\[(?P<text>[^\s\\`\[\]<>&*_^][^\\`\[\]<>&*_\n]*)\]\((?P<url>https?://[A-Za-z0-9][A-Za-z0-9./~%+-]*)\)"
)
_RULE = expression(r"-{3,}|\*{3,}")
_BLANK = expression(r"\n\n+")


@lru_cache(maxsize=1024)
def line(markdown: str) -> str | None:
    """A line that is its own HTML. A headline is asked for again and again, and so is who tells much."""
    text = one_line(markdown)
    return None if "*" in text or _LIST_ITEM.match(markdown) or not _is_plain(text) else text


def paragraphs(markdown: str) -> str | None:
    """Paragraphs of plain text, with ``**phrases**``, ``[links](https://…)`` and code, or a thematic break, as HTML."""
    html, text = markdown, markdown
    if "`" in markdown or "[" in markdown:
        html, text = _spans(markdown)
    if not _is_plain(text):
        return None
    if _LINE_START.search(f"\n{text}") or " \n" in text or text.endswith(" "):
        return "<hr>" if _RULE.fullmatch(markdown) else None
    html = _within("strong", _BOLD.split(html)) if "*" in html else html
    if "*" in html:
        return "<hr>" if _RULE.fullmatch(markdown) else None
    return "\n".join([f"<p>{paragraph}</p>" for paragraph in _BLANK.split(html.strip("\n")) if paragraph])


def _spans(markdown: str) -> tuple[str, str]:
    """The Markdown with its code and links as HTML, and as a text in which these are as plain as they can be."""
    if "[" in markdown:
        return _SPAN.sub(_as_html, markdown), _SPAN.sub(_as_text, markdown)
    pieces = _CODE.split(markdown)
    return _within("code", pieces), "x".join(pieces[::2])


def _within(tag: str, pieces: list[str]) -> str:
    """The pieces as one text, every second within an element."""
    return "".join([f"<{tag}>{piece}</{tag}>" if at % 2 else piece for at, piece in enumerate(pieces)])


def _as_html(span: re.Match[str]) -> str:
    if span[1]:
        return f"<code>{span[1]}</code>"
    try:
        return f'<a href="{absolute(span["url"], span["url"])}">{span["text"]}</a>'
    except ValueError:
        return f"<a>{span['text']}</a>"


def _as_text(span: re.Match[str]) -> str:
    return span["text"] or "x"


def _is_plain(text: str) -> bool:
    """Whether only asterisks and the beginnings of lines can mean anything; a single underscore cannot."""
    return not (_SPECIAL.search(text) or text.count("_") > 1 or (":" in text and "://" in text))
