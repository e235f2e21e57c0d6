"""Copies of this process that share its work. A fork knows all that this process has imported and been given.

``concurrent.futures`` has processes, too; on Linux these start in a tenth of the time that its import takes.
"""

import pickle
import select
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from typing import Any, TypeVar

from feedpub.system.fork import Fork, Task
from feedpub.system.service import Function, Message

Job = TypeVar("Job")
Result = TypeVar("Result")

_READY = 2  # how many tasks a copy has, so that it never idles
_AHEAD = 16  # how many tasks for each process may be done before the first


class _Waiting:
    """Jobs that no copy has room for yet."""

    def __init__(self, jobs: list[Any]) -> None:
        self.jobs = jobs

    @cached_property
    def data(self) -> bytes:
        """How they are sent."""
        return pickle.dumps(self.jobs, pickle.HIGHEST_PROTOCOL)


class Forks(AbstractContextManager["Forks"]):
    """``count`` copies, or as many as this user may have, to apply a function to lists of jobs."""

    def __init__(self, count: int, function: Function) -> None:
        self._function = function
        self._afterwards: tuple[str, ...] = ()
        self._forks: list[Fork] = []
        with suppress(OSError):  # fewer do it, too, or this process alone
            for _ in range(count):
                self._forks.append(Fork(function, self._forks))

    def use(self, function: Function) -> None:
        """Apply another function from now on. Raises WorkerError."""
        self._function = function
        self._tell(function)

    def _tell(self, message: Message) -> None:
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        for fork in self._forks:
            fork.tell(data)

    def let_go(self) -> None:
        """Have the copies end by themselves; there is no more work for them."""
        for fork in self._forks:
            fork.let_go()

    def __exit__(self, *_: object) -> None:
        self.let_go()
        for fork in self._forks:
            fork.end()
        for fork in self._forks:
            fork.wait()

    def results(
        self,
        chunks: Iterator[list[Job]],
        meanwhile: Callable[[], None] | None = None,
        afterwards: Sequence[str] = (),
    ) -> Iterator[list[Result]]:
        """What the function makes of each list of jobs, in order; this process takes its share of them.

        ``meanwhile`` is done first, while the copies are at work for some time; ``afterwards`` are modules that they
        import as soon as there is no more work for them, which nobody waits for. Raises WorkerError when a copy is
        ended from outside, and whatever the function raises; after that, no more is to be had of these copies.
        """
        under_way: deque[Task] = deque()
        self._afterwards = tuple(afterwards)
        waiting = self._hand_out(chunks, under_way, None, tasks=_AHEAD if meanwhile else _READY)
        if meanwhile:
            meanwhile()
        while under_way or waiting is not None:
            if under_way and under_way[0].is_done:
                yield _taken(under_way.popleft())
            elif waiting is None:
                self._collected(wait=True)
            elif not self._collected(wait=False):
                under_way.append(self._done_here(waiting.jobs))
                waiting = None
            waiting = self._hand_out(chunks, under_way, waiting, tasks=_READY)

    def _hand_out(
        self, chunks: Iterator[list[Job]], under_way: deque[Task], waiting: _Waiting | None, tasks: int
    ) -> _Waiting | None:
        """Give the copies up to some ``tasks`` each; what is left over is for whoever is free first."""
        while len(under_way) < _AHEAD * (1 + len(self._forks)):
            if waiting is None:
                chunk = next(chunks, None)
                if chunk is None:
                    self._prepare()
                    return None
                waiting = _Waiting(chunk)
            free = [one for one in self._forks if one.tasks < tasks and one.takes(waiting.data)]
            fork = min(free, key=lambda one: one.tasks, default=None)
            if fork is None:
                return waiting
            under_way.append(fork.send(waiting.data))
            waiting = None
        return waiting

    def _prepare(self) -> None:
        """Tell the copies, once, what comes after their jobs."""
        modules, self._afterwards = self._afterwards, ()
        if modules:
            self._tell(modules)

    def _done_here(self, jobs: list[Any]) -> Task:
        task = Task(0)
        try:
            task.results = list(self._function(jobs))
        except Exception as error:
            task.error = error  # others may have failed at earlier jobs
        return task

    def _collected(self, *, wait: bool) -> bool:
        """Whether there were results to take, now or after some time."""
        busy = {fork.fileno(): fork for fork in self._forks if fork.tasks}
        poll = select.poll()
        for descriptor in busy:
            poll.register(descriptor, select.POLLIN)
        ready = poll.poll(None if wait else 0)
        for descriptor, _ in ready:
            busy[descriptor].receive()
        return bool(ready)


def _taken(task: Task) -> Any:
    if task.error is not None:
        raise task.error
    return task.results
