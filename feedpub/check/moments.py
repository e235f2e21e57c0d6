"""The text of a date in a feed → the instant that the format's specification gives it."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from feedpub.check.document import Document, Value

_RFC3339 = re.compile(
    r"(?P<wall>\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.\d+)?(?P<offset>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?",
    re.ASCII,
)
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +)?\d{1,2} +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{4}"
    r" +\d\d:\d\d(?::\d\d)?(?P<offset> +(?:[+-](?:[01]\d|2[0-3])[0-5]\d|GMT|UT|Z|[ECMP][SD]T))?",
    re.ASCII,
)


class MalformedError(ValueError):
    """The text is no date of its format."""


class WithoutOffsetError(ValueError):
    """The date says no offset, so it is no instant."""


def instant(document: Document, value: Value) -> datetime:
    """The aware instant of a date: RFC 3339 in Atom and JSON Feed, RFC 822 with four-digit years in RSS.

    Raises MalformedError or WithoutOffsetError.
    """
    rss = document.kind == "rss" and value.name != "date"
    match = (_RFC822 if rss else _RFC3339).fullmatch(value.text)
    if match is None:
        raise MalformedError
    if match["offset"] is None:
        raise WithoutOffsetError
    try:
        return parsedate_to_datetime(value.text) if rss else datetime.fromisoformat(value.text.upper())
    except ValueError:
        raise MalformedError from None
