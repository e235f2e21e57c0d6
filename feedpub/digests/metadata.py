"""What the head of a digest says, whichever syntax it is written in: keys and values, every scalar as text."""

from dataclasses import dataclass

Value = str | list["Value"] | dict[str, "Value"]


class FrontMatterError(Exception):
    """Front matter that cannot be read; ``line`` counts from 1 at the front matter's first line."""

    def __init__(self, line: int, fact: str, repair: str) -> None:
        super().__init__(f"{fact}; {repair}")
        self.line, self.fact, self.repair = line, fact, repair


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """What the head says, keys in lower case; ``lines`` tells each key's line, ``cut`` the
    keys whose text is longer than YAML takes it to be; ``body`` starts at ``body_line``."""

    values: dict[str, Value]
    lines: dict[str, int]
    cut: tuple[str, ...]
    body: str
    body_line: int
