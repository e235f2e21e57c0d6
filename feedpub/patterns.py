"""Regular expressions that are compiled when they are first used: Python keeps none from run to run, and most runs
need few of those that there are.
"""

import re
from typing import Any, AnyStr, cast


class _Late:
    """Becomes the expression bit by bit: each of its methods is kept once it has been asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._arguments: tuple[Any, int] = text, flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(*self._arguments), name)
        setattr(self, name, method)
        return method


def expression(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The regular expression. An error in it shows when it is used."""
    return cast("re.Pattern[AnyStr]", _Late(text, flags))
