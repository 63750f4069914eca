"""One browser and one app for a module of browser tests: starting one takes longer than using it.

No longer than a module: while the browser runs, no other test can run an event loop.

Every page must ask its own origin only and run nothing that an article says; see `page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.ui.web import launch
from tests.prepare import find_browser
from tests.rag.ui.pages_desk import PagesDesk

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    desk = PagesDesk(tmp_path_factory.mktemp("home"))
    demo = launch(desk, samples=Path("samples"))
    yield desk, demo.local_url
    demo.close(verbose=False)


@pytest.fixture(scope="module")
def context(browser):
    """One context, so that Gradio's scripts are cached; every page is a session of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def desk(served) -> Iterator[PagesDesk]:
    desk, _ = served
    desk.__init__(desk.settings.home)
    yield desk
    desk.gate.set()
    desk.weighed.set()


@pytest.fixture
def page(context, served, desk):
    """A new session at 1280 x 900; at the end nothing foreign was asked, nothing ran or failed."""
    page = context.new_page()
    asked, broken, failed = [], [], []
    page.on("response", lambda told: failed.append(told.url) if told.status >= 500 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    _, url = served
    page.goto(url)
    page.wait_for_selector("#welcome .welcome")
    yield page
    assert page.evaluate("window.__pwned") is None
    assert broken == []
    assert failed == []
    assert [one for one in asked if not one.startswith((url, "data:", "blob:"))] == []
    page.close()


def see(page, selector: str, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_contain_text(text, timeout=WAIT_MS)


def fill(page, selector: str, text: str) -> None:
    """Writes into a field of a tab that may have been opened just now.

    Gradio 6.31 gives the components of a tab their first values once more in the frame after it
    has drawn them (`render_previously_invisible_children`): faster than a person can type, and
    not faster than a script.
    """
    from playwright.sync_api import expect

    field = page.locator(f"{selector} :is(input, textarea)")
    for _ in range(10):
        field.fill(text)
        page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 50))")
        if field.input_value() == text:
            return
    expect(field).to_have_value(text)
