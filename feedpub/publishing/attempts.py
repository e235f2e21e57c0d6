"""What is begun again when a digest turns out not to be what its first lines said."""

from collections.abc import Callable
from typing import TypeVar

from feedpub.errors import ChangedError, SourceError

Result = TypeVar("Result")

# First by first lines alone; then thoroughly, and once more, as a digest may be written to at any moment.
_THOROUGH = (False, True, True)


def attempted(attempt: Callable[[bool], Result]) -> Result:
    """What ``attempt`` returns, which is told whether to read all new files to their ends.

    Then a digest that cannot be read is known as such, and one that was written to meanwhile is read again. Raises
    SourceError where one goes on to change.
    """
    changed = ""
    for thorough in _THOROUGH:
        try:
            return attempt(thorough)
        except ChangedError as error:
            changed = str(error)
    raise SourceError(f"{changed}: this digest changes while it is read; build again when it is written")
