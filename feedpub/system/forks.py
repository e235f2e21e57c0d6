"""Copies of this process that share its work. A fork knows all that this process has imported and been given.

``concurrent.futures`` has processes, too; on Linux these start in a tenth of the time that its import takes.
"""

import fcntl
import os
import pickle
import select
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any, NamedTuple, NoReturn, TypeVar

from feedpub.errors import WorkerError

Job = TypeVar("Job")
Result = TypeVar("Result")

_HEADER = 8
_WAITING = 1 << 20  # how many bytes of jobs or results may wait, so that a copy goes on to its next task
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

    def __init__(self, function: Callable[[list[Any]], Iterable[Any]], others: Iterable["_Fork"]) -> None:
        jobs, self._to = os.pipe()
        self._back, results = os.pipe()
        with suppress(OSError):  # others of this user may have taken what there is
            fcntl.fcntl(results, fcntl.F_SETPIPE_SZ, _WAITING)
            fcntl.fcntl(jobs, fcntl.F_SETPIPE_SZ, _WAITING)
        self._tasks: deque[_Task] = deque()
        # Half of what a pipe takes before it makes its writer wait.
        self._room = fcntl.fcntl(self._to, fcntl.F_GETPIPE_SZ) // 2
        try:
            self.pid = os.fork()
        except OSError:
            self.let_go()
            os.close(jobs)
            os.close(results)
            raise
        if self.pid == 0:
            try:
                for fork in (*others, self):
                    fork.let_go()  # or a copy would hold open what ends another
                _serve(function, jobs, results)
            finally:
                os._exit(1)
        os.close(jobs)
        os.close(results)

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
        try:
            _write(self._to, data)
        except BrokenPipeError:
            raise self._ended() from None
        return task

    @property
    def tasks(self) -> int:
        """How many it has."""
        return len(self._tasks)

    def receive(self) -> None:
        """Take what it has come to, once that is readable."""
        task = self._tasks.popleft()
        try:
            done, value = pickle.loads(_read(self._back))  # noqa: S301 (our own copy wrote it)
        except EOFError:
            raise self._ended() from None
        if done:
            task.results = value
        else:
            task.error = value

    def let_go(self) -> None:
        """Close its pipes, which ends it after what it is at."""
        os.close(self._to)
        os.close(self._back)

    def end(self, *, at_once: bool) -> None:
        """Wait until it has ended, after what it is at or without."""
        if self.pid:
            if at_once:
                os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)

    def _ended(self) -> WorkerError:
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        reason = f" by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else ""
        return WorkerError(f"a process that shared the work was ended{reason}; build again with --workers 1")


class Forks(AbstractContextManager["Forks"]):
    """``count`` copies, or as many as this user may have, to apply a function to lists of jobs."""

    def __init__(self, count: int, function: Callable[[list[Any]], Iterable[Any]]) -> None:
        self._function = function
        self._forks: list[_Fork] = []
        with suppress(OSError):  # there are too many processes or files: fewer do it, too, or this one alone
            for _ in range(count):
                self._forks.append(_Fork(function, self._forks))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for fork in self._forks:
            fork.let_go()
        for fork in self._forks:
            fork.end(at_once=kind is not None)

    def results(
        self, chunks: Iterator[list[Job]], meanwhile: Callable[[], None] | None = None
    ) -> Iterator[list[Result]]:
        """What the function makes of each list of jobs, in order; this process takes its share of them.

        ``meanwhile`` is done first, while the copies are at work for some time. Raises WorkerError when a copy is ended
        from outside, and whatever the function raises.
        """
        under_way: deque[_Task] = deque()
        waiting = self._hand_out(chunks, under_way, None, tasks=_AHEAD if meanwhile else _READY)
        if meanwhile:
            meanwhile()
        while under_way or waiting is not None:
            if under_way and under_way[0].is_done:
                yield _taken(under_way.popleft())
            elif waiting is None:
                self._collected(timeout=None)
            elif not self._collected(timeout=0):
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

    def _collected(self, timeout: float | None) -> bool:
        """Whether there were results to take, after some time."""
        busy = [fork for fork in self._forks if fork.tasks]
        readable, _, _ = select.select(busy, (), (), timeout)
        for fork in readable:
            fork.receive()
        return bool(readable)


def _taken(task: _Task) -> Any:
    if task.error is not None:
        raise task.error
    return task.results


def _serve(function: Callable[[list[Any]], Iterable[Any]], jobs: int, results: int) -> NoReturn:
    """Do what comes, until the pipe ends, as it does when the process that made this one ends, in whatever way."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(jobs, "rb") as coming:
        while True:
            try:
                chunk = pickle.load(coming)  # noqa: S301 (the process that made this one wrote it)
            except EOFError:
                os._exit(0)
            try:
                answer: tuple[bool, Any] = True, list(function(chunk))
            except Exception as error:
                answer = False, error
            data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            _write(results, len(data).to_bytes(_HEADER, "little"))
            _write(results, data)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read(descriptor: int) -> bytearray:
    """One answer. Raises EOFError where it ends before its end."""
    return _exactly(descriptor, int.from_bytes(_exactly(descriptor, _HEADER), "little"))


def _exactly(descriptor: int, size: int) -> bytearray:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        count = os.readv(descriptor, [rest])
        if not count:
            raise EOFError
        rest = rest[count:]
    return data
