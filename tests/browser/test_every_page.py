"""Every page of staff and volunteers in a real browser: accessible, quiet, within 320 px."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page

from backend.accounts.models import User
from tests.architecture.routes import Route, routes
from tests.architecture.test_routes import address, make_stage
from tests.browser.pages import check_page
from tests.cast import NOW, PASSWORD, Cast, offer_to
from volunteers.actions.links import issue_link
from volunteers.models import Link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The coordinator has some sixty pages, each opened at three widths.
    pytest.mark.timeout(600),
]
# Doors that only act, or that send on; and pages that are there only in another situation.
NO_PAGE = {"home", "institutions:ask_more"}


@pytest.fixture
def stage() -> Iterator[tuple[Cast, dict[str, Any]]]:
    """One municipality with a published need, a seat, and somebody who was asked."""
    with time_machine.travel(NOW, tick=True):
        cast, _, rows = make_stage()
        yield cast, rows


def sign_in(page: Page, home: str, user: User) -> None:
    page.goto(f"{home}/konto/log-ind")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(lambda url: "log-ind" not in url)


def shown(page: Page, home: str, where: str) -> bool:
    """Whether the address answers this person with a page of its own."""
    answer = page.request.get(f"{home}{where}", max_redirects=0)
    return answer.status == 200 and "text/html" in answer.headers["content-type"]


def staff_pages() -> list[Route]:
    return [route for route in routes() if route.staff and route.name not in NO_PAGE]


@pytest.mark.parametrize("who", ["leader", "coordinator", "ambassador"])
def test_every_page_of(who: str, live_server, page: Page, stage) -> None:
    cast, rows = stage
    sign_in(page, live_server.url, getattr(cast, who))
    seen = [
        where
        for route in staff_pages()
        if shown(page, live_server.url, where := address(route, rows))
    ]

    for where in seen:
        check_page(page, f"{live_server.url}{where}")

    assert len(seen) >= {"leader": 14, "coordinator": 20, "ambassador": 3}[who]


def test_the_answer_page(live_server, page: Page, stage) -> None:
    cast, _ = stage
    offer = offer_to(cast.municipality.slots.get(), cast.helper)
    link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW)

    check_page(page, f"{live_server.url}/s/{link.rsplit('/', 1)[1]}")
    check_page(page, f"{live_server.url}/s/ukendt")
