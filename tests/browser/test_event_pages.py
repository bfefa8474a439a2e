"""The open events, joining one, and an invitation's link in a real browser."""

import pytest
import time_machine
from playwright.sync_api import Page

from tests.browser.pages import check_page
from tests.cast import NOW, make_cast
from tests.volunteers.event_stage import an_event, volunteer_at
from volunteers.actions.event_links import event_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_open_pages_and_the_link(live_server, page: Page) -> None:
    with time_machine.travel(NOW, tick=True):
        cast = make_cast()
        event = an_event(cast, public=True, seats=12)
        row = volunteer_at(cast, event, cast.helper)
        token = event_address(row, NOW).rsplit("/", 1)[1]

        check_page(page, f"{live_server.url}/det-sker/")
        check_page(page, f"{live_server.url}/det-sker/{event.uuid}/")
        check_page(page, f"{live_server.url}/s/{token}")
        page.get_by_role("button", name="Ja, jeg kommer").click()
        page.get_by_role("heading", name="Du er tilmeldt").wait_for()

    row.refresh_from_db()
    assert row.answer == "coming"
