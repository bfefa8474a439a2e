"""P26: every page at every width in a real browser, and once without scripts."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from backend.accounts.models import User
from tests.architecture.plain_pages import dead_parts
from tests.browser.pages import WIDTHS, look
from tests.browser.test_public_pages import urlpatterns  # noqa: F401
from tests.cast import NOW
from tests.heavy.figures import SHARE, keep_figure
from tests.heavy.pages_of_all import all_pages

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3600),
    pytest.mark.urls("tests.heavy.test_p26_every_page"),
]
PLANTED, FEWEST = "/plantet", 150
_WORDS = "main, [role=main]"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def visitor(browser: Browser, home: str, user: User | None, *, scripts: bool) -> BrowserContext:
    """A fresh browser of this person, signed in."""
    context = browser.new_context(locale="da-DK", java_script_enabled=scripts)
    context.set_default_timeout(60_000)
    if user is not None:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
    return context


def faults_of(context: BrowserContext, home: str, places: list[str]) -> list[str]:
    """What is wrong at any width, one line for each fault."""
    page = context.new_page()
    return [
        f"{where} {width} px: {line}"
        for where in places
        for width in WIDTHS
        for line in look(page, f"{home}{where}", width).lines()
    ]


def dead_without_scripts(context: BrowserContext, home: str, places: list[str]) -> list[str]:
    """Pages that show nothing, or have parts that do nothing, in a browser without scripts."""
    page = context.new_page()
    found = []
    for where in places:
        answer = page.goto(f"{home}{where}")
        assert answer is not None
        if not page.inner_text(_WORDS).strip():
            found.append(f"{where}: shows nothing without scripts")
        found += [f"{where}: {part}" for part in dead_parts(answer.text(), where)]
    return found


def test_every_page(live_server, browser: Browser) -> None:
    home = live_server.url
    faults: list[str] = []
    opened = 0
    for user, places in all_pages().values():
        some = places[: max(2, round(len(places) * SHARE))]
        opened += len(some)
        with_scripts = visitor(browser, home, user, scripts=True)
        faults += faults_of(with_scripts, home, some)
        without = visitor(browser, home, user, scripts=False)
        faults += dead_without_scripts(without, home, some)
        with_scripts.close()
        without.close()
    print(*faults, sep="\n")
    planted = faults_of(visitor(browser, home, None, scripts=True), home, [PLANTED])

    keep_figure(
        "P26",
        figure=len(faults),
        unit=f"faults (axe, content policy, strangers, sideways scroll, script errors, dead "
        f"without scripts) on {opened} pages at {', '.join(map(str, WIDTHS))} px",
        held=not faults and opened >= FEWEST,
        control_failed=len(planted) > 0,
    )
