"""The app with users in a real browser: signing in and out, what a reader sees, the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.api.app import Machines
from rag.ui.web import launch, shut
from tests.rag.ui.conftest import WAIT_MS, fill, see
from tests.rag.ui.pages_desk import PagesDesk
from tests.ui_fakes import DENIAL

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api")

PASSWORDS = {"ed": "editor-pass", "rea": "reader-pass"}
USERS = "ed:editor-pass:editor, rea:reader-pass:reader"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """(desk, address) of an app with an editor and a reader."""
    desk = PagesDesk(tmp_path_factory.mktemp("home")).with_samples()
    desk.settings = desk.settings.model_copy(update={"users": USERS})
    machines = Machines(desk)
    demo = launch(machines.desk, samples=Path("samples"), around=machines.middleware())
    yield desk, demo.local_url
    desk.gate.set()
    machines.close()
    shut(demo)


@pytest.fixture
def signed_in(browser, shared):
    """Opens the app as a user, in a browser of the user's own."""
    contexts = []

    def open_as(name):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(shared[1])
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORDS[name])
        page.click("button:has-text('Sign in')")
        see(page, ".masthead .who", name)
        return page

    yield open_as
    shared[0].gate.set()
    for context in contexts:
        context.close()


def test_who_is_signed_in_is_shown_and_can_sign_out(signed_in, shared):
    page = signed_in("rea")
    see(page, ".masthead .who", "rea, reader")
    page.click(".masthead a:has-text('Sign out')")
    page.wait_for_url("**/sign-in*")
    page.goto(shared[1])
    playwright.expect(page.locator("input[name=password]")).to_be_visible()


def opened(page):
    page.click("button[role=tab]:has-text('Library')")
    page.click(f"#table [data-article='{DENIAL.id}']")
    dialog = page.locator("#reader-dialog")
    playwright.expect(dialog).to_be_visible()
    return dialog


def test_a_reader_sees_nothing_that_changes_the_library(signed_in):
    page = signed_in("rea")
    dialog = opened(page)
    assert dialog.locator("button:has-text('A paragraph')").count() == 1
    assert dialog.locator(".removal").count() == 0
    page.keyboard.press("Escape")
    for control in ("#files", "#links", "#add"):
        playwright.expect(page.locator(control)).to_be_hidden()


def test_an_editor_sees_it(signed_in):
    page = signed_in("ed")
    assert opened(page).locator(".removal").count() == 1
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#add")).to_be_visible()


def test_who_waits_sees_how_many_are_before_and_who_compares_waits_for_no_answer(signed_in, shared):
    desk, _ = shared
    desk.gate.clear()
    first, second, third = signed_in("ed"), signed_in("rea"), signed_in("ed")
    first.fill("#question textarea", "Who is slow?")
    first.click("#ask")
    first.wait_for_selector("#current .draft")
    second.fill("#question textarea", "Who was rescued?")
    second.click("#ask")
    see(second, "#current .waiting", "Waiting: 1 before you")
    third.click("button[role=tab]:has-text('Compare')")
    fill(third, "#compare-topic", "radar")
    third.click("#compare")
    third.wait_for_selector("#comparison .comparison")
    assert not desk.gate.is_set()  # nobody has been answered yet
    assert "before you" not in third.locator("#compare-progress").inner_text()
    desk.gate.set()
    see(second, "#current .text", "All 214 passengers were rescued.")
