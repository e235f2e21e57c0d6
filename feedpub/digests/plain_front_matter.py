"""The short way through YAML: ``key: text`` line by line, and lists of texts, which most front matter is.

It says what YAML says (tests/test_plain_front_matter.py holds one against the other), or in every doubt nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from feedpub.digests.metadata import FrontMatter, Value
from feedpub.patterns import expression

MAX_LINES = 100

# What is no character of a text in YAML or XML, or ends a line there.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = rf"[\w《「『（“‘【][^{_ODD}]*(?<![ :])"
_QUOTED = rf"\"[^{_ODD}\"\\]*\"|'[^{_ODD}']*'"
_SCALAR = expression(f"{_PLAIN}|{_QUOTED}")
_WORD = expression(rf"\w(?:[\w +./-]*\w)?|{_QUOTED}")
# A key and what is written behind it, or the indent and text of an item. No match is longer than its line.
_LINE = expression(rf"^(?:([A-Za-z_][A-Za-z0-9_-]*):(?: +({_PLAIN}|{_QUOTED}|\[.*\])?)?|( *)- +(.+))$", re.MULTILINE)

_Line = tuple[str, str, str, str]
Head = tuple[dict[str, Value], dict[str, int]]


def opening(data: bytes) -> Head | None:
    """Values and lines by key, from a file's first bytes; ``None`` where more has to be read, or YAML to be asked."""
    end = data.find(b"\n---\n", 4) if data.startswith(b"---\n") else -1
    if end < 0:
        return None
    try:
        text = data[:end].decode()
    except UnicodeDecodeError:
        return None
    return _head(_lines(text, len(text)))


def read(text: str) -> FrontMatter | None:
    """The front matter and body of a digest with ``\\n`` line ends; ``None`` where YAML has to be asked."""
    end = text.find("\n---\n", 4) if text.startswith("---\n") else -1
    head = _head(_lines(text, end)) if end > 0 else None
    if head is None:
        return None
    body = text[end + 5 :].strip()
    line = 1 + text.count("\n", 0, len(text.rstrip()) - len(body))
    return FrontMatter(values=head[0], lines=head[1], cut=(), body=body, body_line=line)


def _lines(text: str, end: int) -> list[_Line]:
    """The lines between the fences; none where one of them is not understood."""
    number = text.count("\n", 3, end)
    lines: list[_Line] = _LINE.findall(text, 4, end) if number <= MAX_LINES else []
    return lines if len(lines) == number else []


def _head(lines: list[_Line]) -> Head | None:
    """Values and lines by key."""
    values: dict[str, Value] = {}
    places: dict[str, int] = {}
    number, last = 0, len(lines)
    while number < last:
        key, written = lines[number][0].lower(), lines[number][1]
        if not key or key in values:
            return None
        number += 1
        places[key] = number + 1
        ahead = [] if written else _items(lines, number)
        number += len(ahead)
        value = _listed(ahead) if ahead else _value(written)
        if value is None:
            return None
        values[key] = value
    return (values, places) if values else None


def _items(lines: list[_Line], start: int) -> list[str]:
    """The texts of a list that begins at a line, as long as they are indented alike."""
    items: list[str] = []
    for key, _, indent, item in lines[start:]:
        if key or indent != lines[start][2]:
            break
        items.append(item)
    return items


def _listed(items: list[str]) -> Value | None:
    texts = _texts(map(_scalar, items))
    return None if texts is None else [*texts]


def _value(written: str) -> Value | None:
    """What stands behind a key, as ``_LINE`` knows it."""
    if written[:1] != "[":
        return _unquoted(written)
    texts = _flow(written)
    return None if texts is None else [*texts]


@lru_cache(1000)
def _flow(written: str) -> tuple[str, ...] | None:
    """The items between brackets: digests of one site say the same again and again."""
    inner = written[1:-1].strip(" ")
    return _texts(_word(item.strip(" ")) for item in inner.split(",")) if inner else ()


def _texts(found: Iterable[str | None]) -> tuple[str, ...] | None:
    texts: list[str] = []
    for text in found:
        if text is None:
            return None
        texts.append(text)
    return tuple(texts)


def _scalar(written: str) -> str | None:
    return _unquoted(written) if _SCALAR.fullmatch(written) else None


def _word(written: str) -> str | None:
    """An item between brackets, where YAML gives more characters a meaning."""
    return _unquoted(written) if _WORD.fullmatch(written) else None


def _unquoted(written: str) -> str | None:
    if written[:1] in ('"', "'"):
        return written[1:-1]
    return None if ": " in written or " #" in written or written == "null" else written
