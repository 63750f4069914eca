"""The web app in a browser on the real desk: a question, and a click on its citation."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assemble import assemble
from rag.settings import Settings
from rag.ui.web import launch

pytestmark = [pytest.mark.browser, pytest.mark.real]

HERALD = Path(__file__).parents[2] / "articles" / "news" / "aldersund-herald"
WAIT_MS = 180_000


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    desk = assemble(Settings.load(home=tmp_path_factory.mktemp("home"), port=0))
    list(desk.ingest([HERALD]))
    desk.start_models()
    demo = launch(desk)
    yield desk, demo.local_url
    demo.close(verbose=False)
    desk.close()


def test_a_question_is_answered_and_its_mark_leads_to_the_quoted_words(browser, real):
    desk, address = real
    page = browser.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    page.fill("#question textarea", "How many people died when the ferry Maren Light capsized?")
    page.click("#ask")
    page.wait_for_selector("#current .cite")
    page.click("#current .cite >> nth=0")
    page.wait_for_function("document.activeElement.id.startsWith('t1-e')")
    quoted = page.inner_text("*:focus .focus >> nth=0")
    assert any(quoted in desk.article(one.id).body for one in desk.articles())
    page.close()
