"""JSON Feed bytes → Document."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from feedpub.check.reading import shown
from feedpub.check.reading.document import Document, Item, LinkValue, NotAFeedError, NotReadableError, Path, Value

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


def read(data: bytes, file: str, served_at: str | None) -> Document:
    """The feed in JSON bytes. Raises NotReadableError or NotAFeedError."""
    text, content = _parsed(data)
    if not isinstance(content, dict) or not str(content.get("version", "")).startswith("https://jsonfeed.org/version/"):
        raise NotAFeedError("a JSON document without JSON Feed's version")
    places, repeated = lines(text)
    reader = _Reader(places)
    items = content.get("items")
    entries = tuple(
        reader.entry(item, ("items", index))
        for index, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict)
    )
    feed = reader.feed(content)
    return Document(
        file=file,
        kind="json",
        feed=feed,
        entries=entries,
        served_at=served_at,
        data=content,
        lines=places,
        repeated=repeated,
        source=data,
    )


def _parsed(data: bytes) -> tuple[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        return text, json.loads(text, parse_constant=partial(_refuse, text))
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise NotReadableError(
            line, f"byte 0x{data[error.start]:02X} is not UTF-8", "write the file as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise NotReadableError(error.lineno, f"this is no well-formed JSON: {error.msg}", "mend that place") from None
    except RecursionError:
        raise NotReadableError(1, "this JSON is nested too deeply", "write a JSON Feed") from None


def _refuse(text: str, constant: str) -> None:
    """Python knows numbers that JSON does not (RFC 8259, section 6)."""
    at = next(lexeme.start() for lexeme in _TOKEN.finditer(text) if lexeme[0] == constant)
    fact = f"this is no well-formed JSON: {constant} is no number there"
    raise NotReadableError(1 + text.count("\n", 0, at), fact, "write a number, or null")


def lines(text: str) -> tuple[dict[Path, int], tuple[tuple[Path, int], ...]]:
    """The line of every value in well-formed JSON, by its path: ``("items", 0, "id")`` → 12; and of repeated keys.

    Of two values under one key the last one counts, as for ``json``.
    """
    found: dict[Path, int] = {(): 1}
    repeated: list[tuple[Path, int]] = []
    path: list[str | int] = []
    line, at_key = 1, False
    for lexeme in _TOKEN.findall(text):
        match lexeme:
            case "\n":
                line += 1
            case "{" | "[":
                found[tuple(path)] = line
                at_key = lexeme == "{"
                path.append("" if at_key else 0)
            case "}" | "]":
                path.pop()
            case ",":
                at_key = isinstance(path[-1], str)
                path[-1] = path[-1] if isinstance(path[-1], str) else path[-1] + 1
            case ":":
                at_key = False
            case _ if at_key:
                path[-1] = json.loads(lexeme)
                repeated += [(tuple(path), line)] if tuple(path) in found else []
            case _:
                found[tuple(path)] = line
    return found, tuple(_outermost(repeated))


def _outermost(repeated: Iterable[tuple[Path, int]]) -> Iterator[tuple[Path, int]]:
    """Repeated keys without those that are in what a repeated key holds; what holds others comes before them."""
    known: set[Path] = set()
    for path, line in repeated:
        end = len(path) - 1
        while end and isinstance(path[end - 1], int):
            end -= 1
        if path[:end] not in known:
            yield path, line
        known.add(path)


class _Reader:
    def __init__(self, places: dict[Path, int]) -> None:
        self.places = places

    def feed(self, content: dict[str, Any]) -> Item:
        return Item(
            line=1,
            title=self.value(content, (), "title"),
            links=self.links(content, (), {"home_page_url": "alternate", "feed_url": "self"}),
            shown=shown.of_json(content),
        )

    def entry(self, item: dict[str, Any], path: Path) -> Item:
        return Item(
            line=self.places.get(path, 1),
            id=self.value(item, path, "id"),
            title=self.value(item, path, "title"),
            published=self.value(item, path, "date_published"),
            updated=self.value(item, path, "date_modified"),
            links=self.links(item, path, {"url": "alternate", "external_url": "related", "image": "enclosure"}),
            shown=shown.of_json(item),
        )

    def value(self, content: dict[str, Any], path: Path, name: str) -> Value | None:
        if content.get(name) is None:
            return None
        return Value(name=name, text=str(content[name]).strip(), line=self.places.get((*path, name), 1))

    def links(self, content: dict[str, Any], path: Path, rels: dict[str, str]) -> tuple[LinkValue, ...]:
        values = ((self.value(content, path, name), rel) for name, rel in rels.items())
        return tuple(
            LinkValue(name=value.name, text=value.text, line=value.line, rel=rel) for value, rel in values if value
        )
