"""The application: the feeds folder at its path, the way there from the root, and news of rebuilds for open pages."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from feedpub.config import Site
from feedpub.serve.static import FeedsFolder

_RELOAD = (Path(__file__).parent / "reload.js").read_bytes()
# How soon a stream notices that the server ends, and how often a silent one shows that it lives; in seconds.
_PAUSE, _ALIVE = 0.2, 15


class Pages:
    """The open pages of the preview: they are told of rebuilds, and let go when the server ends."""

    def __init__(self) -> None:
        self.builds = 0
        self.closing = False

    @staticmethod
    def prefix(site: Site) -> str:
        """The path of the feeds folder, without a slash at the end."""
        return urlsplit(site.feeds_location).path.rstrip("/")

    async def changes(self) -> AsyncIterator[str]:
        """Server-sent events: one for each build that changed something."""
        seen, silent = self.builds, 0.0
        yield ": open\n\n"
        while not self.closing:
            await asyncio.sleep(_PAUSE)
            silent += _PAUSE
            if self.builds != seen or silent >= _ALIVE:
                yield "data: built\n\n" if self.builds != seen else ": alive\n\n"
                seen, silent = self.builds, 0.0


def app(site: Site, pages: Pages) -> Starlette:
    """The application that serves a site's feeds folder."""
    prefix = pages.prefix(site)

    async def to_feeds(_: Request) -> Response:
        return RedirectResponse(f"{prefix}/")

    async def reload(_: Request) -> Response:
        return Response(_RELOAD, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    async def changes(_: Request) -> Response:
        return StreamingResponse(pages.changes(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    routes: list[BaseRoute] = [Route("/.feedpub/reload.js", reload), Route("/.feedpub/changes", changes)]
    if prefix:
        routes.append(Route("/", to_feeds))
    routes.append(Mount(unquote(prefix), FeedsFolder(site.feeds_folder)))
    return Starlette(routes=routes)
