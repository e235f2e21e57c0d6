"""A preview over real HTTP: builds, serves the feeds at the path that they will have, rebuilds when sources change."""

import asyncio
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from feedpub.build import build
from feedpub.config import Site
from feedpub.errors import OutputError
from feedpub.report import BuildReport
from feedpub.serve.app import Pages, app
from feedpub.serve.watch import Watcher

HOST = "127.0.0.1"
PORT = 8000


def serve(
    config: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    ready: Callable[[str], None],
    built: Callable[[BuildReport], None],
    failed: Callable[[str], None],
) -> None:
    """Build the site of a feedpub.toml and serve its feeds until SIGINT or SIGTERM; port 0 takes a free one.

    ``ready`` is told the address, ``built`` every report, ``failed`` what stops a later build. Raises what
    ``Site.from_file`` and ``build`` raise at the start, OutputError when the port cannot be had.
    """
    site = Site.from_file(config)
    with _listening(host, port) as listening:
        built(build(site))
        pages = Pages()
        server = _Server(uvicorn.Config(app(site, pages), log_level="error", access_log=False, server_header=False))
        server.pages = pages
        ready(f"http://{_authority(host, listening.getsockname()[1])}{pages.prefix(site)}/")
        # uvicorn raises the signal again when it has stopped: then there is nothing left to do.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        asyncio.run(_run(server, listening, Watcher(config, site, pages, built, failed)))


async def _run(server: "_Server", listening: socket.socket, watcher: Watcher) -> None:
    task = asyncio.create_task(watcher.run())
    try:
        await server.serve(sockets=[listening])
    finally:
        watcher.end()
        await task


class _Server(uvicorn.Server):
    """A server that tells the open pages when it ends; else their streams would keep it waiting."""

    pages: Pages

    def handle_exit(self, sig: int, _: object) -> None:
        self.pages.closing = True
        super().handle_exit(sig, None)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        fact = f"cannot be listened on ({error.strerror or error})"
        raise OutputError(f"{_authority(host, port)}: {fact}; choose another with --port") from None


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
