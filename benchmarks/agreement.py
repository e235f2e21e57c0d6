"""That rivals do the same work: as many feeds, with the same entries in the same order, each with all its stories."""

import re
from pathlib import Path

from lxml import etree

_STORY = re.compile(r"status/(\d+)|news\.example/(\w+)")


def shown(folder: Path) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """What the Atom and RSS feeds below a folder show, whatever their addresses: titles, with the stories in full."""
    return sorted((path.name, _entries(path)) for path in folder.rglob("*.xml"))


def _entries(path: Path) -> list[tuple[str, list[str]]]:
    found = etree.parse(path).iterfind(".//{*}entry" if path.name == "atom.xml" else ".//{*}item")
    return [(entry.findtext("{*}title") or "", _stories(entry)) for entry in found]


def _stories(entry: etree._Element) -> list[str]:
    content = max((child.text or "" for child in entry), key=len)
    return ["".join(pair) for pair in _STORY.findall(content)]
