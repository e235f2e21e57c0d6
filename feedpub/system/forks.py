"""Copies of this process that share its work. A fork knows all that this process has imported and been given.

``concurrent.futures`` has processes, too; on Linux these start in a tenth of the time that its import takes.
"""

import os
import pickle
import select
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from feedpub.errors import WorkerError
from feedpub.system import pipes, service
from feedpub.system.service import Function, Message

Job = TypeVar("Job")
Result = TypeVar("Result")

_READY = 2  # how many tasks a copy has, so that it never idles
_AHEAD = 16  # how many tasks for each process may be done before the first
_NOTHING: Any = object()


class _Waiting(NamedTuple):
    """Jobs that no copy has room for yet, and how they would be sent."""

    jobs: list[Any]
    data: bytes


class _Task:
    """Some jobs on their way: ``size`` bytes when they are sent."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.results: Any = _NOTHING
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.results is not _NOTHING or self.error is not None


class _Fork:
    """One copy: a pipe to it with jobs, and one back with results, in that order."""

    def __init__(self, function: Function, others: Iterable["_Fork"]) -> None:
        """Raises OSError where there are too many processes, or too many files open."""
        jobs, self._to, self._back, results = pipes.pair()
        self._tasks: deque[_Task] = deque()
        self._room = pipes.room(self._to)
        # A signal between the fork and what the copy does about it would run the rest of this program twice.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, service.ENDING)
        try:
            self.pid = os.fork()
            if self.pid == 0:
                for fork in (*others, self):
                    fork.let_go()  # or a copy would hold open what ends another
                service.serve(function, jobs, results)
        except OSError:
            self.let_go()
            raise
        finally:
            os.close(jobs)
            os.close(results)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def fileno(self) -> int:
        """Readable when results are there."""
        return self._back

    def takes(self, size: int, tasks: int) -> bool:
        """Whether more jobs can be sent without waiting, and without its having more than some ``tasks``."""
        sent = sum(task.size for task in self._tasks)
        return not self._tasks or (len(self._tasks) < tasks and sent + size <= self._room)

    def send(self, data: bytes) -> _Task:
        """Give it a task."""
        task = _Task(len(data))
        self._tasks.append(task)
        self.tell(data)
        return task

    def tell(self, data: bytes) -> None:
        """Send it a message that has no answer."""
        try:
            pipes.send(self._to, data)
        except BrokenPipeError:
            raise self._ended() from None

    @property
    def tasks(self) -> int:
        """How many it has."""
        return len(self._tasks)

    def receive(self) -> None:
        """Take what it has come to, once that is readable."""
        task = self._tasks.popleft()
        try:
            done, value = pickle.loads(pipes.receive(self._back))  # noqa: S301 (our own copy wrote it)
        except EOFError:
            raise self._ended() from None
        if done:
            task.results = value
        else:
            task.error = value

    def let_go(self) -> None:
        """Close its pipes."""
        os.close(self._to)
        os.close(self._back)

    def end(self) -> None:
        """End it, whatever it is at."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def wait(self) -> int:
        """How it has ended, once it has; 0 where that is told nobody, or somebody else."""
        status = 0
        if self.pid:
            with suppress(ChildProcessError):  # as where SIGCHLD is ignored
                _, status = os.waitpid(self.pid, 0)
            self.pid = 0
        return status

    def _ended(self) -> WorkerError:
        status = self.wait()
        reason = f" by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else ""
        repair = "see to it that there is memory for all, or build with --workers 1"
        return WorkerError(f"a process that shared the work was ended{reason}; {repair}")


class Forks(AbstractContextManager["Forks"]):
    """``count`` copies, or as many as this user may have, to apply a function to lists of jobs."""

    def __init__(self, count: int, function: Function) -> None:
        self._function = function
        self._forks: list[_Fork] = []
        with suppress(OSError):  # fewer do it, too, or this process alone
            for _ in range(count):
                self._forks.append(_Fork(function, self._forks))

    def use(self, function: Function) -> None:
        """Apply another function from now on. Raises WorkerError."""
        self._function = function
        self._tell(function)

    def _preparing(self, modules: Iterable[str]) -> Iterator[Any]:
        """No job, but a message once there are no more jobs."""
        self._tell(tuple(modules))
        yield from ()

    def _tell(self, message: Message) -> None:
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        for fork in self._forks:
            fork.tell(data)

    def __exit__(self, *_: object) -> None:
        for fork in self._forks:
            fork.let_go()
            fork.end()
        for fork in self._forks:
            fork.wait()

    def results(
        self,
        chunks: Iterator[list[Job]],
        meanwhile: Callable[[], None] | None = None,
        afterwards: Iterable[str] = (),
    ) -> Iterator[list[Result]]:
        """What the function makes of each list of jobs, in order; this process takes its share of them.

        ``meanwhile`` is done first, while the copies are at work for some time; ``afterwards`` are modules that they
        import as soon as there is no more work for them, which nobody waits for. Raises WorkerError when a copy is
        ended from outside, and whatever the function raises; after that, no more is to be had of these copies.
        """
        under_way: deque[_Task] = deque()
        chunks = chain(chunks, self._preparing(afterwards))
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
        self, chunks: Iterator[list[Job]], under_way: deque[_Task], waiting: _Waiting | None, tasks: int
    ) -> _Waiting | None:
        """Give the copies up to some ``tasks`` each; what is left over is for whoever is free first."""
        while len(under_way) < _AHEAD * (1 + len(self._forks)):
            if waiting is None:
                chunk = next(chunks, None)
                if chunk is None:
                    return None
                waiting = _Waiting(chunk, pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL))
            size = len(waiting.data)
            fork = min((one for one in self._forks if one.takes(size, tasks)), key=lambda one: one.tasks, default=None)
            if fork is None:
                return waiting
            under_way.append(fork.send(waiting.data))
            waiting = None
        return waiting

    def _done_here(self, jobs: list[Any]) -> _Task:
        task = _Task(0)
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


def _taken(task: _Task) -> Any:
    if task.error is not None:
        raise task.error
    return task.results
