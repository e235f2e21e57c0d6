"""What made-up news are made of, in the Chinese, the length and the Markdown of real digests."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Sentences of about fifty characters, headlines with who reported them, and names of categories (200 at most)."""

    sentences: list[str]
    headlines: list[str]
    categories: list[str]

    @classmethod
    def of(cls, rng: Random, categories: int, size: int = 4096) -> Self:
        names = [field + topic for topic in _WORDS["topics"] for field in _WORDS["fields"]]
        return cls(
            sentences=[_filled(rng, "sentences") for _ in range(size)],
            headlines=[f"{_filled(rng, 'headlines')} - {rng.choice(_WORDS['people'])}" for _ in range(size)],
            categories=names[:categories],
        )


def _filled(rng: Random, patterns: str) -> str:
    task, other = rng.sample(_WORDS["task"], 2)
    org, model, merit = (rng.choice(_WORDS[name]) for name in ("org", "model", "merit"))
    pattern = rng.choice(_WORDS[patterns])
    return pattern.format(org=org, model=model, merit=merit, task=task, other=other, n=rng.randint(2, 90))
