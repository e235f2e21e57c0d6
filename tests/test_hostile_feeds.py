"""Whatever is sent as a feed: a finding within 5 s and 300 MB, and no request that was not asked for."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import feedpub
from feedpub.check import judge
from feedpub.check.reading.unusable import MAX_BYTES
from feedpub.formats import FORMATS
from tests.examples import feed
from tests.server import Answer, Server, body, redirect, serving

GOOD = FORMATS["atom"].document(feed())
HTML = b'<!doctype html>\n<html><link rel="alternate" type="application/atom+xml" href="/feeds/atom.xml"><br></html>'


def _bombs() -> Iterator[tuple[str, bytes, str]]:
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom">'
    json = b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)).encode()
    doctype = b'<!DOCTYPE feed [<!ENTITY a0 "aaaaaaaaaa">' + entities + b"]>"
    yield "entities", doctype + atom + b"<id>&a9;</id></feed>", "not-well-formed"
    yield "entities in an attribute", doctype + atom + b'<id x="&a9;"/></feed>', "not-well-formed"
    yield "deep XML", b"<feed>" * 190_000, "not-well-formed"
    yield "deep JSON", b"[" * 3_000_000, "not-well-formed"
    yield "many objects", json + b",".join([b"{}"] * 100_000) + b"]}", "feed-too-large"
    yield "many elements", atom + b"<a/>" * 4_000_000 + b"</feed>", "feed-too-large"
    yield "many entries", atom + b"<entry/>" * 200_000 + b"</feed>", "feed-too-large"
    yield "many items", json + b",".join([b'{"id":"1"}'] * 1_000_000) + b"]}", "feed-too-large"
    yield "many numbers", json + b",".join([b"1"] * 9_000_000) + b"]}", "feed-too-large"
    yield "a long number", json + b'{"id": ' + b"1" * 1_000_000 + b"}]}", "not-well-formed"
    yield "a lone surrogate", json + b'{"id": "\\ud800", "url": "http://\\ud800/"}]}', "link-malformed"
    yield "a long date", atom + b"<updated>" + b"2" * 9_000_000 + b"</updated></feed>", "date-malformed"
    html = atom + b'<entry><content type="html">%s</content></entry></feed>'
    yield "open comments", html % (b"&lt;!-- " * 190_000), "date-missing"
    yield "many tags", html % (b"&lt;b>" * 300_000), "feed-too-large"
    yield "open tags", html % (b"&lt;a " * 190_000), "date-missing"
    yield "open quotation marks", html % (b"&lt;a href='" * 190_000), "date-missing"
    yield "lost fragments", html % (b'\n&lt;a href="#x">' * 190_000), "fragment-without-target"
    yield "relative links", html % (b"\n&lt;a href='/x'>" * 190_000), "content-link-relative"
    yield "handlers", html % (b" onclick=" * 1_000_000), "date-missing"
    yield "HTML escaped twice", html % (b"&amp;lt;p " * 900_000), "date-missing"
    yield "tags in a title", atom + b"<title>" + b"&lt;b> " * 190_000 + b"</title></feed>", "date-missing"
    yield (
        "a long address",
        atom + b"<author><email>" + b"a@" * 4_000_000 + b"</email></author></feed>",
        "mail-malformed",
    )
    yield (
        "a long media type",
        atom + b'<link href="/" type="' + b"a/b;" * 2_000_000 + b'"/></feed>',
        "media-type-malformed",
    )
    yield "NULs", b"\0" * 10_000_000, "not-well-formed"
    yield "a NUL", GOOD.replace(b"Title", b"Ti\0tle"), "not-well-formed"
    yield "GBK that says UTF-8", GOOD.replace(b"Title", "标题".encode("gbk")), "not-well-formed"
    yield "UTF-16 that says UTF-8", GOOD.decode().encode("utf-16"), "encoding-not-utf-8"
    yield "UTF-8 that says Latin-1", GOOD.replace(b"UTF-8", b"ISO-8859-1"), "encoding-contradicts"
    yield "an encoding of nobody's", GOOD.replace(b"UTF-8", b"UTF-9"), "not-well-formed"
    yield (
        "an entity of a far DTD",
        b'<!DOCTYPE feed SYSTEM "http://127.0.0.1:1/">' + atom + b"&x;</feed>",
        "entity-undefined",
    )
    yield "HTML", HTML, "not-a-feed"
    yield "HTML after many comments", b"<!---->" * 280 + b"<p>", "not-well-formed"
    yield "gzip", gzip.compress(GOOD), "not-a-feed"
    yield "too much", b" " * (MAX_BYTES + 1), "feed-too-large"


BOMBS = list(_bombs())


@pytest.mark.parametrize(("data", "rule"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS])
def test_a_hostile_file_is_a_finding(tmp_path: Path, data: bytes, rule: str) -> None:
    """Soon, and short enough to be read."""
    path = tmp_path / "feed.xml"
    path.write_bytes(data)
    start = time.monotonic()
    findings = feedpub.check([path])
    assert rule in {finding.rule for finding in findings}
    assert "not-judged" not in {finding.rule for finding in findings}
    assert time.monotonic() - start < 5
    assert all(len(str(finding)) < 1_000 for finding in findings)


_MEMORY = """
import re, sys
from pathlib import Path
from feedpub.check import judge

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

judge([sys.argv[1]])
before = most()
judge([sys.argv[2]])
print(most(), most() - before)
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own count of memory")


def _memory(first: Path, then: Path) -> tuple[int, int]:
    """The most that judging a folder took, in bytes, and by how much more that is than another took before it."""
    command = [sys.executable, "-c", _MEMORY, str(first), str(then)]
    most, more = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(most), int(more)


@linux
def test_no_hostile_feed_takes_much_memory(tmp_path: Path) -> None:
    """300 MB for each of them, the program itself included; a file of 200 MB, too."""
    for number, (_, data, _) in enumerate(BOMBS):
        (tmp_path / f"{number}.xml").write_bytes(data)
    with (tmp_path / "large.xml").open("wb") as file:
        file.truncate(200_000_000)
    assert _memory(tmp_path, tmp_path)[0] < 300_000_000


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    """Neither a file nor an address, in content or as a DTD."""
    with serving({}) as server:
        for number, doctype in enumerate(
            (
                f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{server.url}x">]>',
                f'<!DOCTYPE feed SYSTEM "{server.url}x.dtd">',
                f'<!DOCTYPE feed [<!ENTITY % x SYSTEM "{server.url}x"> %x;]>',
                f'<?xml-stylesheet href="{server.url}x.xsl" type="text/xsl"?>',
            )
        ):
            text = f'{doctype}<feed xmlns="http://www.w3.org/2005/Atom"><id>&x;</id></feed>'
            (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
        feedpub.check([tmp_path])
        assert server.asked == []


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def _silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(20)


def _slow_headers(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n"[:1])
        time.sleep(0.1)


def _judged(url: str) -> list[tuple[str, str]]:
    """What is found, save that example.com is but an example."""
    found = judge([url]).findings
    return [(finding.rule, finding.message) for finding in found if finding.rule != "host-placeholder"]


@pytest.mark.parametrize(
    ("answer", "rule", "says"),
    [
        (_drip, "feed-unreachable", "did not send the whole feed in 4 s"),
        (_silent, "feed-unreachable", "did not send the whole feed in 4 s"),
        (_slow_headers, "feed-unreachable", "did not send the whole feed in 4 s"),
        (redirect("/again"), "feed-unreachable", "redirects more than 5 times"),
        (
            redirect("file:///etc/passwd"),
            "feed-unreachable",
            'redirects to "file:///etc/passwd", which is no http(s) URL',
        ),
        (redirect("ftp://127.0.0.1/feed"), "feed-unreachable", '"ftp://127.0.0.1/feed" is no http(s) URL'),
        (body(b"", 404), "feed-unreachable", "answers 404 Not Found"),
        (body(b"", 500), "feed-unreachable", "answers 500"),
        (body(GOOD, Content_Length="999999"), "feed-unreachable", "broke off"),
        (body(HTML), "not-a-feed", "this is an HTML page"),
        (body(b"x", Content_Encoding="gzip"), "feed-unreachable", "no sound gzip"),
        (body(gzip.compress(GOOD)[:-40], Content_Encoding="gzip"), "feed-unreachable", "no sound gzip"),
        (body(gzip.compress(b" " * 100_000_000, 1), Content_Encoding="gzip"), "feed-too-large", "more than 20,000,000"),
        (body(b" " * 21_000_000), "feed-too-large", "more than 20,000,000"),
    ],
)
def test_a_hostile_server_is_a_finding(answer: Answer, rule: str, says: str) -> None:
    """Within 5 s, and the run goes on."""
    with serving({"*": answer}) as server:
        start = time.monotonic()
        ((found, message),) = _judged(server.url)
        assert time.monotonic() - start < 5
        assert found == rule
        assert says in message
        assert len(server.asked) <= 7


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1", "file:///etc/passwd", "http:///x", "ftp://a/b"])
def test_an_address_that_cannot_be_asked_is_a_finding(url: str) -> None:
    """A wrong address is no traceback, and a local file no address."""
    ((rule, message),) = _judged(url)
    assert rule == "feed-unreachable"
    assert "root:" not in message


def _links(server: Server) -> dict[str, Answer]:
    data = GOOD.replace(b"https://example.com/feeds/atom.xml", f"{server.url}atom.xml".encode())
    return {
        "/atom.xml": body(data),
        "/old.xml": redirect("/atom.xml"),
        "/z": body(gzip.compress(data), Content_Encoding="gzip"),
    }


def test_a_feed_is_judged_where_it_is_served() -> None:
    """After redirects, packed or not: ``self`` is compared with where it came from; nothing else is asked."""
    answers: dict[str, Answer] = {}
    with serving(answers) as server:
        answers |= _links(server)
        assert _judged(f"{server.url}atom.xml") == []
        assert _judged(f"{server.url}old.xml") == []
        assert [rule for rule, _ in _judged(f"{server.url}z")] == ["self-misplaced"]
        assert server.asked == ["/atom.xml", "/old.xml", "/atom.xml", "/z"]


def test_an_html_page_says_where_its_feed_is(tmp_path: Path) -> None:
    """What one copies from a browser is the page's address."""
    (tmp_path / "page").write_bytes(HTML)
    (finding,) = feedpub.check([tmp_path / "page"])
    assert finding.repair == 'check its feed, "/feeds/atom.xml"'


def test_standard_input_is_judged() -> None:
    """By the name ``-``, and within the same limits."""
    command = [sys.executable, "-m", "feedpub", "check", "--no-config", "-"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for data, status, says in (
        (GOOD, 0, b""),
        (GOOD[:-20], 1, b"not-well-formed"),
        (b" " * 30_000_000, 1, b"too-large"),
    ):
        run = subprocess.run(command, input=data, capture_output=True, check=False, env=environment)
        assert (run.returncode, run.stderr) == (status, b"")
        assert says in run.stdout


@linux
def test_memory_does_not_grow_with_the_number_of_feeds(tmp_path: Path) -> None:
    """Of a folder that has been judged, only the findings are kept."""
    data = FORMATS["atom"].document(feed()).replace(b"<p>", b"<p>" + b"x" * 300_000)
    for number in range(400):
        folder = tmp_path / str(number % 200)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.xml").write_bytes(data)
    assert _memory(tmp_path / "0", tmp_path)[1] < 20_000_000


def test_the_command_starts_at_once(tmp_path: Path) -> None:
    """0.3 s for one feed without a configuration; twice that here, for a machine with other work."""
    (tmp_path / "one.xml").write_bytes(GOOD)
    times = []
    for _ in range(3):
        start = time.monotonic()
        subprocess.run([sys.executable, "-m", "feedpub", "check", "one.xml"], cwd=tmp_path, check=True)
        times.append(time.monotonic() - start)
    assert min(times) < 0.6
