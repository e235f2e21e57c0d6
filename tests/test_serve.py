"""The preview, started as a user starts it, and asked over real HTTP."""

import asyncio
import gzip
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Self

import brotli
import pytest
from playwright.sync_api import expect

from feedpub.config import Site
from feedpub.report import BuildReport
from feedpub.serve.app import Pages as OpenPages
from feedpub.serve.watch import Watcher
from tests.browser import chromium, visiting
from tests.conftest import SEED
from tests.load import readers

pytestmark = pytest.mark.pages

SITE = '[site]\ntitle = "News"\nurl = "https://example.com/"\nfeeds_url = "https://example.com/a/b/"\n'
DIGEST = "---\ntitle: Second\ndate: 2025-12-21T00:00:00Z\n---\n\nText.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication in a folder."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "feedpub.toml").write_text(SITE + 'tag = "example.com,2025"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``feedpub serve`` and its port."""
    command = [sys.executable, "-m", "feedpub", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        found = re.search(r"serving http://127\.0\.0\.1:(\d+)/a/b/ until", running.stderr.readline())
        assert found
        yield running, int(found[1])
        running.terminate()


def _get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response, data


def test_answers_are_those_of_a_good_host(server: tuple[subprocess.Popen[str], int], folder: Path) -> None:
    """Types with charset, CORS, validators; HEAD is GET without the body."""
    _, port = server
    kinds = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml", "feed.json": "application/feed+json"}
    for name, kind in kinds.items():
        response, data = _get(port, f"/a/b/{name}")
        assert (response.status, response.headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert data == (folder / "feeds" / name).read_bytes()
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["ETag"].startswith('"')
        head, nothing = _get(port, f"/a/b/{name}", "HEAD")
        assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(data)), b"")
    assert _get(port, "/")[0].headers["Location"] == "/a/b/"
    assert _get(port, "/a/b/atom.xml", "POST")[0].status == 405


def test_a_hashed_file_is_immutable(server: tuple[subprocess.Popen[str], int], folder: Path) -> None:
    """A year, unasked."""
    (folder / "feeds" / "x.0123456789ab.js").write_text("1", encoding="utf-8")
    response, _ = _get(server[1], "/a/b/x.0123456789ab.js")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_an_unchanged_feed_is_304(server: tuple[subprocess.Popen[str], int], folder: Path) -> None:
    """By its ETag or its date, also after a rebuild; another encoding is another answer."""
    _, port = server
    response, _ = _get(port, "/a/b/atom.xml")
    subprocess.run([sys.executable, "-m", "feedpub", "build"], cwd=folder, check=True)
    for headers in (
        {"If_None_Match": f'"x", W/{response.headers["ETag"]}'},
        {"If_Modified_Since": response.headers["Last-Modified"]},
    ):
        again, data = _get(port, "/a/b/atom.xml", **headers)
        assert (again.status, data, again.headers["ETag"]) == (304, b"", response.headers["ETag"])
    packed, _ = _get(port, "/a/b/atom.xml", Accept_Encoding="gzip", If_None_Match=response.headers["ETag"])
    assert packed.status == 200


def test_compression_is_what_the_reader_accepts(server: tuple[subprocess.Popen[str], int], folder: Path) -> None:
    """br before gzip, weights heeded, and nothing unasked."""
    data = (folder / "feeds" / "atom.xml").read_bytes()
    for accepted, encoding, unpack in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1, br;q=0.5", "gzip", gzip.decompress),
        ("br;q=0", None, bytes),
    ):
        response, packed = _get(server[1], "/a/b/atom.xml", Accept_Encoding=accepted)
        assert (response.headers["Content-Encoding"], unpack(packed)) == (encoding, data)
        assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "../feedpub.toml",
        "%2e%2e/feedpub.toml",
        "..%2ffeedpub.toml",
        "%2fetc/passwd",
        "x/%00",
        ".hidden",
        "link",
        "\\..\\x",
    ],
)
def test_nothing_outside_the_folder_is_served(
    server: tuple[subprocess.Popen[str], int], folder: Path, path: str
) -> None:
    """Nor what is hidden in it."""
    (folder / "feeds" / ".hidden").write_text("x", encoding="utf-8")
    (folder / "feeds" / "link").symlink_to(folder / "feedpub.toml")
    assert _get(server[1], f"/a/b/{path}")[0].status == 404


PLAIN = "<!doctype html><html lang=en><title>x</title><body><p>Page</p></body></html>"


@pytest.mark.parametrize("name", ["plain.html", ""])
def test_an_open_page_is_loaded_again_when_a_digest_changes(
    server: tuple[subprocess.Popen[str], int], folder: Path, name: str
) -> None:
    """Somebody's, and one under feedpub's own policy; the browser alone has the script for that, never the file."""
    page = folder / "feeds" / (name or "index.html")
    if name:
        page.write_text(PLAIN, encoding="utf-8")
    with chromium() as browser, visiting(browser, f"http://127.0.0.1:{server[1]}/a/b/{name}") as visit:
        expect(visit.page.get_by_text("Page" if name else "News").first).to_be_visible()
        if name:
            page.write_bytes(page.read_bytes().replace(b"Page", b"Second"))
        (folder / "seeds" / "second.md").write_text(DIGEST, encoding="utf-8")
        expect(visit.page.get_by_text("Second", exact=True).first).to_be_visible(timeout=20_000)
    assert b"Second" in _get(server[1], "/a/b/atom.xml")[1]
    assert b"reload.js" not in page.read_bytes()


class _Watched:
    """A preview that watches a folder, without its server: what it told, one thing at a time."""

    def __init__(self, folder: Path) -> None:
        self.told: Queue[object] = Queue()
        config = folder / "feedpub.toml"
        self.watcher = Watcher(config, Site.from_file(config), OpenPages(), self.told.put, self.told.put)
        self.thread = Thread(target=lambda: asyncio.run(self.watcher.run()))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.watcher.end()
        self.thread.join(timeout=20)

    def after(self, change: Callable[[], object]) -> object:
        """What is told after a change; it is done again until it is seen, as a watch takes a moment to begin."""
        for _ in range(100):
            change()
            with suppress(Empty):
                return self.told.get(timeout=0.3)
        raise AssertionError("nothing was told")

    def quiet(self) -> None:
        """Wait until nothing more is told."""
        with suppress(Empty):
            while True:
                self.told.get(timeout=1)


def test_what_is_watched_is_what_a_build_reads(folder: Path) -> None:
    """Digests, templates, the configuration, and the folders that this names anew; not what else lies beside them."""
    config, settings = folder / "feedpub.toml", (folder / "feedpub.toml").read_text(encoding="utf-8")
    for name in ("look", "other"):
        (folder / name).mkdir()
    with _Watched(folder) as watched:
        assert isinstance(watched.after(lambda: (folder / "seeds" / "b.md").write_text(DIGEST)), BuildReport)
        watched.quiet()
        config.write_text(settings + '[pages]\ntemplates = "look"\n', encoding="utf-8")
        assert isinstance(watched.told.get(timeout=20), BuildReport)
        assert isinstance(watched.after(lambda: (folder / "look" / "feed.html").write_text("x")), BuildReport)
        watched.quiet()
        config.write_text(settings + '[source]\npath = "other"\n', encoding="utf-8")
        watched.told.get(timeout=20)
        watched.quiet()
        assert isinstance(watched.after(lambda: (folder / "other" / "c.md").write_text(DIGEST)), BuildReport)
        watched.quiet()
        for unread in ("seeds/b.md", "look/feed.html", "beside.md", "other/.hidden.md"):
            (folder / unread).write_text("x", encoding="utf-8")
        with pytest.raises(Empty):
            watched.told.get(timeout=2)


def test_what_stops_a_later_build_is_told_and_the_watch_goes_on(folder: Path) -> None:
    """A configuration that cannot be read, a source folder that is gone and comes back."""
    config, settings = folder / "feedpub.toml", (folder / "feedpub.toml").read_text(encoding="utf-8")
    with _Watched(folder) as watched:
        assert "this is no TOML" in str(watched.after(lambda: config.write_text("x")))
        watched.quiet()
        config.write_text(settings, encoding="utf-8")
        assert isinstance(watched.told.get(timeout=20), BuildReport)
        watched.quiet()
        (folder / "seeds").rename(folder / "away")
        assert "seeds" in str(watched.told.get(timeout=20))
        watched.quiet()
        (folder / "away").rename(folder / "seeds")
        assert isinstance(watched.told.get(timeout=20), BuildReport)
        watched.quiet()
        assert isinstance(watched.after(lambda: (folder / "seeds" / "b.md").write_text(DIGEST)), BuildReport)


def test_another_address_needs_another_start(folder: Path) -> None:
    """And is told."""
    config, settings = folder / "feedpub.toml", (folder / "feedpub.toml").read_text(encoding="utf-8")
    with _Watched(folder) as watched:
        changed = settings + '[feeds]\npath = "elsewhere"\n'
        assert "start the preview again" in str(watched.after(lambda: config.write_text(changed)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told(server: tuple[subprocess.Popen[str], int], number: signal.Signals) -> None:
    """With status 0 and not a word, though a page is open."""
    running, port = server
    with socket.create_connection(("127.0.0.1", port)) as page:
        page.sendall(b"GET /.feedpub/changes HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in page.recv(1000)
        running.send_signal(number)
        assert running.wait(timeout=20) == 0
    assert running.stderr
    assert running.stderr.read() == ""


def test_two_hundred_readers_at_once(server: tuple[subprocess.Popen[str], int]) -> None:
    """Connected at the same time, each gets every answer, whole."""
    seen = asyncio.run(readers(f"http://127.0.0.1:{server[1]}/a/b/atom.xml", 200, 5))
    assert seen == {"200": 1000}


def test_a_port_that_is_taken_is_told(server: tuple[subprocess.Popen[str], int], folder: Path) -> None:
    """With the repair, and without a traceback."""
    command = [sys.executable, "-m", "feedpub", "serve", "--port", str(server[1])]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (3, 1)
    assert "choose another with --port" in run.stderr


def test_without_the_extra_it_says_what_to_install(folder: Path) -> None:
    """In one line."""
    (folder / "uvicorn.py").write_text('raise ModuleNotFoundError("x", name="uvicorn")', encoding="utf-8")
    command = [sys.executable, "-m", "feedpub", "serve"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert (run.returncode, run.stderr) == (
        2,
        "feedpub: uvicorn is not installed; run pip install 'feedpub[serve]'\n",
    )
