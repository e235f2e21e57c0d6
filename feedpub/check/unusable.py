"""Why something that should be a feed could not be read at all: too large, out of reach, something else."""

# A feed of 1 MB is slow already; the largest real ones, of podcasts with all their episodes, have some 15 MB.
MAX_BYTES = 20_000_000


class UnusableError(Exception):
    """A feed that could not be read; becomes a finding of ``rule``."""

    def __init__(self, rule: str, fact: str, repair: str) -> None:
        super().__init__(fact)
        self.rule, self.fact, self.repair = rule, fact, repair


def too_large() -> UnusableError:
    """For a feed of more than MAX_BYTES."""
    fact = f"the feed has more than {MAX_BYTES:,} bytes; readers give up long before"
    return UnusableError("feed-too-large", fact, "show fewer entries")
