"""YAML, TOML and JSON front matter: every scalar is the text that was written, every mistake in its writer's terms.

The handlers of python-frontmatter give up in silence on an unclosed fence, and let YAML decide that a title ``no`` is
False and ``12:30:00`` is 45000.
"""

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler

from feedpub.digests.metadata import FrontMatterError, Value
from feedpub.text import xml_clean

MAX_VALUES = 10_000
MAX_DEPTH = 32

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Handler(BaseHandler):
    fence = ""

    def split(self, text: str) -> tuple[str, str]:
        parts = re.split(self.FM_BOUNDARY or "", text, maxsplit=2)
        if len(parts) < 3:
            fact = f"the front matter is opened by {self.fence} but never closed"
            raise FrontMatterError(1, fact, f"put {self.fence} on a line of its own below the last key")
        return parts[1], parts[2]

    def load(self, fm: str) -> dict[str, Any]:
        try:
            data = self.parse(fm)
        except RecursionError:
            raise FrontMatterError(1, "the front matter is nested too deeply", "write plain keys and lists") from None
        if not isinstance(data, dict):
            raise FrontMatterError(1, "the front matter holds no keys", "write lines like title: …")
        return data

    def parse(self, fm: str) -> Value:
        raise NotImplementedError


class YamlHandler(_Handler):
    fence = "---"
    FM_BOUNDARY = re.compile(r"^(?:---|(?!\A)\.\.\.)[ \t]*$", re.MULTILINE)  # "..." ends a document of YAML

    def parse(self, fm: str) -> Value:
        if re.search(r"[\[{]{50}", fm):  # libyaml's composer recurses in C: an overflow there ends the process
            raise RecursionError
        try:
            node = yaml.compose(fm, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            raise _explain(fm, error) from None
        except yaml.reader.ReaderError as error:
            line = 1 + fm.count("\n", 0, fm.find(chr(error.character)))
            fact = f"the character U+{error.character:04X} cannot stand in YAML"
            raise FrontMatterError(line, fact, "remove it") from None
        return _Nodes().value(node) if node else {}


def one_reason(error: Exception) -> str:
    """The first line of a foreign error's message."""
    return str(error).strip().split("\n", 1)[0]


def _explain(fm: str, error: yaml.MarkedYAMLError) -> FrontMatterError:
    """libyaml's error in the writer's terms: the line, and nearly always "quote the title"."""
    at = error.problem_mark.line if error.problem_mark else 0
    lines = fm.split("\n")
    for index in range(min(at, len(lines) - 1), max(at - 3, -1), -1):
        if "\t" in lines[index][: len(lines[index]) - len(lines[index].lstrip())]:
            return FrontMatterError(index + 1, "the front matter is indented by a tab", "indent it by spaces")
        match = re.match(r"([\w-]+):[ \t]+([^\"'\s].*)$", lines[index])
        if match and _needs_quotes(match[2]):
            quoted = json.dumps(match[2].strip(), ensure_ascii=False)
            fact = f"{match[1]} {match[2].strip()!r} is no YAML without quotes"
            return FrontMatterError(index + 1, fact, f"quote the {match[1]}: {match[1]}: {quoted}")
    reason = error.problem or one_reason(error)
    return FrontMatterError(at + 1, f"the front matter is no YAML ({reason})", "mend that line, or quote its text")


def _needs_quotes(value: str) -> bool:
    closed = (value[0], value.rstrip()[-1]) in {("[", "]"), ("{", "}")} and value.count(value[0]) == 1
    return not closed and (": " in value or value.rstrip().endswith(":") or value[0] in "[]{}@`%&*!|>,?-")


class _Nodes:
    """YAML's node tree as plain text values; an alias is followed, and counted, each time that it stands."""

    def __init__(self) -> None:
        self.count = 0

    def value(self, node: yaml.Node, depth: int = 0) -> Value:
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > MAX_VALUES or depth > MAX_DEPTH:
            raise FrontMatterError(line, "the front matter is too large or too deep", "write plain keys and lists")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        empty = isinstance(node, yaml.ScalarNode) and not node.style and node.value in {"~", "null"}
        return "" if empty else xml_clean(str(node.value))

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Value]:
        result: dict[str, Value] = {}
        written: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in written:
                fact = f"{key} stands twice in the front matter"
                raise FrontMatterError(key_node.start_mark.line + 1, fact, "keep one of them")
            written.add(key)
            result.setdefault(key.casefold(), self.value(value_node, depth + 1))
        return result


class TomlHandler(_Handler):
    fence = "+++"
    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)

    def parse(self, fm: str) -> Value:
        try:
            return _texts(tomllib.loads(fm))
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at[1]) if at else fm.count("\n")
            raise FrontMatterError(line, f"the front matter is no TOML ({error})", "mend that line") from None


class JsonHandler(_Handler):
    FM_BOUNDARY = re.compile(r"\{\s*\"")

    def split(self, text: str) -> tuple[str, str]:
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except json.JSONDecodeError as error:
            fact = f"the front matter is no JSON ({error.msg})"
            raise FrontMatterError(error.lineno, fact, "mend that line") from None
        except RecursionError:
            raise FrontMatterError(1, "the front matter is nested too deeply", "write plain keys and lists") from None
        return text[:end], text[end:]

    def parse(self, fm: str) -> Value:
        return _texts(json.loads(fm, object_pairs_hook=_once))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise FrontMatterError(1, f"{key} stands twice in the front matter", "keep one of them")
        result[key] = value
    return result


def _texts(value: object, depth: int = 0) -> Value:
    """What TOML or JSON typed, as its writer wrote it."""
    if depth > MAX_DEPTH:
        raise FrontMatterError(1, "the front matter is nested too deeply", "write plain keys and lists")
    if isinstance(value, dict):
        return {str(key).casefold(): _texts(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else xml_clean(str(value))


HANDLERS = (YamlHandler(), TomlHandler(), JsonHandler())
