"""The coordinator's pages of messages, texts and unclear answers in a real browser."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from backend.messaging.models import InboundText, Message, Wording
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.browser.pages import check_here, check_page
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server: LiveServer, cast: Cast) -> Page:
    """The coordinator signed in, with something in every list."""
    for number, state in enumerate(("queued", "failed", "delivered")):
        message = queue_sms(
            municipality=cast.municipality,
            kind="bekraeftelse",
            to=cast.helper.phone,
            body="Tak, Anna. Du er tilmeldt Solgården tor 26/11 kl. 14.00-15.30.",
            dedupe_key=f"desk:{number}",
            at=now(),
        )
        Message.objects.filter(pk=message.pk).update(state=state, error_code="30006"[: number * 5])
    InboundText.objects.create(
        municipality=cast.municipality,
        provider_id="SM1",
        phone=cast.helper.phone,
        body="Ja, men kun hvis der er kaffe",
        why="Teksten er hverken ja, nej, stop eller start.",
        at=now(),
        state="unclear",
    )
    page.goto(f"{live_server.url}/konto/log-ind?next=/beskeder/")
    page.get_by_label("E-mail").fill(cast.coordinator.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log ind", exact=True).click()
    return page


def test_the_pages_hold(desk: Page, live_server: LiveServer) -> None:
    for path in (
        "/beskeder/",
        "/beskeder/breve/",
        "/beskeder/loft/",
        "/beskeder/svar/",
        "/tekster/",
        "/tekster/tilbud/da/",
        "/tekster/tilbud/en/",
    ):
        check_page(desk, live_server.url + path)


def test_a_text_is_shown_counted_and_refused(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/tekster/tilbud/da/")
    desk.get_by_label("Teksten").fill("Hej {navn}. Tag en vagt: {link}")
    desk.get_by_role("button", name="Vis og tæl").click()
    assert desk.locator(".alert-error li").all_inner_texts() == [
        'Skriv "opgave" eller "tidspunkt" i stedet for "vagt".'
    ]
    desk.get_by_role("button", name="Gem").click()
    check_here(desk, widths=(320,))
    assert desk.locator(".error-summary").count() == 1


def test_a_text_is_counted_while_one_writes(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/tekster/tilbud/da/")
    field = desk.get_by_label("Teksten")
    field.fill("Svar: {link}")
    expect(desk.locator("#visning .sms-note")).to_contain_text("54 af 160 tegn")
    field.press_sequentially(" 😀")

    expect(desk.locator("#visning .alert-error li")).to_have_count(1)
    assert field.input_value() == "Svar: {link} 😀"
    assert Wording.objects.count() == 0


def test_the_institutions_calendar_page_holds(
    desk: Page, live_server: LiveServer, cast: Cast
) -> None:
    check_page(desk, f"{live_server.url}/kalender/sted/{cast.here.pk}/")
    desk.get_by_role("button", name="Lav en ny adresse").click()
    check_here(desk, widths=(320,))
