"""What a feed of one's own selects, as feedpub.toml writes it: conditions on a story, and how they are joined."""

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from feedpub.config.settings import SettingError, Texts, require

if TYPE_CHECKING:
    import regex

_SIMPLE = ("category", "source", "text", "link_host", "lang")
_JOINING = ("any", "all", "none")


class Where(Struct, frozen=True, kw_only=True, dict=True):
    """Conditions on a story. Those under different keys hold together; of several values under one key one is enough.

    ``any`` wants one of its tables to hold, ``all`` each of them, ``none`` none. A ``text`` between slashes is a
    regular expression, any other is searched for as it stands, both without regard to case. Raises SettingError.
    """

    category: Texts = ()
    source: Texts = ()
    text: Texts = ()
    link_host: Texts = ()
    lang: Texts = ()
    any: tuple["Where", ...] = ()
    all: tuple["Where", ...] = ()
    none: tuple["Where", ...] = ()

    def __post_init__(self) -> None:
        for key in _SIMPLE:
            for value in getattr(self, key):
                require(bool(value.strip()), key, value, "is empty", "write what it is, or leave the key out")
        for host in self.link_host:
            require("/" not in host, "link_host", host, "is no host", "write it like example.com")
        used = any(getattr(self, name) for name in self.__struct_fields__)
        if not used:
            names = ", ".join((*_SIMPLE, *_JOINING))
            raise SettingError(f"category is missing, so everything is selected; write one of {names}")
        _ = self.patterns

    @property
    def terms(self) -> tuple[str, ...]:
        """The texts that are searched for as they stand."""
        return tuple(text for text in self.text if not _is_pattern(text))

    @cached_property
    def patterns(self) -> tuple["regex.Pattern[str]", ...]:
        """The regular expressions, compiled."""
        return tuple(_compiled(text) for text in self.text if _is_pattern(text))

    def tables(self) -> tuple["Where", ...]:
        """This table and all those in it."""
        inner = (*self.any, *self.all, *self.none)
        return (self, *(table for one in inner for table in one.tables()))


def _is_pattern(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def _compiled(text: str) -> "regex.Pattern[str]":
    import regex  # only a selection by regular expression needs it

    try:
        return regex.compile(text[1:-1], regex.IGNORECASE | regex.V0)
    except regex.error as error:
        repair = "mend it, or leave out the slashes to search for that text"
        raise SettingError(f'text "{text}" is no regular expression ({error}); {repair}') from None
