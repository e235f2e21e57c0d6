"""What the configuration knows of a feed's files: where they will be served, and what the ledger remembers."""

from functools import cached_property
from pathlib import Path

from feedpub.categories import Categories
from feedpub.check.rules import against
from feedpub.config import Site
from feedpub.memory import ledger


class Places:
    """Where the files below a site's feeds folder will be served; old addresses of categories point to the new one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.root = site.feeds_folder.resolve()
        self.location = site.feeds_location

    @cached_property
    def ledger(self) -> ledger.Ledger:
        """What subscribers have seen; empty where nothing was published yet."""
        return ledger.read(self.site.feeds_folder / ledger.NAME) or ledger.Ledger()

    @cached_property
    def known(self) -> against.Known:
        """The ids of the ledger, and by what else its entries are recognised."""
        return against.of_ledger(self.ledger)

    @cached_property
    def _folders(self) -> dict[str, str]:
        moved = Categories(self.site, self.ledger.feeds.values()).moved
        return {f"categories/{old}": f"categories/{new}" for old, new in moved.items()}

    def below(self, name: str) -> Path | None:
        """A file's place in the feeds folder, ``None`` for one that is not below it."""
        path = Path(name).resolve()
        return path.relative_to(self.root) if path.is_relative_to(self.root) else None

    def of(self, name: str) -> str | None:
        """The URL of a file, ``None`` for one that is not below the folder."""
        place = self.below(name)
        if place is None:
            return None
        folder = self._folders.get(place.parent.as_posix(), place.parent.as_posix())
        return self.location + (place.name if folder == "." else f"{folder}/{place.name}")
