"""Sources that change while the preview runs: a new build, and news for the open pages."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

from watchfiles import Change, awatch

from feedpub.build import build
from feedpub.config import Site
from feedpub.errors import FeedpubError
from feedpub.report import BuildReport
from feedpub.serve.app import Pages


def rebuilding(
    config: Path, site: Site, pages: Pages, built: Callable[[BuildReport], None], failed: Callable[[str], None]
) -> Callable[[asyncio.Event], Coroutine[None, None, None]]:
    """A task that builds again whenever a digest or the configuration changes, until its event is set."""

    watched, alone = _watched(config, site), asyncio.Lock()

    async def watch(stop: asyncio.Event) -> None:
        # What lies beside the configuration may be large, as virtual environments are: it alone is watched there.
        await asyncio.gather(follow(site.source_folder, True, stop), follow(config.parent, False, stop))

    async def follow(folder: Path, recursive: bool, stop: asyncio.Event) -> None:
        async for _ in awatch(folder, watch_filter=watched, stop_event=stop, recursive=recursive):
            async with alone:
                await again()

    async def again() -> None:
        try:
            report = await asyncio.to_thread(lambda: build(Site.from_file(config)))
        except FeedpubError as error:
            failed(str(error))
            return
        built(report)
        pages.builds += bool(report.written or report.removed)

    return watch


def _watched(config: Path, site: Site) -> Callable[[Change, str], bool]:
    """The configuration and what is below the source folder, save for hidden files and for what a build writes."""
    sources, feeds, wanted = site.source_folder.resolve(), site.feeds_folder.resolve(), config.resolve()

    def watched(_: Change, path: str) -> bool:
        changed = Path(path).resolve()
        if changed == wanted:
            return True
        if not changed.is_relative_to(sources) or changed.is_relative_to(feeds):
            return False
        return not any(part.startswith(".") for part in changed.relative_to(sources).parts)

    return watched
