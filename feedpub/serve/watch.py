"""Sources that change while the preview runs: a new build, and news for the open pages."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, awatch

from feedpub.build import build
from feedpub.config import Site
from feedpub.errors import FeedpubError
from feedpub.report import BuildReport
from feedpub.serve.app import Pages


class Watcher:
    """Builds again whenever a digest, a template or the configuration changes, wherever that says they are."""

    def __init__(
        self,
        config: Path,
        site: Site,
        pages: Pages,
        built: Callable[[BuildReport], None],
        failed: Callable[[str], None],
    ) -> None:
        self.config, self.site, self.pages = config, site, pages
        self.built, self.failed = built, failed
        self.alone, self.stop = asyncio.Lock(), asyncio.Event()
        self.moved = asyncio.Event()

    async def run(self) -> None:
        """Watch, until ``end`` is called."""
        while not self.stop.is_set():
            self.moved = asyncio.Event()
            self.followed = self._folders()
            await asyncio.gather(*(self._follow(folder, below) for folder, below, _ in self.followed))

    def end(self) -> None:
        """Stop soon."""
        self.stop.set()
        self.moved.set()

    def _folders(self) -> set[tuple[Path, bool, int]]:
        """The folders to watch, whether with all below them, and which they are: one of that name may come anew."""
        # What lies beside the configuration may be large, as virtual environments are: it alone is watched there.
        wanted = [(self.config.parent, False), *((folder, True) for folder in _sources(self.site))]
        return {(folder, below, folder.stat().st_ino) for folder, below in wanted if folder.is_dir()}

    async def _follow(self, folder: Path, below: bool) -> None:
        watched = _watched(self.config, self.site)
        async for _ in awatch(folder, watch_filter=watched, stop_event=self.moved, recursive=below):
            async with self.alone:
                await self._again()

    async def _again(self) -> None:
        try:
            self._read(Site.from_file(self.config))
            report = await asyncio.to_thread(build, self.site)
        except FeedpubError as error:
            self.failed(str(error))
        else:
            self.built(report)
            self.pages.builds += bool(report.written or report.removed)
        if self._folders() != self.followed:
            self.moved.set()

    def _read(self, site: Site) -> None:
        if (site.feeds_folder, site.feeds_location) != (self.site.feeds_folder, self.site.feeds_location):
            self.failed("feeds.path or site.feeds_url has changed; start the preview again to see it")
        self.site = site


def _sources(site: Site) -> Iterator[Path]:
    yield site.source_folder
    if site.pages.templates is not None:
        yield site.root / site.pages.templates


def _watched(config: Path, site: Site) -> Callable[[Change, str], bool]:
    """The configuration, and what is in the folders of sources, save for hidden files and for what a build writes."""
    sources, feeds, wanted = [*map(Path.resolve, _sources(site))], site.feeds_folder.resolve(), config.resolve()

    def watched(_: Change, path: str) -> bool:
        changed = Path(path).resolve()
        if changed == wanted:
            return True
        if changed.is_relative_to(feeds):
            return False
        below = [changed.relative_to(source) for source in sources if changed.is_relative_to(source)]
        return any(not any(part.startswith(".") for part in path.parts) for path in below)

    return watched
