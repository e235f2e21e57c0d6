"""The element and the frame on another origin, in a real browser, under a strict policy and with hostile feeds."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from feedpub import embed
from feedpub.config import Site
from feedpub.embed.scripts import script
from tests.browser import Visit, chromium, visiting
from tests.conftest import ROOT
from tests.examples import entry, feed
from tests.faces import frames
from tests.server import Answer, Server, body, serving

pytestmark = pytest.mark.pages

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


# The sources that the document asks for: those of the element, those of the frame.
ELEMENT, FRAME = re.findall(r"^```\n(.*?)\n```", (ROOT / "docs" / "embedding.md").read_text("utf-8"), re.MULTILINE)


def _policy(feeds: str, sources: str) -> str:
    allowed = sources.replace("https://example.com", feeds.rstrip("/"))
    return f"default-src 'none'; {allowed}; img-src data:; require-trusted-types-for 'script'"


def _page(content: str, policy: str) -> Answer:
    head = '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Host</title>'
    page = f'{head}<link rel="icon" href="data:,"><main><h1>Host</h1>{content}</main></html>'
    return body(page.encode(), Content_Type="text/html; charset=utf-8", Content_Security_Policy=policy)


def _lines(feeds: Server, limit: str, before: str = "") -> str:
    made = script("feedpub-embed")
    tag = f'<script type="module" src="{feeds.url}{made.filename}" integrity="{made.integrity}" crossorigin></script>'
    element = f'<feedpub-feed src="{feeds.url}feed.json" limit="{limit}"><a href="/x">fallback</a></feedpub-feed>'
    return tag + before + element


@contextmanager
def _shown(
    browser: Browser, answer: Answer, limit: str = "5", before: str = "", **options: Any
) -> Iterator[tuple[Visit, Server]]:
    """The element on another origin, under the strictest policy that its document allows."""
    with (
        serving(_feeds(answer)) as feeds,
        serving({"*": _page(_lines(feeds, limit, before), _policy(feeds.url, ELEMENT))}) as host,
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


LISTENING = """
window.told = [];
for (const name of ["load", "error", "click"]) {
  document.addEventListener(`feedpub:${name}`, (event) => told.push([name, event.target.localName, event.detail]));
}
"""


def _listen(page: Page) -> None:
    page.add_init_script(LISTENING)


def test_the_host_is_told_what_happens(browser: Browser) -> None:
    """By events that bubble: what was shown, and which headline was clicked."""
    with _shown(browser, body(_document(ITEM, ITEM), **OPEN), prepare=_listen) as (visit, feeds):
        link = visit.page.get_by_role("link", name="一条新闻").first
        link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
        link.click()
        assert visit.page.evaluate("told") == [
            ["load", "feedpub-feed", {"url": f"{feeds.url}feed.json", "entries": 2}],
            ["click", "feedpub-feed", {"url": "https://news.example/1", "title": "一条新闻"}],
        ]


def test_the_host_is_told_what_went_wrong(browser: Browser) -> None:
    """With the reason."""
    with _shown(browser, body(b"", 404, **OPEN), prepare=_listen) as (visit, _):
        _until(lambda: visit.page.evaluate("told.length > 0"))
        assert visit.page.evaluate("told") == [["error", "feedpub-feed", {"reason": "status 404"}]]


def test_a_slow_feed_is_given_up_after_fifteen_seconds(browser: Browser) -> None:
    """The fallback shows from the first moment on, and stays."""

    def prepare(page: Page) -> None:
        page.clock.install()
        _listen(page)

    with _shown(browser, _unanswered, prepare=prepare) as (visit, feeds):
        fallback = visit.page.get_by_role("link", name="fallback")
        expect(fallback).to_be_visible()
        _until(lambda: "/feed.json" in feeds.asked)
        visit.page.clock.fast_forward(14_000)
        assert visit.page.evaluate("told") == []
        visit.page.clock.fast_forward(2_000)
        _until(lambda: visit.page.evaluate("told.length > 0"))
        assert visit.page.evaluate("told") == [["error", "feedpub-feed", {"reason": "too slow"}]]
        expect(fallback).to_be_visible()
        assert visit.said == []


def _until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_it_loads_when_it_comes_near(browser: Browser) -> None:
    """Far below the fold nothing is asked for."""
    far = "<p>x</p>" * 200
    with _shown(browser, body(_document(ITEM), **OPEN), before=far) as (visit, feeds):
        visit.page.wait_for_load_state("networkidle")
        expect(visit.page.locator("feedpub-feed section")).to_have_count(0)
        assert "/feed.json" not in feeds.asked
        visit.page.mouse.wheel(0, 100_000)
        expect(visit.page.locator("feedpub-feed section")).to_have_count(1)
        assert feeds.asked.count("/feed.json") == 1


THEME = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  feedpub-feed { --feedpub-color: rgb(1, 2, 3); --feedpub-muted: rgb(4, 5, 6); --feedpub-radius: 0px }
  feedpub-feed::part(link) { font-weight: 800 }
  feedpub-feed::part(title) { display: none }
`);
document.adoptedStyleSheets = [sheet];
"""


def test_the_host_themes_it(browser: Browser) -> None:
    """By custom properties, and by the names of its parts."""
    with _shown(browser, body(_document(ITEM), **OPEN)) as (visit, _):
        expect(visit.page.get_by_role("listitem")).to_have_count(1)
        visit.page.evaluate(THEME)
        element = visit.page.locator("feedpub-feed")
        expect(element.locator("section")).to_have_css("color", "rgb(1, 2, 3)")
        expect(element.locator("section")).to_have_css("border-radius", "0px")
        expect(element.locator("time")).to_have_css("color", "rgb(4, 5, 6)")
        expect(element.locator("ol a")).to_have_css("font-weight", "800")
        expect(element.locator("p")).to_be_hidden()


def test_right_to_left_is_laid_out_so(browser: Browser) -> None:
    """The feed by its language, each headline by its own first letter."""
    items = [ITEM | {"title": "أخبار اليوم"}, ITEM | {"title": "News", "language": "en"}]
    document = _document(*items, language="ar", title="أخبار")
    with _shown(browser, body(document, **OPEN), viewport={"width": 1000, "height": 800}) as (visit, _):
        section = visit.page.get_by_role("region", name="أخبار")
        expect(section).to_have_attribute("dir", "rtl")
        expect(section).to_have_attribute("lang", "ar")
        arabic, english = visit.page.locator("feedpub-feed ol a").all()
        assert [one.evaluate("e => getComputedStyle(e).direction") for one in (arabic, english)] == ["rtl", "ltr"]
        expect(english).to_have_attribute("lang", "en")
        assert visit.violations() == []


def test_another_source_is_loaded_in_its_place(browser: Browser) -> None:
    """When the host changes the attribute; also after the element was moved."""
    with _shown(browser, body(_document(ITEM), **OPEN)) as (visit, feeds):
        expect(visit.page.get_by_role("listitem")).to_have_count(1)
        visit.page.evaluate("document.querySelector('feedpub-feed').setAttribute('limit', '1')")
        _until(lambda: feeds.asked.count("/feed.json") == 2)
        visit.page.evaluate("document.body.append(document.querySelector('feedpub-feed'))")
        _until(lambda: feeds.asked.count("/feed.json") == 3)
        expect(visit.page.get_by_role("listitem")).to_have_count(1)
        assert visit.said == []


def test_a_cookie_is_never_sent(browser: Browser) -> None:
    """Whoever the visitor is to the feeds' server."""
    sent: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        sent.append(handler.headers["Cookie"])
        body(_document(ITEM), **OPEN)(handler)

    def prepare(page: Page) -> None:
        page.context.add_cookies([{"name": "a", "value": "b", "url": "http://127.0.0.1"}])

    with _shown(browser, answer, prepare=prepare) as (visit, _):
        expect(visit.page.get_by_role("listitem")).to_have_count(1)
    assert sent == [None]


@contextmanager
def _framed(browser: Browser, resize: bool) -> Iterator[Visit]:
    """The frame on another origin, under the strictest policy that its document allows."""
    entries = [entry(id=f"tag:example.com,2025:{number}", title=f"新闻 {number}") for number in range(10)]
    frame = frames(feed(*entries))["embed.html"]
    answers = _feeds(body(b"")) | {"/embed.html": body(frame, Content_Type="text/html; charset=utf-8")}
    with serving(answers) as feeds:
        site = Site(title="x", url=feeds.url, feeds_url=feeds.url, tag="example.com,2025")
        lines = embed.lines(site, embed.subject(site), "iframe", resize=resize)
        scripts = "; script-src https://example.com" if resize else ""
        host = _page(lines, _policy(feeds.url, FRAME + scripts))
        with serving({"*": host}) as other, visiting(browser, other.url.replace("127.0.0.1", "localhost")) as visit:
            yield visit


@pytest.mark.parametrize("resize", [False, True])
def test_a_frame_is_as_high_as_its_content_where_its_host_asks(browser: Browser, resize: bool) -> None:
    """420 px otherwise; without a border, silent, accessible, and within the documented policy."""
    with _framed(browser, resize) as visit:
        frame, inside = visit.page.locator("iframe"), visit.page.frame_locator("iframe")
        expect(inside.get_by_role("listitem")).to_have_count(10)
        content = inside.locator("html").evaluate("e => Math.ceil(e.getBoundingClientRect().height)")
        expect(frame).to_have_attribute("height", str(content) if resize else "420")
        expect(frame).to_have_css("border-top-width", "0px")
        assert (visit.violations(), visit.said) == ([], [])


def test_the_frame_needs_no_script(browser: Browser) -> None:
    """It is HTML."""
    frame = frames(feed())["embed.html"]
    answers = {"/": body(frame, Content_Type="text/html; charset=utf-8")}
    with serving(answers) as server, visiting(browser, server.url, java_script_enabled=False) as visit:
        expect(visit.page.get_by_role("link", name="Title")).to_be_visible()
