"""Work that is shared with copies of this process: results in order, nothing stuck, nobody left behind."""

import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from feedpub.errors import WorkerError
from feedpub.system.forks import Forks
from feedpub.system.workers import Plan, Workers
from tests import unprivileged
from tests.killing import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, processes are concurrent.futures'")


def _chunks(count: int, size: int = 3) -> Iterator[list[int]]:
    return ([size * number + place for place in range(size)] for number in range(count))


def _slow(numbers: list[int]) -> list[tuple[int, int]]:
    time.sleep(0.03 if numbers[0] % 2 else 0.001)
    return [(number, os.getpid()) for number in numbers]


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_their_jobs(count: int) -> None:
    """However long each takes; this process does its share."""
    with Forks(count, _slow) as forks:
        found: list[tuple[int, int]] = list(chain.from_iterable(forks.results(_chunks(20))))
    assert [number for number, _ in found] == list(range(60))
    who = {pid for _, pid in found}
    assert os.getpid() in who
    assert len(who) > 1


def test_something_else_may_be_done_meanwhile() -> None:
    """The copies have work before it begins."""
    done: list[object] = []
    with Forks(1, _slow) as forks:
        results: Iterator[list[object]] = forks.results(_chunks(20), meanwhile=lambda: done.append("first"))
        done.extend(results)
    assert done[0] == "first"
    assert len(done) == 21


def test_copies_are_there_for_more_than_one_kind_of_work() -> None:
    """Another function may come, and modules that it will need, before it does."""
    with Forks(1, _slow) as forks:
        first: list[tuple[int, int]] = list(chain.from_iterable(forks.results(_chunks(20), afterwards=["wave"])))
        forks.use(_loaded)
        jobs: Iterator[list[str]] = iter([["wave"]] * 40)
        found: list[tuple[int, bool]] = list(chain.from_iterable(forks.results(jobs)))
    assert len(first) == 60
    assert {pid for _, pid in first} == {pid for pid, _ in found}
    assert dict(found) == {pid: pid != os.getpid() for pid, _ in found}


def _loaded(modules: list[str]) -> list[tuple[int, bool]]:
    time.sleep(0.005)
    return [(os.getpid(), module in sys.modules) for module in modules]


@pytest.mark.parametrize("size", [10, 100_000, 3_000_000])
def test_jobs_and_results_may_be_larger_than_a_pipe(size: int) -> None:
    """Nobody waits for somebody who waits."""
    jobs = ([bytes([number]) * size] for number in range(25))
    with Forks(2, lambda chunk: [one + one for one in chunk]) as forks:
        found: list[list[bytes]] = list(forks.results(jobs))
    assert found == [[bytes([number]) * 2 * size] for number in range(25)]


def test_what_the_work_raises_is_raised_here() -> None:
    """The first by the order of the jobs, and the copies end."""

    def work(numbers: list[int]) -> list[int]:
        time.sleep(0.02 if numbers[0] == 3 else 0)
        if numbers[0] >= 3:
            raise LookupError(numbers[0])
        return numbers

    with pytest.raises(LookupError, match="3"), Forks(2, work) as forks:
        list(forks.results(_chunks(9)))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


class _NeedsTwoError(Exception):
    """What pickle cannot make again."""

    def __init__(self, fact: str, repair: str) -> None:
        super().__init__(f"{fact}; {repair}")


@pytest.mark.parametrize(
    ("work", "kind", "said"),
    [
        (lambda _: [1 // 0], ZeroDivisionError, "zero"),
        (lambda _: [lambda: None], (AttributeError, pickle.PicklingError), "pickle"),
        (lambda _: _raised(_NeedsTwoError("a fact", "a repair")), RuntimeError, "a fact; a repair"),
    ],
    ids=["error", "result", "odd-error"],
)
def test_what_goes_wrong_in_a_copy_is_told_with_its_place(work: Any, kind: Any, said: str) -> None:
    """So that whoever has to mend it knows where."""
    parent = os.getpid()
    with (
        pytest.raises(kind, match=said) as caught,
        Forks(1, lambda jobs: work(jobs) if os.getpid() != parent else []) as forks,
    ):
        list(forks.results(_chunks(9)))
    told = "".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    assert "Traceback" in told
    assert "test_forks.py" in told or "service.py" in told


def _raised(error: Exception) -> list[object]:
    raise error


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_a_newborn_copy_ends_that_alone(number: int) -> None:
    """However early it comes: nothing of this program runs twice. The copy's work is not lost without a word."""
    program = f"""
import os
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), {int(number)}))
import atexit, signal, sys
atexit.register(print, "ended once", flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
from feedpub.errors import WorkerError
from feedpub.system.forks import Forks
try:
    with Forks(1, lambda jobs: jobs) as forks:
        print(sum(map(len, forks.results(iter([[1]] * 5)))))
except WorkerError as error:
    print("told")
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines() == ["told" if number == signal.SIGTERM else "5", "ended once"]


def test_nobody_needs_to_hear_of_ended_copies() -> None:
    """Where SIGCHLD is ignored, the system tells nobody."""
    program = """
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
from feedpub.system.forks import Forks
with Forks(2, lambda jobs: jobs) as forks:
    print(sum(map(len, forks.results(iter([[1]] * 50)))))
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert (said.returncode, said.stderr, said.stdout) == (0, "", "50\n")


def test_a_process_with_many_open_files_may_have_copies() -> None:
    """More than select knows of."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        with Forks(1, _slow) as forks:
            assert sum(map(len, forks.results(_chunks(5)))) == 15
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_copy_that_is_killed_is_told() -> None:
    """As when the machine runs out of memory."""
    parent = os.getpid()

    def work(numbers: list[int]) -> list[int]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return numbers

    with (
        pytest.raises(WorkerError, match=r"ended by signal 9; see to it that there is memory for all"),
        Forks(1, work) as forks,
    ):
        list(forks.results(_chunks(9)))


def test_where_no_process_may_be_begun_this_one_does_it_all(tmp_path: Path) -> None:
    """As in a container that has as many as it may have."""

    def action() -> None:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        with Forks(2, lambda numbers: [*numbers, os.getpid()]) as forks:
            results: Iterator[list[int]] = forks.results(_chunks(5))
            raise LookupError({done[-1] for done in results} == {os.getpid()})

    assert unprivileged.done(action, tmp_path) == "True"


def test_copies_end_with_the_process_that_made_them() -> None:
    """Even when that is killed, and they wait for work or are at it."""
    program = """
import os, signal, time
from feedpub.system.forks import Forks
with Forks(3, lambda jobs: time.sleep(0.2) or [os.getpid()]) as forks:
    print(*(fork.pid for fork in forks._forks), flush=True)
    for _ in forks.results(iter([[1]] * 5)):
        os.kill(os.getpid(), signal.SIGKILL)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert said.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in said.stdout.split()]
    assert len(pids) == 3
    until(lambda: not any(Path(f"/proc/{pid}/fd/0").exists() for pid in pids))


def test_a_plan_tells_when_it_is_worth_it() -> None:
    """A few jobs are done here; the result is the same."""
    with Workers(3) as workers:
        few = set(workers.each(lambda jobs: [os.getpid() for _ in jobs], range(9), Plan("", size=2, enough=10)))
        many = set(workers.each(lambda jobs: [os.getpid() for _ in jobs], range(90), Plan("", size=2, enough=10)))
    assert few == {os.getpid()}
    assert len(many) > 1


def test_workers_do_one_kind_of_work_after_another() -> None:
    """The same ones; and others, after work that was given up or has failed."""
    plan = Plan("", size=2, enough=10)
    with Workers(2) as workers:
        first = set(workers.each(_who, range(90), plan))
        second = set(workers.each(_who_else, range(90), plan))
        for _ in workers.each(_who, range(90), plan):
            break
        with pytest.raises(ZeroDivisionError):
            list(workers.each(_fails, range(90), plan))
        assert len(set(workers.each(_who, range(90), plan))) == 2
    assert len(first) == 2
    assert second == {(pid, "else") for pid in first}
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_whoever_shares_work_is_with_one_kind_at_a_time() -> None:
    """Two kinds that are asked for in turns get what is theirs, also when one is given up."""
    plan = Plan("", size=1, enough=4)
    with Workers(2) as workers:
        one, other = workers.each(_who, range(60), plan), workers.each(_who_else, range(60), plan)
        pairs = list(zip(one, other, strict=True))
        given_up = workers.each(_who, range(60), plan)
        next(given_up)
        left = workers.each(_who_else, range(60), plan)
        next(left)
        del given_up
        assert all(said == "else" for _, said in left)
    assert all(isinstance(pid, int) and said == "else" for pid, (_, said) in pairs)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_module_that_cannot_be_imported_is_told_by_who_needs_it() -> None:
    """Nobody dies of it before."""
    with Forks(1, _slow) as forks:
        assert len(list(chain.from_iterable(forks.results(_chunks(20), afterwards=["no.such.module"])))) == 60
        forks.use(_who)
        jobs: Iterator[list[int]] = iter([[1]] * 40)
        assert len(list(chain.from_iterable(forks.results(jobs)))) == 40


def _who(jobs: list[int]) -> list[int]:
    time.sleep(0.001)
    return [os.getpid() for _ in jobs]


def _who_else(jobs: list[int]) -> list[tuple[int, str]]:
    time.sleep(0.001)
    return [(os.getpid(), "else") for _ in jobs]


def _fails(jobs: list[int]) -> list[float]:
    return [1 / (one - 50) for one in jobs]
