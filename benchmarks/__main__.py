"""One command: ``python -m benchmarks`` measures feedpub beside its rivals, and prints what came out as Markdown."""

import importlib.metadata
import os
import platform
import tempfile
from pathlib import Path

import click

from benchmarks import table
from benchmarks.contest import Contest, Round, installed
from benchmarks.corpus import Corpus, options

README = Path(__file__).with_name("README.md")


@click.command(context_settings={"show_default": True})
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=click.IntRange(min=50),
    default=(1_000, 10_000, 100_000),
    help="How many digests; repeat it for more sizes.",
)
@options
@click.option("--write", is_flag=True, help="Replace the tables in benchmarks/README.md, too.")
def main(corpus: Corpus, sizes: tuple[int, ...], write: bool) -> None:
    """Measure cold, idle and changed builds at some sizes, in pairs with the rivals."""
    with tempfile.TemporaryDirectory(prefix="feedpub-installed-") as folder:
        python = installed(Path(folder))
        rounds = {size: _contest(corpus, size, python) for size in sizes}
    measured = f"{_circumstances(corpus)}\n\n{table.markdown(rounds)}\n"
    click.echo(measured)
    if write:
        README.write_text(table.replaced(README.read_text(encoding="utf-8"), measured), encoding="utf-8")


def _contest(corpus: Corpus, size: int, python: Path) -> list[Round]:
    with tempfile.TemporaryDirectory(prefix=f"feedpub-{size}-") as folder:
        contest = Contest(corpus=corpus, count=size, folder=Path(folder), python=python)
        click.echo(f"{size:,} digests, {contest.rounds} rounds", err=True)
        rounds = list(contest.run())
    click.echo(table.markdown({size: rounds}), err=True)
    return rounds


def _circumstances(corpus: Corpus) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    rival = f"Hugo {importlib.metadata.version('hugo')}"
    return f"{machine}, {rival}; {corpus}; Atom and RSS, the newest 50 in full."


if __name__ == "__main__":
    main()
