"""How far a build is, for people who wait for it: click's progress bar, on a terminal alone."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from feedpub.system.workers import Progress

PATIENCE = 1.0
REDRAWN = 0.1


@contextmanager
def shown(*, quiet: bool = False, after: float = PATIENCE) -> Iterator[Progress | None]:
    """What a build tells its progress to: a bar a phase on standard error, once the build takes longer than ``after``.

    None where nobody watches: when standard output or error is no terminal, or a dumb one, or with ``quiet``. The
    terminal has its cursor back, however the build ends.
    """
    if quiet or not (sys.stdout.isatty() and sys.stderr.isatty()) or os.environ.get("TERM") == "dumb":
        yield None
        return
    with ExitStack() as bars:
        yield _Bars(bars, time.monotonic() + after)


class _Bars:
    """One bar at a time, redrawn no more often than eyes can tell: a step costs the build next to nothing."""

    def __init__(self, open_bars: ExitStack, due: float) -> None:
        self._open = open_bars
        self._due = due
        self._phase: str | None = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        underway = phase == self._phase and done != total
        if now < self._due and (underway or self._phase is None):
            return
        self._due = now + REDRAWN
        if phase != self._phase:
            self._begin(phase, total)
        self._bar.update(done - self._bar.pos)

    def _begin(self, phase: str, total: int) -> None:
        import click  # most builds are not watched

        self._open.close()
        steps: Iterable[int] = range(total) if total else count()
        bar = click.progressbar(steps, label=f"{phase:<10}", file=sys.stderr, show_eta=False, show_pos=True)
        self._bar = self._open.enter_context(bar)
        self._phase = phase
