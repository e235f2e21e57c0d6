"""One copy of this process, and the messages to it and back."""

import os
import pickle
import signal
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from feedpub.errors import WorkerError
from feedpub.system import pipes, service, signals
from feedpub.system.service import Function

_NOTHING: Any = object()


class Task:
    """Some jobs on their way: ``size`` bytes when they are sent."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.results: Any = _NOTHING
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.results is not _NOTHING or self.error is not None


class Fork:
    """One copy: a pipe to it with jobs and what they need, and one back with results, in the order of the jobs."""

    def __init__(self, function: Function, others: Iterable["Fork"]) -> None:
        """Raises OSError where there are too many processes, or too many files open."""
        jobs, self._to, self._back, results = pipes.pair()
        self._tasks: deque[Task] = deque()
        self._room = pipes.room(self._to)
        # A signal between the fork and what the copy does about it would run the rest of this program twice.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signals.ENDING)
        try:
            self.pid = os.fork()
            if self.pid == 0:
                service.serve(function, jobs, results, [end for fork in (*others, self) for end in fork.ends])
        except OSError:
            self.let_go()
            raise
        finally:
            os.close(jobs)
            os.close(results)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def ends(self) -> list[int]:
        """Its pipes, as far as they are open."""
        return [end for end in (self._to, self._back) if end >= 0]

    def fileno(self) -> int:
        """Readable when results are there."""
        return self._back

    def takes(self, data: bytes) -> bool:
        """Whether more jobs can be sent without waiting."""
        return not self._tasks or sum(task.size for task in self._tasks) + len(data) <= self._room

    def send(self, data: bytes) -> Task:
        """Give it a task."""
        task = Task(len(data))
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
        """Close its pipes, if they are open."""
        for end in self.ends:
            os.close(end)
        self._to = self._back = -1

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
