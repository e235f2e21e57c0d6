"""The element and the frame on another origin, in a real browser, under a strict policy and with hostile feeds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from feedpub import embed
from feedpub.config import Site
from feedpub.embed.scripts import script
from tests.browser import Visit, chromium, visiting
from tests.examples import entry, feed
from tests.server import Answer, Server, body, serving

OPEN: Any = {"Access_Control_Allow_Origin": "*"}
ITEM = {"id": "1", "url": "https://news.example/1", "title": "一条新闻", "date_published": "2025-12-20T20:00:08+08:00"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all claims."""
    with chromium() as launched:
        yield launched


def _document(*items: Any, **fields: Any) -> bytes:
    head = {"title": "大模型", "home_page_url": "https://news.example/", "language": "zh-CN"}
    return json.dumps(head | {"items": list(items)} | fields).encode()


def _feeds(answer: Answer) -> dict[str, Answer]:
    scripts = {f"/{path}": body(data, Content_Type="text/javascript", **OPEN) for path, data in embed.files().items()}
    return {**scripts, "/feed.json": answer}


def _policy(feeds: str) -> str:
    allowed = f"script-src {feeds}; connect-src {feeds}; frame-src {feeds}"
    return f"default-src 'none'; {allowed}; require-trusted-types-for 'script'"


def _host(feeds: Server, lines: str = "", limit: str = "5") -> Answer:
    made = script("feedpub-embed")
    tag = f'<script type="module" src="{feeds.url}{made.filename}" integrity="{made.integrity}" crossorigin></script>'
    element = f'<feedpub-feed src="{feeds.url}feed.json" limit="{limit}"><a href="/x">fallback</a></feedpub-feed>'
    head = '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Host</title>'
    icon = '<link rel="icon" href="data:,">'
    page = f"{head}{icon}<main><h1>Host</h1>{lines or tag + element}</main></html>"
    policy = _policy(feeds.url) + "; img-src data:"
    return body(page.encode(), Content_Type="text/html; charset=utf-8", Content_Security_Policy=policy)


@contextmanager
def _shown(browser: Browser, answer: Answer, limit: str = "5", **options: Any) -> Iterator[tuple[Visit, Server]]:
    with (
        serving(_feeds(answer)) as feeds,
        serving({"*": _host(feeds, limit=limit)}) as host,
        visiting(browser, host.url.replace("127.0.0.1", "localhost"), **options) as visit,
    ):
        yield visit, feeds


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_element_on_another_origin(browser: Browser, scheme: str, width: int) -> None:
    """Under a strict policy and Trusted Types: labelled, dated, silent, accessible, within its width."""
    items = [ITEM | {"title": f"{number} " + "一条很长的新闻" * 8} for number in range(9)]
    options: Any = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "locale": "de-DE"}
    with _shown(browser, body(_document(*items), **OPEN), **options) as (visit, feeds):
        page = visit.page
        expect(page.get_by_role("listitem")).to_have_count(5)
        expect(page.get_by_role("region", name="大模型")).to_have_attribute("lang", "zh-CN")
        expect(page.locator("time").first).to_contain_text("20.12.2025")
        assert page.locator("time").first.get_attribute("datetime") == "2025-12-20T12:00:08.000Z"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (visit.violations(), visit.said) == ([], [])
        assert all("localhost" in url or url.startswith((feeds.url, "data:")) for url in visit.asked)


def test_hostile_entries_are_text(browser: Browser) -> None:
    """Markup is shown as it is written, no link but http(s), no override of direction, no wrong type."""
    items = [
        ITEM | {"title": "<img src=x onerror=alert(1)><script>alert(2)</script>", "url": "javascript:alert(3)"},
        ITEM | {"title": "\u202egnp.exe", "url": "data:text/html,x", "external_url": "https://news.example/2"},
        None,
        7,
        ["x"],
        {"title": {"a": 1}, "url": 4, "summary": []},
        ITEM | {"title": "dateless", "date_published": {"toString": 1}, "url": {}, "language": "!"},
    ]
    document = _document(*items, language=["x"], title=9, home_page_url="vbscript:x")
    with _shown(browser, body(document, **OPEN), limit="50") as (visit, _):
        expect(visit.page.get_by_role("listitem")).to_have_count(3)
        links = visit.page.locator("feedpub-feed ol a")
        assert [link.get_attribute("href") for link in links.all()] == ["https://news.example/2"]
        assert visit.page.locator("ol").inner_text().startswith("<img src=x onerror=alert(1)><script>")
        assert "\u202e" not in visit.page.locator("ol").inner_text()
        expect(visit.page.get_by_role("region", name="fallback")).to_be_visible()
        assert visit.said == []


def test_ten_thousand_entries(browser: Browser) -> None:
    """No more are shown than fifty, whatever is asked."""
    with _shown(browser, body(_document(*[ITEM] * 10_000), **OPEN), limit="99999") as (visit, _):
        expect(visit.page.get_by_role("listitem")).to_have_count(50)
        assert visit.said == []


def _unanswered(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Access-Control-Allow-Origin", "*")
    handler.end_headers()
    handler.wfile.write(b'{"items": [')
    handler.wfile.flush()
    handler.rfile.read(1)


@pytest.mark.parametrize(
    ("answer", "network"),
    [
        (body(b"[]", **OPEN), 0),
        (body(b"null", **OPEN), 0),
        (body(b"<html>", **OPEN), 0),
        (body(_document(), **OPEN), 0),
        (body(_document(items={"length": 9}), **OPEN), 0),
        (body(b'{"items": [' + b" " * 5_100_000 + b"]}", **OPEN), 0),
        (body(b"", 404, **OPEN), 1),
        (body(_document(ITEM)), 2),
    ],
    ids=["list", "null", "html", "empty", "no-list", "too-large", "404", "no-cors"],
)
def test_the_fallback_where_the_feed_cannot_be_read(browser: Browser, answer: Answer, network: int) -> None:
    """The link stays; the console has what the browser itself says of the network, and nothing else."""
    with _shown(browser, answer) as (visit, _):
        visit.page.wait_for_load_state("networkidle")
        expect(visit.page.get_by_role("link", name="fallback")).to_be_visible()
        expect(visit.page.locator("feedpub-feed section")).to_have_count(0)
        assert len(visit.said) == network


def test_a_slow_feed_shows_the_fallback_meanwhile(browser: Browser) -> None:
    """From the first moment on."""
    with _shown(browser, _unanswered) as (visit, _):
        expect(visit.page.get_by_role("link", name="fallback")).to_be_visible()
        assert visit.said == []


def test_a_frame_is_as_high_as_its_content_where_its_host_asks(browser: Browser) -> None:
    """420 px otherwise; the frame is silent, accessible and within its own policy."""
    entries = [entry(id=f"tag:example.com,2025:{number}", title=f"新闻 {number}") for number in range(10)]
    frame = embed.documents(feed(*entries))["embed.html"]
    answers = _feeds(body(b"")) | {"/embed.html": body(frame, Content_Type="text/html; charset=utf-8")}
    with serving(answers) as feeds:
        site = Site(title="x", url=feeds.url, feeds_url=feeds.url, tag="example.com,2025")
        for resize in (False, True):
            lines = embed.lines(site, embed.subject(site), "iframe", resize=resize)
            host = {"*": _host(feeds, lines)}
            with serving(host) as other, visiting(browser, other.url.replace("127.0.0.1", "localhost")) as visit:
                inside = visit.page.frame_locator("iframe")
                expect(inside.get_by_role("listitem")).to_have_count(10)
                frame_height = visit.page.locator("iframe")
                content = inside.locator("html").evaluate("e => Math.ceil(e.getBoundingClientRect().height)")
                expect(frame_height).to_have_attribute("height", str(content) if resize else "420")
                assert (visit.violations(), visit.said) == ([], [])


def test_the_frame_needs_no_script(browser: Browser) -> None:
    """It is HTML."""
    frame = embed.documents(feed())["embed.html"]
    answers = {"/": body(frame, Content_Type="text/html; charset=utf-8")}
    with serving(answers) as server, visiting(browser, server.url, java_script_enabled=False) as visit:
        expect(visit.page.get_by_role("link", name="Title")).to_be_visible()
