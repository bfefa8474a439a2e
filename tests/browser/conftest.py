"""A real Chromium for the browser tests, and a server it talks to."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Playwright's own loop runs in this thread, and Django takes it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def chromium() -> str | None:
    """The browser named by CHROMIUM, else the first that is installed; None without one."""
    named = os.environ.get("CHROMIUM", "")
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    return named or next((path for path in found if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for this run. Missing: skips, and fails under ``SAMSPIL_BROWSER=required``."""
    path = chromium()
    if path is None:
        reason = "No Chromium found; install it or set CHROMIUM to its path."
        if os.environ.get("SAMSPIL_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh Danish visitor without cookies."""
    opened = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab of the fresh visitor."""
    return context.new_page()
