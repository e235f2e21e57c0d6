"""The pages as people meet them: in a real browser, in both themes, on a phone and on a desk, under a strict policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from feedpub.pages import documents
from tests.browser import Visit, chromium, visiting
from tests.conftest import Publication
from tests.examples import entry, feed
from tests.faces import answers, listing, made_of, pages_of
from tests.server import Server, serving
from tests.test_pages import HOSTILE_TITLE, RICH

pytestmark = pytest.mark.pages

PATHS = ("", "categories/da-mo-xing/", "digests/2025-12-20-20/", "digests/rich/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all claims."""
    with chromium() as launched:
        yield launched


@pytest.fixture
def site(seeded: Publication) -> Iterator[Server]:
    """The pages of the real digest and of one with everything that Markdown has, served."""
    seeded.configure(language="zh-CN", description="每四小时一期的全球 AI 动态摘要")
    rich = RICH.replace("](/a.png)", "](data:,x)")
    seeded.digest("rich.md", rich, categories="[大模型]", date="2025-12-19T20:00:08+08:00")
    seeded.build()
    with serving(answers(pages_of(seeded, own=True))) as server:
        yield server


@contextmanager
def _visit(browser: Browser, site: Server, path: str = "", **options: Any) -> Iterator[Visit]:
    with visiting(browser, f"{site.url}feeds/{path}", **options) as visit:
        yield visit


def _size(width: int) -> dict[str, int]:
    return {"width": width, "height": 800}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS, "embed.html"])
def test_everybody_can_use_it(browser: Browser, site: Server, path: str, theme: str, width: int) -> None:
    """axe-core finds nothing, the console says nothing, nothing is asked of another origin, nothing sticks out."""
    with _visit(browser, site, path, color_scheme=theme, viewport=_size(width)) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
        assert visit.violations() == []
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith((site.url, "data:"))] == []


def test_dark_is_dark(browser: Browser, site: Server) -> None:
    """For who wants it."""
    shade = "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    with _visit(browser, site, color_scheme="dark") as dark, _visit(browser, site, color_scheme="light") as light:
        assert max(dark.page.evaluate(shade)) < 64
        assert min(light.page.evaluate(shade)) > 240


def _pasted(visit: Visit) -> str:
    """What the clipboard holds, as a field gets it."""
    visit.page.goto("data:text/html,<textarea autofocus>")
    visit.page.locator("textarea").press("Control+V")
    return visit.page.locator("textarea").input_value()


@pytest.mark.parametrize("name", ["Atom", "RSS", "JSON Feed"])
def test_a_button_copies_an_address(browser: Browser, site: Server, name: str) -> None:
    """And says so, to who looks at it and to who listens."""
    with _visit(browser, site, "categories/da-mo-xing/") as visit:
        button = visit.page.get_by_role("button", name=f"复制 {name} 地址")
        button.click()
        expect(button).to_have_text("已复制")
        expect(visit.page.get_by_role("status")).to_have_text("已复制")
        file = {"Atom": "atom.xml", "RSS": "rss.xml", "JSON Feed": "feed.json"}[name]
        assert visit.said == []
        assert _pasted(visit) == f"https://example.com/feeds/categories/da-mo-xing/{file}"


def test_without_the_clipboards_interface_the_selection_is_copied(browser: Browser, site: Server) -> None:
    """As on a page that came over plain http, where browsers have no navigator.clipboard."""
    plain = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })"
    with _visit(browser, site) as visit:
        visit.page.evaluate(plain)
        visit.page.get_by_role("button", name="复制 Atom 地址").click()
        expect(visit.page.get_by_role("status")).to_have_text("已复制")
        assert _pasted(visit) == "https://example.com/feeds/atom.xml"


def test_the_lines_to_embed_are_copied_as_they_are(browser: Browser, site: Server) -> None:
    """Down to the last character."""
    with _visit(browser, site) as visit:
        shown = visit.page.locator("#embed-element").text_content()
        visit.page.get_by_role("button", name="复制代码").first.click()
        expect(visit.page.get_by_role("status")).to_have_text("已复制")
        pasted = _pasted(visit)
        assert pasted == shown
        assert pasted.startswith('<script type="module" src="https://example.com/feeds/feedpub-embed.')


@pytest.mark.parametrize("path", PATHS)
def test_without_scripts_only_the_buttons_are_missing(browser: Browser, site: Server, path: str) -> None:
    """All else is there to be read."""
    with _visit(browser, site, path, java_script_enabled=False) as visit:
        expect(visit.page.get_by_role("button")).to_have_count(0)
        expect(visit.page.locator("article .prose, article.prose").last).to_be_visible()


def test_an_anchor_leads_to_its_story(browser: Browser, site: Server) -> None:
    """``…/#story-3`` shows the third story at the top."""
    with _visit(browser, site, "digests/2025-12-20-20/#story-3") as visit:
        expect(visit.page.locator("#story-3")).to_be_in_viewport()
        expect(visit.page.locator("#story-1")).not_to_be_in_viewport()


def test_the_keyboard_reaches_everything(browser: Browser, site: Server) -> None:
    """First a way past the rest; then the addresses, each with its button."""
    with _visit(browser, site, "categories/da-mo-xing/") as visit:
        keyboard, focus = visit.page.keyboard, visit.page.locator(":focus")
        keyboard.press("Tab")
        expect(focus).to_have_text("跳到正文")
        expect(focus).to_be_in_viewport()
        for name in ("News", "Atom", "复制"):
            keyboard.press("Tab")
            expect(focus).to_have_text(name)
        keyboard.press("Enter")
        expect(visit.page.get_by_role("status")).to_have_text("已复制")


def test_the_way_past_leads_to_the_entries(browser: Browser, site: Server) -> None:
    """By the keyboard alone."""
    with _visit(browser, site) as visit:
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("main")).to_be_focused()


def test_the_frame_in_the_page_shows_what_others_will(browser: Browser, site: Server) -> None:
    """The very file that they embed, loaded when it comes near; its links leave it."""
    with _visit(browser, site, "categories/da-mo-xing/") as visit:
        frame = visit.page.frame_locator("iframe")
        visit.page.locator("iframe").scroll_into_view_if_needed()
        expect(frame.get_by_role("listitem")).to_have_count(2)
        expect(frame.get_by_role("listitem").first.get_by_role("link")).to_have_attribute("target", "_top")
        assert visit.said == []
        assert f"{site.url}feeds/categories/da-mo-xing/embed.html" in visit.asked


def test_on_paper_is_what_is_read(browser: Browser, site: Server) -> None:
    """The entries, and no buttons."""
    with _visit(browser, site) as visit:
        visit.page.emulate_media(media="print")
        expect(visit.page.get_by_role("button")).to_have_count(0)
        expect(visit.page.locator("article").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_hostile_entries_do_no_harm(browser: Browser, publication: Publication, width: int) -> None:
    """Scripts, overrides of direction and words without an end change nothing around them."""
    made = feed(entry(title=HOSTILE_TITLE, content=f"<p>{'W' * 5000}</p><pre>{'W' * 5000}</pre>"), title=HOSTILE_TITLE)
    all_pages = documents(publication.site, [listing(made)], made_of(publication.site, *made.entries))
    pages = {page.path: page.data() for page in all_pages}
    with serving(answers(pages)) as site, _visit(browser, site, viewport=_size(width)) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
        assert visit.violations() == []
        assert visit.said == []
