"""The text of a date in a feed → the instant that its format's specification gives it, and what is wrong with it."""

from functools import lru_cache
from typing import Literal

from feedpub.check.moments import rfc822, rfc3339
from feedpub.check.moments.clock import Fault, FaultyError, Reading

# Atom is RFC 3339 in capitals; "dc" is W3C-DTF, as Dublin Core and its like have it.
Form = Literal["atom", "json", "rss", "dc"]


@lru_cache(maxsize=4096)
def read(text: str, form: Form) -> Reading:
    """What a date says. White space around it belongs to the feed's indentation, save in Atom (RFC 4287, section 3)."""
    bare = text.strip()
    try:
        found = _read(bare, form)
    except FaultyError as error:
        found = Reading(None, (error.fault,))
    if form == "atom" and bare != text:
        return Reading(found.instant, (*found.faults, Fault("date-padded", "has white space around it")))
    return found


def _read(text: str, form: Form) -> Reading:
    match form:
        case "rss":
            return rfc822.read(text)
        case "dc":
            return rfc3339.read_short(text)
        case _:
            return rfc3339.read(text, capitals=form == "atom")
