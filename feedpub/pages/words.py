"""What pages say of themselves, in the languages of words.toml: Chinese in both scripts, and English for the others."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Words(Struct, frozen=True, kw_only=True):
    """The words of one language; ``language`` is the tag of a page that speaks it."""

    language: str
    table: Mapping[str, Any]

    @classmethod
    def of(cls, language: str | None) -> "Words":
        """The words for a site's language, which is the page's if it is known here; else English."""
        first, *rest = (language or "en").lower().split("-")
        if first == "zh":
            return cls(language=language or first, table=_tables()["zh-Hant" if _TRADITIONAL & {*rest} else "zh-Hans"])
        return cls(language=language if language and first == "en" else "en", table=_tables()["en"])

    def __getitem__(self, name: str) -> str:
        return str(self.table[name])

    def entries(self, count: int) -> str:
        """A number of entries."""
        return self._counted("entries", count)

    def every(self, unit: str, count: int) -> str:
        """A number of entries in each ``day``, ``week`` or ``month``."""
        return self[f"every_{unit}"].format(count=f"{count:,}")

    def activity(self, count: int, days: int, start: date, end: date) -> str:
        """What the picture of the last weeks shows."""
        told = {"entries": self.entries(count), "days": self._counted("days", days)}
        return self["activity"].format(**told, start=self.day(start), end=self.day(end))

    def copy_address(self, format_: str) -> str:
        """What the button beside an address does."""
        return self["copy_address"].format(format=format_)

    def tier(self, name: str) -> str:
        """What a way to embed is called."""
        return str(self.table.get(f"tier_{name}", name))

    def times(self, zone: str) -> str:
        """Where the times are true."""
        return self["times"].format(zone=zone)

    def day(self, day: date) -> str:
        """A day, whole."""
        return self["day"].format(day=day.day, month=self.table["months"][day.month - 1], year=day.year)

    def moment(self, moment: datetime) -> str:
        """A day and the time on it, of a clock with 24 hours."""
        return self["moment"].format(day=self.day(moment), time=f"{moment:%H:%M}")

    def month(self, day: date) -> str:
        """A month, short."""
        return str(self.table["months_short"][day.month - 1])

    def weekday(self, day: date) -> str:
        """A day of the week, short."""
        return str(self.table["weekdays"][day.weekday()])

    def _counted(self, name: str, count: int) -> str:
        return self[f"{name}_one"] if count == 1 else self[name].format(count=f"{count:,}")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
