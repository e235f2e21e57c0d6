"""Work spread over processes, when there is enough of it; its results come in order, whoever did it."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from feedpub.system.forks import Forks

Job = TypeVar("Job")
Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]
"""Told the phase of a build, how many of its steps are done, and how many there are; 0 where nobody knows yet."""


class Plan(NamedTuple):
    """How work is shared: ``size`` jobs at a time, here if fewer than ``enough``, as a process costs time to start.

    ``phase`` is what it is called, ``total`` how many jobs there are, 0 if that is not known. ``early`` work needs none
    of the modules that all the rest needs: they are imported here while others are at it, before this process helps.
    """

    phase: str
    size: int
    enough: int
    total: int = 0
    early: bool = False


class Workers(AbstractContextManager["Workers"]):
    """Processes that are begun when there is work for them: ``workers`` with this one, one for each core by default.

    Or an executor to use instead. ``modules`` are what this one will need, ``shared`` what those need that share late
    work: where no work was early, all is imported once, before they part.
    """

    def __init__(
        self,
        workers: "int | Executor | None",
        tell: Progress | None = None,
        modules: Sequence[str] = (),
        shared: Sequence[str] = (),
    ) -> None:
        self._modules, self._shared = modules, shared
        self._tell = tell
        self._executor = None if isinstance(workers, int | None) else workers
        self._count = workers if isinstance(workers, int) else _cores()
        self._own: Executor | None = None
        self._begun: list[Forks] = []
        self._idle: Forks | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)
        for forks in self._begun:
            forks.__exit__()

    def each(
        self, function: Callable[[list[Job]], Iterable[Result]], jobs: Iterable[Job], plan: Plan
    ) -> Iterator[Result]:
        """The results of a function that takes some jobs at a time."""
        jobs = iter(jobs)
        first = list(islice(jobs, plan.enough))
        parallel = len(first) == plan.enough and (self._executor is not None or self._count > 1)
        chunks = _chunks(chain(first, jobs), plan.size)
        done = chain.from_iterable(self._spread(function, chunks, plan) if parallel else map(function, chunks))
        return done if self._tell is None else self._told(done, plan, self._tell)

    def let_go(self) -> None:
        """Tell those that share the work that no more comes: they end while other things are done."""
        if self._idle is not None:
            self._idle.let_go()
            self._idle = None

    def _told(self, done: Iterable[Result], plan: Plan, tell: Progress) -> Iterator[Result]:
        for number, result in enumerate(done, start=1):
            yield result
            tell(plan.phase, number, plan.total)

    def _spread(
        self, function: Callable[[list[Job]], Iterable[Result]], chunks: Iterator[list[Job]], plan: Plan
    ) -> Iterator[list[Result]]:
        """The results in order, with no more chunks under way than keep everybody busy."""
        if self._executor is not None:
            return self._submitted(self._executor, function, chunks)
        if sys.platform == "linux":
            return self._forked(function, chunks, plan)
        return self._submitted(self._processes(), function, chunks)

    def _forked(
        self, function: Callable[[list[Job]], Iterable[Result]], chunks: Iterator[list[Job]], plan: Plan
    ) -> Iterator[list[Result]]:
        forks = self._forks_for(function, plan)
        try:
            if plan.early:
                yield from forks.results(chunks, partial(_imported, self._modules), afterwards=self._shared)
            else:
                yield from forks.results(chunks)
        except BaseException:  # or they would have work left that nobody waits for
            forks.__exit__()
            raise
        self._idle = forks

    def _forks_for(self, function: Callable[[list[Job]], Iterable[Result]], plan: Plan) -> "Forks":
        """Those that are idle, else others: whoever has them has them alone."""
        if self._idle is not None:
            forks, self._idle = self._idle, None
            forks.use(function)
            return forks
        from feedpub.system.forks import Forks

        if not plan.early:
            _imported((*self._modules, *self._shared))
        self._begun.append(Forks(self._count - 1, function))
        return self._begun[-1]

    def _submitted(
        self, executor: "Executor", function: Callable[[list[Job]], Iterable[Result]], chunks: Iterator[list[Job]]
    ) -> Iterator[list[Result]]:
        under_way: deque[Future[list[Result]]] = deque()
        for chunk in chunks:
            under_way.append(executor.submit(partial(_listed, function), chunk))
            if len(under_way) > 2 * self._count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def _processes(self) -> "Executor":
        from concurrent.futures import ProcessPoolExecutor

        if self._own is None:
            self._own = ProcessPoolExecutor(self._count, initializer=_begin)
        return self._own


def _imported(modules: Iterable[str]) -> None:
    for module in modules:
        import_module(module)


def _cores() -> int:
    """How many cores this process may use; one where other threads run, with whom a fork would not be safe."""
    if threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """End with the process that started this one, however that ends."""
    import multiprocessing

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def _listed(function: Callable[[list[Job]], Iterable[Result]], chunk: list[Job]) -> list[Result]:
    return list(function(chunk))


def _chunks(jobs: Iterator[Job], size: int) -> Iterator[list[Job]]:
    while chunk := list(islice(jobs, size)):
        yield chunk
