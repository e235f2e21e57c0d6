"""The head of a digest: YAML between ``---``, TOML between ``+++``, or JSON, by the fences of many houses."""

import re
from collections.abc import Iterable
from typing import cast

import frontmatter
from msgspec.structs import replace

from feedpub.digests.front_matter_handlers import HANDLERS, YamlHandler
from feedpub.digests.metadata import FrontMatter, FrontMatterError, Value
from feedpub.patterns import expression

# Eleventy names the language beside the fence; Hexo needs no fence above the keys.
_NAMED = expression(
    r"\s*---[ \t]*(?P<language>yaml|toml|json)[ \t]*\n(?P<head>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE
)
_UNOPENED = expression(r"\s*(?:[A-Za-z][\w-]*:(?:[ \t].*)?\n(?:-?[ \t].*\n)*)+---[ \t]*$", re.MULTILINE)
_FENCES = {"yaml": "---", "toml": "+++", "json": ""}


def read(text: str) -> FrontMatter:
    """The front matter and body of a digest with ``\\n`` line ends. Raises FrontMatterError, with the line."""
    if named := _NAMED.match(text):
        fence = _FENCES[named["language"]]
        blank = "\n" * named.group().count("\n", 0, named.start("head") - named.start() - 1)
        text = f"{blank}{fence}\n{named['head']}{fence}{text[named.end() :]}"
    elif _UNOPENED.match(text):
        return _opened(text)
    start = len(text) - len(text.lstrip())
    lead = text.count("\n", 0, start)
    handler = next((one for one in HANDLERS if one.detect(text[start:])), None)
    if handler is None:
        return FrontMatter(values={}, lines={}, cut=(), body=text, body_line=1)
    try:
        parsed, body = frontmatter.parse(text, handler=handler)
    except FrontMatterError as error:
        error.line += lead
        raise
    head_end = len(text.rstrip()) - len(body)
    values = cast("dict[str, Value]", parsed)
    lines = _key_lines(text[:head_end], values)
    cut = tuple(_cut(text[:head_end])) if isinstance(handler, YamlHandler) else ()
    return FrontMatter(
        values=values, lines=lines, cut=cut, body=body, body_line=1 + text.count("\n", 0, max(head_end, 0))
    )


def _opened(text: str) -> FrontMatter:
    """The front matter of a digest that lacks the fence above it."""
    try:
        head = read(f"---\n{text.lstrip()}")
    except FrontMatterError as error:
        error.line = max(error.line - 1, 1)
        raise
    lead = text[: len(text) - len(text.lstrip())].count("\n") - 1
    lines = {key: line + lead for key, line in head.lines.items()}
    return replace(head, lines=lines, body_line=head.body_line + lead)


def _key_lines(head: str, keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for match in re.finditer(r"^[ \t{,]*[\"']?([\w-]+)[\"']?[ \t]*[:=]", head, re.MULTILINE):
        found.setdefault(match[1].casefold(), 1 + head.count("\n", 0, match.start(1)))
    return {key: found.get(key, 1) for key in keys}


def _cut(head: str) -> Iterable[str]:
    """The keys whose unquoted text YAML ends at `` #``, or begins after an ``&anchor`` or ``!tag``."""
    for match in re.finditer(r"^([\w-]+):[ \t]+(?:[&!]\S|[^\s\"'\[{|>#&*!][^\n]*? #)", head, re.MULTILINE):
        yield match[1].casefold()
