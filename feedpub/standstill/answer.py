"""What a command was answered when nothing was left to do: the same again, as long as nothing moves."""

import fcntl
import marshal
import os
import sys
import time

from feedpub.standstill import surroundings
from feedpub.standstill.listing import State, is_sure, state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

NAME = "answer"

Answer = tuple[str, str, int]
"""The text on standard output, the one on standard error, the exit status."""


class Question:
    """All that an answer is to: arguments, folder, environment, terminals, and the state of the configuration.

    ``takes_all`` is whether any text can be written where it is asked.
    """

    def __init__(self, arguments: "Sequence[str]") -> None:
        self.when = time.time_ns()
        config = _config(arguments)
        self.config = state(config)
        self.folder = f"{os.path.dirname(config) or '.'}/.feedpub"
        self.arguments = list(arguments)
        self.environment = sorted((name, value) for name, value in os.environ.items() if name.startswith("FEEDPUB_"))
        streams = [(stream.encoding, stream.isatty()) for stream in (sys.stdout, sys.stderr)]
        self.takes_all = all(encoding.lower() == "utf-8" for encoding, _ in streams)
        self.whole = (self.arguments, _here(), self.environment, streams, self.config)


def known(question: Question) -> Answer | None:
    """The answer, where it is still the same; ``None`` when that is to be found out."""
    folder = question.folder
    try:
        with open(f"{folder}/{NAME}", "rb") as file:
            known: tuple[Any, State, Answer] = marshal.load(file)
        before, basis, answer = known
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None
    if before != question.whole or basis != state(f"{folder}/{surroundings.NAME}") or not _hold(folder):
        return None
    return answer


def remember(question: Question, say: "Callable[[dict[str, Any]], Answer]") -> None:
    """Note the answer, if the build that has just ended left one that stands.

    ``say`` turns the report of a build that has nothing to do into an answer.
    """
    basis, seen = state(f"{question.folder}/{surroundings.NAME}"), surroundings.read(question.folder)
    if seen is None or seen["trees"] is None or question.config is None:
        return
    answer = say(seen["report"])
    shown = question.takes_all or (answer[0] + answer[1]).isascii()
    if shown and is_sure(question.config[0], question.when):
        _write(f"{question.folder}/{NAME}", (question.whole, basis, answer))


def _write(path: str, value: "tuple[Any, ...]") -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            marshal.dump(value, file)
        os.replace(temporary, path)
    except OSError:
        _remove(temporary)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""  # somebody has removed it


def _config(arguments: "Sequence[str]") -> str:
    """The configuration that is meant, as far as that can be told without reading the arguments as commands do.

    A wrong guess costs time alone: an answer is to all of its arguments.
    """
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = argument.partition("=")
        if name == "--config":
            return value or following
    return os.environ.get("FEEDPUB_BUILD_CONFIG", "feedpub.toml")


def _hold(folder: str) -> bool:
    """Whether nothing has moved, and no build is under way."""
    try:
        lock = os.open(f"{folder}/lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return surroundings.hold(folder)
    except OSError:
        return False
    finally:
        os.close(lock)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
