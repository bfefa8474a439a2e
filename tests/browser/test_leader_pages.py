"""The leader's pages before publishing, in a real browser: one point ticked, all looked at."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from backend.accounts.models import User
from institutions.models import Tick
from tests.browser.pages import check_here, check_page
from tests.cast import NOW, Cast, draft_need, make_volunteers, put_rules_in_force
from tests.servers.crowd import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the service, on the cast's day."""
    with time_machine.travel(NOW, tick=True), serving(get_wsgi_application()) as port:
        yield f"http://127.0.0.1:{port}"


def sign_in(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


def test_a_point_is_ticked_without_leaving_the_list(cast: Cast, site: str, page: Page) -> None:
    sign_in(page, site, cast.leader_elsewhere)
    address = site + reverse("institutions:checklist", args=[cast.elsewhere.pk])
    check_page(page, address)
    page.get_by_label("Sådan er det i orden").first.fill("Flere ture ud")
    page.locator("#F01").get_by_role("button", name="Sæt hak").click()
    page.locator("#F01 .badge-success").wait_for()
    assert page.url == address
    assert page.locator("#status").inner_text() == "9 punkter mangler, før I kan lægge opgaver ud."
    page.locator("#F04").get_by_role("button", name="Sæt hak").click()
    page.locator("#F04 .form-error").wait_for()
    check_here(page)
    assert Tick.objects.get(run__institution=cast.elsewhere).evidence == "Flere ture ud"


def test_every_page_of_a_need_and_of_the_rules(cast: Cast, site: str, page: Page) -> None:
    make_volunteers(cast, 9)
    put_rules_in_force(cast, at=NOW)
    task = draft_need(cast, at=NOW, slots=2, description="Hjælp med medicin og indkøb.")
    sign_in(page, site, cast.leader)
    routes = ["need_task", "need_times", "need_points", "need_check", "copy_need"]
    addresses = [reverse(f"institutions:{name}", args=[task.pk]) for name in routes]
    addresses += [reverse("institutions:new_need", args=[cast.here.pk])]
    for address in [*addresses, reverse("institutions:documents")]:
        check_page(page, site + address)


def test_what_is_missing_stands_on_the_page_and_leads_there(
    cast: Cast, site: str, page: Page
) -> None:
    put_rules_in_force(cast, at=NOW)
    task = draft_need(cast, at=NOW)
    sign_in(page, site, cast.leader)
    page.goto(site + reverse("institutions:need_check", args=[task.pk]))
    page.get_by_role("button", name="Send sms til 1 frivillig").click()
    page.locator("#fejl").wait_for()
    check_here(page)
    page.get_by_role("link", name="F04: Personalet har fået besked").click()
    assert page.url.endswith(f"/tjekliste/{cast.here.pk}/?behov={task.pk}#F04")
