"""What a build is told to do."""

from msgspec import Struct

MAX_RESURFACING = 3


class Orders(Struct, frozen=True, kw_only=True):
    """The options of a build; ``build`` says what each one means."""

    dry_run: bool = False
    accept: bool = False
    max_resurfacing: int = MAX_RESURFACING
    prune: bool = False
    resume_from: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether a build that has nothing new to read may have nothing to do."""
        return not (self.accept or self.prune or self.resume_from)
