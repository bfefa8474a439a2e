"""Chromium for the browser tests: where it is, and what happens when it is missing.

Without it they are skipped, and the run's last lines say so. With SAMSPIL_BROWSER=required
nothing may be skipped: a skipped browser test fails, and so does a run that has none.
"""

import os
import shutil
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright's own loop runs in this thread, and Django takes it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
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

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WHY = "Chromium was not found (Debian: apt-get install chromium; or name it in SAMSPIL_CHROMIUM)"


def find_chromium() -> str | None:
    """The path of the browser, or None."""
    named = os.environ.get("SAMSPIL_CHROMIUM", "")
    if named:
        return named
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def is_required() -> bool:
    """Whether browser tests must run."""
    return os.environ.get("SAMSPIL_BROWSER", "") == "required"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for a module's tests: its loop must be gone when other tests use their own."""
    found = find_chromium()
    assert found, _WHY
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=_QUIET)
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser, unless they are required."""
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if is_required():
        if not browser_tests:
            raise pytest.UsageError("SAMSPIL_BROWSER=required, but no browser test was collected.")
        if not find_chromium():
            raise pytest.UsageError(f"SAMSPIL_BROWSER=required: {_WHY}.")
    elif not find_chromium():
        for item in browser_tests:
            item.add_marker(pytest.mark.skip(reason=_WHY))
        config.stash[_skipped] = len(browser_tests)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A browser test that skips itself fails where it is required."""
    report = yield
    if report.skipped and is_required() and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"Skipped although SAMSPIL_BROWSER=required: {report.longrepr}"
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say that browser tests were skipped, and why."""
    skipped = config.stash.get(_skipped, 0)
    if skipped:
        terminalreporter.write_line(f"{skipped} browser tests were skipped: {_WHY}.")


_skipped = pytest.StashKey[int]()
