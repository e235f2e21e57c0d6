"""The short way through YAML: ``key: text`` line by line, and lists of texts, which most front matter is.

It says what YAML says (tests/test_plain_front_matter.py holds one against the other), or in every doubt nothing.
"""

import re

from feedpub.digests.metadata import FrontMatter, Value

MAX_LINES = 100

# What is no character of a text in YAML or XML, or ends a line there.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = re.compile(rf"[\w《「『（“‘【][^{_ODD}]*(?<![ :])")
_QUOTED = re.compile(rf"\"([^{_ODD}\"\\]*)\"|'([^{_ODD}']*)'")
_WORD = re.compile(r"\w(?:[\w +./-]*\w)?")
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?: +(.*))?", re.ASCII)
_ITEM = re.compile(r"( *)- +(.*)")

_Head = tuple[dict[str, Value], dict[str, int]]


def read(text: str) -> FrontMatter | None:
    """The front matter and body of a digest with ``\\n`` line ends; ``None`` where YAML has to be asked."""
    end = text.find("\n---\n", 4) if text.startswith("---\n") else -1
    head = _head(text[4:end].split("\n")) if end > 0 else None
    if head is None:
        return None
    body = text[end + 5 :].strip()
    line = 1 + text.count("\n", 0, len(text.rstrip()) - len(body))
    return FrontMatter(values=head[0], lines=head[1], cut=(), body=body, body_line=line)


def _head(lines: list[str]) -> _Head | None:
    """Values and lines by key."""
    values: dict[str, Value] = {}
    places: dict[str, int] = {}
    number, last = 0, len(lines)
    while number < last <= MAX_LINES:
        match = _KEY.fullmatch(lines[number])
        key = match[1].casefold() if match else ""
        if match is None or key in values:
            return None
        number += 1
        places[key] = number + 1
        written = match[2] or ""
        ahead = [] if written else _items(lines, number)
        number += len(ahead)
        value = _value(written, ahead)
        if value is None:
            return None
        values[key] = value
    return (values, places) if number == last else None


def _items(lines: list[str], start: int) -> list[str]:
    """The texts of a list that begins at a line, as long as they are indented alike."""
    items: list[str] = []
    indent = ""
    for line in lines[start:]:
        match = _ITEM.fullmatch(line)
        if match is None or (items and match[1] != indent):
            break
        indent = match[1]
        items.append(match[2])
    return items


def _value(written: str, items: list[str]) -> Value | None:
    if items:
        return _texts([_scalar(item) for item in items])
    if written[:1] == "[" and written[-1] == "]":
        return _flow(written[1:-1].strip(" "))
    return _scalar(written) if written else ""


def _flow(inner: str) -> Value | None:
    return _texts([_word(item.strip(" ")) for item in inner.split(",")]) if inner else []


def _texts(found: list[str | None]) -> Value | None:
    texts: list[Value] = [text for text in found if text is not None]
    return texts if len(texts) == len(found) else None


def _scalar(written: str) -> str | None:
    if _PLAIN.fullmatch(written):
        return None if ": " in written or " #" in written or written == "null" else written
    return _quoted(written)


def _word(written: str) -> str | None:
    """An item between brackets, where YAML gives more characters a meaning."""
    return written if _WORD.fullmatch(written) and written != "null" else _quoted(written)


def _quoted(written: str) -> str | None:
    match = _QUOTED.fullmatch(written)
    return match[match.lastindex or 0] if match else None
