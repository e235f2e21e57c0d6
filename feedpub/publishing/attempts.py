"""What is begun again when a digest turns out not to be what its first lines said."""

from collections.abc import Callable
from typing import TypeVar

from feedpub.errors import ChangedError, SourceError

Result = TypeVar("Result")


def attempted(attempt: Callable[[bool], Result]) -> Result:
    """What ``attempt`` returns. It is told whether to read all files to their ends, as it is after a ChangedError.

    Then a digest that cannot be read is known as such, and one that was written to meanwhile is read again. Raises
    SourceError when that goes on.
    """
    for thorough in (False, True):
        try:
            return attempt(thorough)
        except ChangedError:
            continue
    try:
        return attempt(True)
    except ChangedError as error:
        message = f"{error}: this digest changes while it is read; build again when it is written"
        raise SourceError(message) from None
