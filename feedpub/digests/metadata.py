"""What the head of a digest says: its keys and values, whichever syntax they are written in; and what these mean."""

from datetime import datetime

from msgspec import Struct

Value = str | list["Value"] | dict[str, "Value"]


class FrontMatterError(Exception):
    """Front matter that cannot be read; ``line`` counts from 1 at the front matter's first line."""

    def __init__(self, line: int, fact: str, repair: str) -> None:
        super().__init__(f"{fact}; {repair}")
        self.line, self.fact, self.repair = line, fact, repair


class FrontMatter(Struct, frozen=True, kw_only=True):
    """What the head says, keys in lower case; ``lines`` tells each key's line, ``cut`` the
    keys whose text is longer than YAML takes it to be; ``body`` starts at ``body_line``."""

    values: dict[str, Value]
    lines: dict[str, int]
    cut: tuple[str, ...]
    body: str
    body_line: int


class Head(Struct, frozen=True, kw_only=True):
    """What a digest says of itself: text is XML-clean, dates are aware and in whole seconds.

    ``path`` is below the source folder, ``shown`` as messages name it; ``language`` is its own word, or that of the
    folder that it is in; ``fingerprint`` is a hash of what the digest says to its readers, white space aside, and not
    of its place, title, dates and categories; "" where nobody asked.
    """

    path: str
    shown: str
    title: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    category_line: int
    id: str | None
    slug: str
    url: str | None
    language: str | None
    fingerprint: str
