"""Debian's Chromium, run for real; what pages say on its console and ask of the network is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.readers import program


@dataclass(kw_only=True)
class Visit:
    """A page, what it said on the console, and the URLs that it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page."""
        response: dict[str, Any] = Axe().run(self.page).response
        return [f"{found['id']}: {found['nodes'][0]['html']}" for found in response["violations"]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser while the block runs."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def visiting(
    browser: Browser, url: str, prepare: Callable[[Page], object] | None = None, **options: Any
) -> Iterator[Visit]:
    """A page at ``url``, in a profile of its own; ``prepare`` is called before it is opened."""
    context = browser.new_context(**options)
    visit = Visit(page=context.new_page())
    if prepare:
        prepare(visit.page)
    visit.page.on("console", lambda message: visit.said.append(message.text))
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.goto(url)
    yield visit
    context.close()
