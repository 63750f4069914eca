"""Gets what the tests need beside Python packages: the default models and a Chromium.

`python -m tests.prepare` is quick once they are here, and says what to do where it cannot get them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from models.catalog import DEFAULT_EMBEDDER, DEFAULT_GENERATOR
from models.fetch import fetch
from rag.cli import terminal
from rag.errors import DatelineError
from rag.settings import Settings
from rag.types import ModelState

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """Path of a Chromium: DATELINE_TEST_BROWSER, one on the PATH, or Playwright's own."""
    named = os.environ.get("DATELINE_TEST_BROWSER")
    if named:
        return named
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    return _playwright_browser()


def install_browser() -> str | None:
    """Installs a Chromium with the machine's packages, else with Playwright; None if neither."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _succeeds("apt-get", "update", "-qq")
        _succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    else:
        _succeeds(sys.executable, "-m", "playwright", "install", "chromium")
    return find_browser()


def main() -> int:
    settings = Settings.load()
    for entry in (DEFAULT_EMBEDDER, DEFAULT_GENERATOR):
        states = [ModelState(entry.name, "fetching")]
        try:
            with terminal.live(lambda states=states: terminal.model_words(states[-1:])):
                fetch(entry, settings, states.append)
        except DatelineError as error:
            terminal.put_error(str(error))
            return 1
    if find_browser() or install_browser():
        return 0
    terminal.put_error(
        "the browser tests need a Chromium: install one (apt-get install chromium) or name it in "
        "DATELINE_TEST_BROWSER"
    )
    return 1


def _playwright_browser() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _succeeds(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # To stderr, so that the tests' closing line stays the last thing on stdout.
    return subprocess.run(command, env=environment, stdout=2, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
