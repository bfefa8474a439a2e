"""The demo's telephone in a real browser: a text can be found, read and tapped."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from backend.accounts.models import Municipality
from backend.messaging import pump
from backend.messaging.outbox import queue_email, queue_sms
from tests.browser.pages import check_here, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LINK = "https://frivillig.soe.test/s/k7Qm2xVb9TfRk7Qm2xVb9T"
TEXT = (
    "Hej Birgitte. Plejecenter Søglimt: gåtur med beboere tor 26/11 kl. 14.00-15.30. "
    f"Kan du hjælpe? Svar: {LINK}"
)


@pytest.fixture
def arrived() -> None:
    """One text and one mail with an invitation, to the same person."""
    place = Municipality.objects.create(
        slug="soeglimt", name="Søglimt Kommune", sms_sender="Søglimt", link_host="soe.test"
    )
    queue_sms(
        municipality=place,
        kind="tilbud",
        to="+4511223344",
        body=TEXT,
        dedupe_key="sms",
        recipient_ref=7,
        at=NOON,
    )
    queue_email(
        municipality=place,
        kind="bekraeftelse",
        to="birgitte@example.test",
        title="Du er tilmeldt Plejecenter Søglimt torsdag den 26. november",
        body="Tak, Birgitte.\n\nTorsdag den 26. november kl. 14.00.",
        calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        calendar_method="REQUEST",
        dedupe_key="mail",
        recipient_ref=7,
        at=NOON,
    )
    pump.drain(lambda: NOON)


@pytest.mark.usefixtures("arrived")
def test_a_text_is_found_read_and_tapped(page: Page, live_server: LiveServer) -> None:
    check_page(page, live_server.url + "/telefon")
    page.get_by_role("link", name="11 22 33 44").click()
    check_here(page)

    link = page.get_by_role("link", name=LINK)
    assert link.get_attribute("href") == "/s/k7Qm2xVb9TfRk7Qm2xVb9T"


def test_an_empty_demo_says_so(page: Page, live_server: LiveServer) -> None:
    check_page(page, live_server.url + "/telefon")
    check_page(page, live_server.url + "/telefon/+4511223344")
