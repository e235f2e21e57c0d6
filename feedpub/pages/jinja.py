"""The one room that meets Jinja2: templates of the user's own first, then those that come with feedpub."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)

from feedpub.errors import ConfigError

_OURS = Path(__file__).parent / "templates"


class Templates:
    """Templates, each compiled once.

    One in ``folder`` replaces feedpub's own of its name, or extends it by the name ``feedpub/…``.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.environment = _environment(folder, _state(folder) if folder else ())

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """A page. Raises ConfigError where a user's template is broken, with its place."""
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:
            # Whatever a template of the user's own calls may raise whatever it likes.
            place = self._place(name, error)
            if place is None:
                raise
            raise ConfigError(f"{place}: {_fact(error)}; mend the template") from None

    def _place(self, name: str, error: Exception) -> str | None:
        """The file and the line of a user's template that are to blame, if it is one's own."""
        if self.folder is None:
            return None
        if isinstance(error, TemplateSyntaxError):
            return f"{error.filename or name}:{error.lineno}"
        if isinstance(error, UnicodeDecodeError):
            return _undecodable(self.folder, error)
        own = [place for place in _places(error.__traceback__) if place.startswith(f"{self.folder}/")]
        return own[-1] if own else None


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        yield f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next


def _undecodable(folder: Path, error: UnicodeDecodeError) -> str | None:
    line = error.object[: error.start].count(b"\n") + 1
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.read_bytes() == error.object)
    return next((f"{file}:{line}" for file in found), None)


def _fact(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    return " ".join(str(error).split()) or type(error).__name__


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether templates are still what they were."""
    found = ((str(file), file.stat()) for file in sorted(folder.rglob("*")))
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in found)


@lru_cache(maxsize=4)
def _environment(folder: Path | None, _: tuple[tuple[str, int, int], ...]) -> Environment:
    ours = FileSystemLoader(_OURS)
    loaders = [ours, PrefixLoader({"feedpub": ours})]
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), *loaders] if folder else loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Another state is another environment: no template is asked for its date.
        auto_reload=False,
    )
