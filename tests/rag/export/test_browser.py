"""An exported page in a real browser: its own style, no script, no request."""

import pytest

from rag.export import render
from tests.prepare import find_browser
from tests.rag.export.samples import BRIEFING, NASTY, all_of, answer_of

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


def opened(browser, path, document):
    """The page of a document, and what it asked for and complained of."""
    path.write_bytes(render(document, "html"))
    page, told = browser.new_page(), []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto(path.as_uri())
    return page, told


def test_the_nastiest_article_asks_for_nothing_and_runs_nothing(browser, tmp_path):
    path = tmp_path / "page.html"
    page, told = opened(
        browser, path, answer_of(all_of(NASTY), sentence="<script>alert(1)</script>")
    )
    assert told == [path.as_uri()]
    assert page.locator("blockquote").text_content() == NASTY.body
    page.close()


def test_the_policy_lets_the_style_in_and_nothing_else(browser, tmp_path):
    page, _ = opened(browser, tmp_path / "page.html", BRIEFING)
    assert page.evaluate("getComputedStyle(document.querySelector('.quiet')).color") == (
        "rgb(98, 95, 87)"
    )
    ran = """() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.setAttribute('style', 'color: red');
      return [window.ran ?? false, getComputedStyle(document.body).color];
    }"""
    assert page.evaluate(ran) == [False, "rgb(27, 26, 23)"]
    page.close()


def test_a_mark_leads_to_its_note_and_back(browser, tmp_path):
    page, _ = opened(browser, tmp_path / "page.html", BRIEFING)
    page.click("#mark-3")
    assert page.evaluate("document.querySelector(':target').id") == "note-3"
    page.click("#note-3 .back")
    assert page.evaluate("document.querySelector(':target').id") == "mark-3"
    page.close()


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_phone(browser, tmp_path, width):
    page, _ = opened(browser, tmp_path / "page.html", answer_of(all_of(NASTY)))
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
