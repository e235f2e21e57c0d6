"""What a copy of this process does for it: it takes messages from one pipe, and answers in another."""

import os
import pickle
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from feedpub.system import pipes, signals

Function = Callable[[list[Any]], Iterable[Any]]
"""What is made of a list of jobs."""

Message = tuple[str, ...] | Function | list[Any]
"""Names of modules to import, for when they are needed; a function for the jobs to come; or jobs, to be answered."""


def serve(function: Function, messages: int, answers: int, others: Iterable[int]) -> NoReturn:
    """Do what comes, until the pipe ends, as it does when the process that made this one ends, in whatever way."""
    try:
        for end in others:
            os.close(end)  # or this copy would hold open what ends another
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals.ENDING)
        while True:
            message: Message = pickle.loads(pipes.receive(messages))  # noqa: S301 (who made this process wrote it)
            match message:
                case tuple():
                    for module in message:
                        with suppress(Exception):  # whoever needs it will tell
                            import_module(module)
                case list():
                    pipes.send(answers, _answer(function, message))
                case _:
                    function = message
    finally:
        os._exit(1)


def _answer(function: Function, jobs: list[Any]) -> bytes:
    """What the function makes of jobs, or raises, as bytes."""
    try:
        return pickle.dumps((True, list(function(jobs))), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> bytes:
    """An error, with where it came from; as another where it cannot be told as it is."""
    import traceback

    text = "".join(traceback.format_exception(error))
    error.add_note(f"in a process that shared the work: {text}")
    try:
        data = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(data)  # noqa: S301 (written just now)
    except Exception:
        return pickle.dumps((False, RuntimeError(text)), pickle.HIGHEST_PROTOCOL)
    return data
