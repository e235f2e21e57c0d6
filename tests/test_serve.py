"""The preview, started as a user starts it, and asked over real HTTP."""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser import chromium, visiting
from tests.conftest import SEED

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


def test_an_open_page_is_loaded_again_when_a_digest_changes(
    server: tuple[subprocess.Popen[str], int], folder: Path
) -> None:
    """The page in the browser alone has the script for that, never the file."""
    page = folder / "feeds" / "index.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><body><p>Page</p></body></html>", encoding="utf-8")
    with chromium() as browser, visiting(browser, f"http://127.0.0.1:{server[1]}/a/b/") as visit:
        expect(visit.page.get_by_text("Page")).to_be_visible()
        page.write_text(page.read_text(encoding="utf-8").replace("Page", "Again"), encoding="utf-8")
        (folder / "seeds" / "second.md").write_text(DIGEST, encoding="utf-8")
        expect(visit.page.get_by_text("Again")).to_be_visible(timeout=20_000)
    assert b"Second" in _get(server[1], "/a/b/atom.xml")[1]
    assert "reload.js" not in page.read_text(encoding="utf-8")


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
    """Each gets every answer."""

    def reader(_: int) -> set[int]:
        return {
            _get(server[1], f"/a/b/{name}", Accept_Encoding="br")[0].status for name in ("atom.xml", "feed.json") * 3
        }

    with ThreadPoolExecutor(200) as readers:
        assert set().union(*readers.map(reader, range(200))) == {200}


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
