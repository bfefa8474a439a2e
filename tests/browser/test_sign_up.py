"""Open needs, sign-up and the own page in a real browser, at three widths and without a mouse."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from backend.messaging.models import Message
from tests.browser.pages import check_here, check_page
from tests.cast import NOW, Cast, open_slot
from tests.servers.crowd import serving
from tests.volunteers.people_pages import NEW_PHONE, newest_code, own_page
from tests.volunteers.stage import say_yes
from volunteers.models import Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the service, on the cast's day."""
    with time_machine.travel(NOW, tick=True), serving(get_wsgi_application()) as port:
        yield f"http://127.0.0.1:{port}"


def fill_in(page: Page) -> None:
    page.get_by_label("Fornavn").fill("Karen")
    page.get_by_label("Efternavn").fill("Nymand")
    page.get_by_label("Mobilnummer").fill("12 99 99 99")
    page.get_by_label("Postnummer").fill("8999")
    page.get_by_label("Jeg er fyldt 18 år").check()
    page.get_by_label("Tirsdag formiddag").check()


def test_from_the_open_needs_to_the_own_page(cast: Cast, site: str, page: Page) -> None:
    open_slot(cast, seats=3)
    for path in ("/", "/hjaelp/", "/hjaelp/?dag=1", "/bliv-frivillig/", "/bliv-frivillig/tak/"):
        check_page(page, site + path)

    page.goto(f"{site}/hjaelp/")
    page.get_by_role("link", name="Bliv frivillig").click()
    page.get_by_role("button", name="Send mig en kode").click()
    check_here(page)
    fill_in(page)
    page.get_by_role("button", name="Send mig en kode").click()
    page.get_by_role("heading", name="Skriv koden").wait_for()
    check_here(page)
    page.get_by_label("Koden fra sms’en").fill(newest_code())
    page.get_by_role("button", name="Bliv frivillig").click()
    page.get_by_role("heading", name="Tak, fordi du vil hjælpe").wait_for()

    assert Volunteer.objects.get(phone=NEW_PHONE).availability == 1 << 5
    assert Message.objects.filter(kind="velkommen").count() == 1


def test_the_own_page(cast: Cast, site: str, page: Page) -> None:
    say_yes(open_slot(cast, seats=3, days=5), cast.helper)
    before = NOW - timedelta(days=3)
    say_yes(open_slot(cast, seats=3, days=1, at=before), cast.helper, before)
    home = site + own_page(cast.helper)

    for door in ("", "/oplysninger", "/e-mail", "/telefon", "/slet"):
        check_page(page, home + door)
    page.goto(home)
    page.get_by_label("Lørdag aften").uncheck()
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("Dine ønsker er gemt").wait_for()
    check_here(page)
    page.goto(f"{home}/slet")
    page.get_by_role("button", name="Send mig en kode").click()
    page.get_by_label("Koden fra sms’en").fill(newest_code(cast.helper.phone))
    check_here(page)
    page.get_by_role("button", name="Slet mig").click()
    page.get_by_role("heading", name="Du er slettet").wait_for()
    check_here(page)

    assert page.context.cookies() == []
    assert Volunteer.objects.get(pk=cast.helper.pk).first_name == "Slettet"


def test_without_javascript(cast: Cast, site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{site}/bliv-frivillig/")
    fill_in(page)
    page.get_by_role("button", name="Send mig en kode").click()
    page.get_by_label("Koden fra sms’en").fill(newest_code())
    page.get_by_role("button", name="Bliv frivillig").click()
    page.get_by_role("heading", name="Tak, fordi du vil hjælpe").wait_for()
    context.close()

    assert Volunteer.objects.filter(phone=NEW_PHONE).count() == 1


def test_a_lost_link_and_a_choice_of_municipality(cast: Cast, site: str, page: Page) -> None:
    for path in ("/mit-link/", "/mit-link/sendt/", "/slettet/"):
        check_page(page, site + path)
