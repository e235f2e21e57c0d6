"""One walk through a JSON Feed, held against the table of its keys."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from feedpub.check.reading.document import Document, Path
from feedpub.check.rule import Problem
from feedpub.check.vocabulary.json_feed import SHAPES, Key


def walked(document: Document) -> Mapping[str, list[Problem]]:
    """All that the table knows to be wrong in a document, by the rule that says so."""
    walk = _Walk(document.lines)
    walk.object(document.data, "feed", (), None)
    return walk.found


class _Walk:
    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = lines
        self.found: defaultdict[str, list[Problem]] = defaultdict(list)

    def object(self, data: dict[str, Any], shape: str, path: Path, entry: str | None) -> None:
        """An object, and those in it."""
        if shape == "item":
            entry = str(data.get("id") or "") or None
            self._item(data, path, entry)
        keys = {name.removesuffix("!"): key for name, key in SHAPES[shape].items()}
        for name, value in data.items():
            if name in keys:
                self._value(name, value, keys[name], (*path, name), entry)
            elif not name.startswith("_"):
                repair = "take it out, or write _ before it, as extensions do"
                self._add("key-undefined", f'"{name}" is no key of JSON Feed', repair, (*path, name), entry)
        for name in SHAPES[shape]:
            if name.endswith("!") and data.get(name[:-1]) is None:
                self._add("key-missing", f'this {shape} has no "{name[:-1]}"', "add it", path, entry)

    def _item(self, data: dict[str, Any], path: Path, entry: str | None) -> None:
        if data.get("content_html") is None and data.get("content_text") is None:
            fact = "this item has neither content_html nor content_text"
            self._add("key-missing", fact, "give it one of them", path, entry)

    def _value(self, name: str, value: Any, key: Key, path: Path, entry: str | None) -> None:
        is_flag = isinstance(value, bool) and bool not in key.types
        parts = value if key.each and isinstance(value, list) else ()
        if (
            is_flag
            or not isinstance(value, key.types)
            or not all(isinstance(part, key.each or object) for part in parts)
        ):
            self._add("key-malformed", f'"{name}" is not {key.what}', f"write {key.what}", path, entry)
        elif isinstance(value, str) and key.kind.refuses(value):
            fact = f'{name} "{value}" is not {key.kind.what}'
            self._add(key.kind.rule, fact, f"write it like {key.kind.example}", path, entry)
        elif key.of and isinstance(value, dict):
            self.object(value, key.of, path, entry)
        elif key.of:
            for index, part in enumerate(parts):
                self.object(part, key.of, (*path, index), entry)

    def _add(self, rule: str, fact: str, repair: str, path: Path, entry: str | None) -> None:
        self.found[rule].append(Problem(line=self.lines.get(path, 1), message=fact, repair=repair, entry=entry))
