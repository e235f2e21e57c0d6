"""Folders of digests by seed and shape: ``python -m benchmarks.corpus FOLDER --count 10000 --shape flat --seed 7``.

The folder is a ready project: feedpub.toml, and seeds/ with a digest of 11 KB for every four hours, in Chinese, with 14
stories and 3 categories out of 12. The same arguments give the same bytes. A digest depends on the seed and its place
in time alone: a larger corpus holds the smaller ones.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from random import Random
from typing import Any

import click

from benchmarks import prose

NEWEST = datetime.fromisoformat("2025-12-20T20:00:08+08:00")
EVERY = timedelta(hours=4)
STORIES = 14
SENTENCES = 4
CORRECTION = "\n更正：标题中的数字已核对。\n".encode()
BEFORE_X = datetime.fromisoformat("2010-11-05T00:00:00+00:00")
X_EPOCH = 1_288_834_974.657
ACCOUNTS = ("dotey", "karpathy", "AndrewYNg", "op7418", "imxiaohu")

_CONFIG = """\
[site]
title = "过去4小时全球AI发生了什么"
url = "https://ai-digest.example/"
tag = "ai-digest.example,2025"
language = "zh-CN"
timezone = "Asia/Shanghai"

[source]
path = "seeds"
permalink = "posts/{slug}/"

[feeds]
path = "feeds"
formats = ["atom", "rss"]
limit = 50
content = "full"
also = []

[pages]
enabled = false
"""


def _months(moment: datetime) -> str:
    return f"{moment:%Y-%m}/{moment:%Y-%m-%d-%H}.md"


def _deep(moment: datetime) -> str:
    folders = (
        f"全球人工智能动态摘要-每四小时一期/{moment:%Y}/第{moment:%m}个月的全部动态/{moment:%d}/from-morning-to-night"
    )
    return f"{folders}/{moment:%Y-%m-%d-%H}-what-happened-in-artificial-intelligence-during-the-last-four-hours.md"


def _flat(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d-%H}.md"


SHAPES: dict[str, Callable[[datetime], str]] = {"months": _months, "deep": _deep, "flat": _flat}

_BREAKAGES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("date: ", "when: ", 1),
    lambda text: text.replace("date: ", "date: 2025-13-01 #", 1),
    lambda text: text.replace('"]\n---\n', '"]\n', 1),
    lambda text: text.replace('title: "', 'title: "【早报】" ', 1),
    lambda text: text[: text.index("date: ")],
    lambda _: "",
)


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """What decides a corpus, other than how many digests it has."""

    seed: int = 1
    shape: str = "months"
    categories: int = 12
    broken: float = 0.0

    def __str__(self) -> str:
        broken = f", {self.broken:.0%} broken" if self.broken else ""
        return f"seed {self.seed}, folders: {self.shape}, 3 of {self.categories} categories{broken}"

    def write(self, folder: Path, count: int) -> None:
        """A project with the newest ``count`` digests before NEWEST, that one included."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "feedpub.toml").write_text(_CONFIG, encoding="utf-8")
        _save(folder / "seeds", self.files(range(count)))

    def add(self, folder: Path, nth: int = 1) -> Path:
        """One digest more, the ``nth`` after NEWEST; says where it is."""
        [(path, data)] = self.files([-nth])
        _save(folder / "seeds", [(path, data)])
        return folder / "seeds" / path

    def edit(self, folder: Path, count: int, share: float, added: bytes = CORRECTION) -> int:
        """Add a sentence (or nothing: the first text again) to a share of the digests; says to how many."""
        chosen = Random(f"{self.seed}/edits").sample(range(count), round(count * share))
        _save(folder / "seeds", ((path, data + added) for path, data in self.files(chosen)))
        return len(chosen)

    def files(self, places: Iterable[int]) -> Iterator[tuple[str, bytes]]:
        """Path below seeds/ and content of digests; place 0 is NEWEST, and each further one four hours earlier."""
        stock = prose.Stock.of(Random(self.seed), self.categories)
        for place in places:
            moment, rng = NEWEST - place * EVERY, Random(f"{self.seed}/{place}")
            text = _digest(moment, rng, stock)
            if rng.random() < self.broken:
                text = rng.choice(_BREAKAGES)(text)
            yield SHAPES[self.shape](moment), text.encode()


def _digest(moment: datetime, rng: Random, stock: prose.Stock) -> str:
    categories = ", ".join(f'"{name}"' for name in rng.sample(stock.categories, 3))
    head = (
        f'---\ntitle: "{moment:%Y.%m.%d.%H} 过去4小时全球AI发生了什么？"\n'
        f"date: {moment.isoformat()}\ncategories: [{categories}]\n---\n\n---\n"
    )
    headlines = enumerate(rng.sample(stock.headlines, STORIES), 1)
    return head + "".join(
        f"\n{number}.  [{headline}]({_link(moment, rng)})\n\n    {''.join(rng.sample(stock.sentences, SENTENCES))}\n"
        for number, headline in headlines
    )


def _link(moment: datetime, rng: Random) -> str:
    """A post on X, whose id tells a time within the four hours; before X had such ids, a page of some site."""
    if moment < BEFORE_X:
        return f"https://news.example/{rng.getrandbits(40):x}"
    posted = moment.timestamp() - rng.random() * EVERY.total_seconds() - X_EPOCH
    return f"https://x.com/{rng.choice(ACCOUNTS)}/status/{int(posted * 1000) << 22 | rng.getrandbits(22)}"


def _save(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    made = set()
    for path, data in files:
        file = folder / path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(data)


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose a corpus; it receives ``corpus``."""

    @wraps(command)
    def chosen(seed: int, shape: str, categories: int, broken: float, **others: Any) -> None:
        command(corpus=Corpus(seed=seed, shape=shape, categories=categories, broken=broken), **others)

    for option in (
        click.option("--broken", type=click.FloatRange(0, 1), default=0.0, help="The share of broken files."),
        click.option(
            "--categories", type=click.IntRange(3, 200), default=12, help="How many there are to choose 3 of."
        ),
        click.option(
            "--shape", type=click.Choice(list(SHAPES)), default="months", help="How the folders are laid out."
        ),
        click.option("--seed", default=1, help="Another seed gives other digests."),
    ):
        chosen = option(chosen)
    return chosen


@click.command(context_settings={"show_default": True})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", type=click.IntRange(min=1), default=1000, help="How many digests.")
@options
@click.option("--edits", type=click.FloatRange(0, 1), help="Edit this share of a corpus that is there, instead.")
@click.option("--new", type=click.IntRange(min=1), help="Add the Nth new digest to a corpus that is there, instead.")
def main(folder: Path, count: int, corpus: Corpus, edits: float | None, new: int | None) -> None:
    """Write a project of digests into FOLDER."""
    if edits is not None:
        click.echo(f"{corpus.edit(folder, count, edits)} digests edited")
    elif new is not None:
        click.echo(corpus.add(folder, new))
    else:
        corpus.write(folder, count)


if __name__ == "__main__":
    main()
