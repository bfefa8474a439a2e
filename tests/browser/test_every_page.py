"""Every page of staff and volunteers in a real browser: accessible, quiet, within 320 px."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Page

from backend.accounts.models import User
from tests.architecture.routes import routes
from tests.architecture.test_routes import address, make_stage
from tests.browser.pages import check_page
from tests.cast import NOW, PASSWORD, Cast, offer_to
from volunteers.actions.links import issue_link
from volunteers.models import Link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The coordinator has some hundred pages.
    pytest.mark.timeout(600),
]


NARROW = (320,)


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
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.wait_for_url(lambda url: "log-ind" not in url)


def pages_of(user: User, rows: dict[str, Any]) -> list[str]:
    """The addresses that answer this person with a page of its own."""
    client = Client()
    client.force_login(user)
    places = [address(route, rows) for route in routes() if route.staff and route.name != "home"]
    answers = {where: client.get(where) for where in places}
    return [
        where
        for where, answer in answers.items()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    ]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("who", "others", "at_least"),
    [
        ("leader", (), 14),
        ("coordinator", ("leader",), 10),
        ("ambassador", ("leader", "coordinator"), 0),
    ],
)
def test_every_page_of(
    who: str, others: tuple[str, ...], at_least: int, live_server, page: Page, stage
) -> None:
    """Each page once: what the others' tests open is left to them.

    At the width where pages break; ``make heavy`` (P26) looks at all three.
    """
    cast, rows = stage
    known = {where for other in others for where in pages_of(getattr(cast, other), rows)}
    mine = [where for where in pages_of(getattr(cast, who), rows) if where not in known]
    sign_in(page, live_server.url, getattr(cast, who))

    for where in mine:
        check_page(page, f"{live_server.url}{where}", NARROW)

    assert len(mine) >= at_least


def test_the_answer_page(live_server, page: Page, stage) -> None:
    cast, rows = stage
    offer = offer_to(cast.municipality.slots.get(pk=rows["slot"]), cast.helper)
    link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW)

    check_page(page, f"{live_server.url}/s/{link.rsplit('/', 1)[1]}")
    check_page(page, f"{live_server.url}/s/ukendt")
