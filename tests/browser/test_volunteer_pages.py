"""The personal link in its situations and the coordinator's pages, in a real browser."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from institutions.models import Task
from tests.browser.pages import check_here, check_page
from tests.cast import NOW, Cast, make_volunteers, offer_to, open_slot
from tests.servers.crowd import serving
from tests.volunteers.figures.stage import closed_quarter
from tests.volunteers.test_coordinator import in_review
from tests.volunteers.test_link_page import path_of
from volunteers.models import Offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the service, on the cast's day."""
    with time_machine.travel(NOW, tick=True), serving(get_wsgi_application()) as port:
        yield f"http://127.0.0.1:{port}"


def test_a_volunteer_answers(cast: Cast, site: str, page: Page) -> None:
    offer = offer_to(open_slot(cast, seats=1), cast.helper)
    offer.reasons = ["bor 3 km væk"]
    offer.save()
    address = site + path_of(offer)

    check_page(page, address)
    check_page(page, f"{address}?sprog=en")
    page.goto(address)
    page.get_by_role("button", name="Ja, jeg kommer").click()
    check_here(page)
    page.get_by_label("Jeg siger ja til spillereglerne").check()
    page.get_by_role("button", name="Ja, jeg kommer").click()
    page.get_by_role("heading", name="Tak, du er på holdet").wait_for()
    check_here(page)
    page.get_by_role("button", name="Meld afbud").click()
    page.get_by_role("heading", name="Tak, fordi du sagde til").wait_for()
    check_here(page)

    assert page.context.cookies() == []
    assert Offer.objects.get(pk=offer.pk).seen_at is not None


def test_no_and_full_and_a_dead_link(cast: Cast, site: str, page: Page) -> None:
    slot = open_slot(cast, seats=1)
    first, second = make_volunteers(cast, 2)
    Client().post(path_of(offer_to(slot, first)), {"svar": "ja", "accepts_rules": "on"})
    Client().post(no := path_of(offer_to(slot, second)), {"svar": "nej"})
    full = path_of(offer_to(slot, cast.helper))

    for path in (no, full, "/s/x"):
        check_page(page, site + path)
    page.goto(site + full)
    page.get_by_role("button", name="Skriv mig på ventelisten").click()
    page.get_by_role("heading", name="Du står på ventelisten").wait_for()
    check_here(page)


def test_the_coordinators_pages(cast: Cast, site: str, page: Page, context: BrowserContext) -> None:
    closed_quarter(cast)
    in_review(cast)
    open_slot(cast, seats=3, days=1)
    signed_in = Client()
    signed_in.force_login(cast.coordinator)
    session = signed_in.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    need = Task.objects.get(state="in_review")

    for path in (
        "",
        f"behov/{need.uuid}/",
        "maal/K01/",
        "maal/K02/?periode=aar",
        "maal/K08/",
        "frivillige/",
        f"frivillige/{cast.helper.uuid}/",
    ):
        check_page(page, f"{site}/koordinator/{path}")
