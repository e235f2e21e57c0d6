"""Why something that should be a feed could not be read at all: too large, out of reach, something else."""

# A feed of 1 MB is slow already; the largest real ones, of podcasts with all their episodes, have some 15 MB.
MAX_BYTES = 20_000_000
# Tags of HTML inside of XML.
_ESCAPED = (b"&lt;", b"&#60;", b"&#x3c;", b"&#x3C;")
# Of these, a few bytes become hundreds in memory: marks in XML, in JSON, what they stand for, how many are too many.
_CROWDS = (
    ((b"<entry", b"<item"), (b'"id"',), "entries", 10_000),
    ((b"<", *_ESCAPED), (b"<", b"\\u003c", b"\\u003C"), "elements", 200_000),
    ((), (b"{",), "objects", 60_000),
    ((), (b",",), "values", 400_000),
)


class UnusableError(Exception):
    """A feed that could not be read; becomes a finding of ``rule``."""

    def __init__(self, rule: str, fact: str, repair: str) -> None:
        super().__init__(fact)
        self.rule, self.fact, self.repair = rule, fact, repair


class GoneError(UnusableError):
    """There is no feed at this address, says the server."""


def too_large() -> UnusableError:
    """For a feed of more than MAX_BYTES."""
    fact = f"the feed has more than {MAX_BYTES:,} bytes; readers give up long before"
    return UnusableError("feed-too-large", fact, "show fewer entries")


def refuse_crowds(data: bytes, *, is_json: bool) -> None:
    """Raise UnusableError for a feed of so many parts that judging it would take minutes and gigabytes."""
    for in_xml, in_json, name, most in _CROWDS:
        count = sum(map(data.count, in_json if is_json else in_xml))
        if count > most:
            fact = f"the feed has {count:,} {name}, more than {most:,}; readers give up long before"
            raise UnusableError("feed-too-large", fact, "show fewer entries")
