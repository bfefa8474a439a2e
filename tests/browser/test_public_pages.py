"""The pages without sign-in, and sign-in itself, in a real browser."""

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from backend.accounts.models import Municipality, User
from backend.urls import urlpatterns as real
from tests.browser.pages import check_here, check_page, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = [
    "/",
    "/er-smsen-aegte",
    "/tilgaengelighed",
    "/oplysninger",
    "/konto/log-ind",
    "/konto/glemt",
    "/konto/glemt/sendt",
    "/findes-ikke",
]


@pytest.fixture
def municipality() -> Municipality:
    return Municipality.objects.create(
        slug="soeglimt",
        name="Søglimt Kommune",
        short_name="Søglimt",
        sms_sender="Søglimt",
        link_host="s.soeglimt.example",
        phone="+4512345678",
        email="frivillig@soeglimt.example",
        colour="#7a1f3d",
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_holds(
    page: Page, live_server: LiveServer, municipality: Municipality, address: str
) -> None:
    check_page(page, live_server.url + address)


def test_english_page_holds(
    page: Page, live_server: LiveServer, municipality: Municipality
) -> None:
    check_page(page, f"{live_server.url}/er-smsen-aegte?sprog=en")


def test_login_says_what_is_missing(
    page: Page, live_server: LiveServer, municipality: Municipality
) -> None:
    page.goto(f"{live_server.url}/konto/log-ind")
    page.get_by_role("main").get_by_role("button", name="Log ind", exact=True).click()
    check_here(page)
    assert page.title() == "Fejl: Log ind – Søglimt Kommune"
    assert page.locator(".error-summary a").all_inner_texts() == [
        "Skriv din e-mailadresse.",
        "Skriv din adgangskode.",
    ]
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_login"


def test_login_and_logout(page: Page, live_server: LiveServer, municipality: Municipality) -> None:
    User.objects.create_user(
        "lone@soeglimt.example", "rød-sol-over-søen", name="Lone Leder", municipality=municipality
    )
    page.goto(f"{live_server.url}/konto/log-ind?next=/tilgaengelighed")
    page.get_by_label("E-mail").fill("lone@soeglimt.example")
    page.get_by_label("Adgangskode").fill("rød-sol-over-søen")
    page.get_by_role("main").get_by_role("button", name="Log ind", exact=True).click()
    assert page.url == f"{live_server.url}/tilgaengelighed"
    check_page(page, f"{live_server.url}/konto/adgangskode")
    page.set_viewport_size({"width": 1280, "height": 800})
    before = session_of(page, live_server)
    page.get_by_role("banner").get_by_role("button", name="Log af").click()
    assert not Session.objects.filter(session_key=before).exists()
    # What stands in the browser now at most carries the words about having logged out.
    left = Session.objects.filter(session_key=session_of(page, live_server))
    assert [one.get_decoded().get("_auth_user_id") for one in left] in ([], [None])


def session_of(page: Page, live_server: LiveServer) -> str:
    """The browser's session, empty when it has none."""
    cookies = page.context.cookies(live_server.url)
    return next((one["value"] for one in cookies if one["name"] == "sessionid"), "")


def _planted(_request: HttpRequest) -> HttpResponse:
    """A page with one fault of each kind that ``look`` must find."""
    return HttpResponse(
        '<!DOCTYPE html><html lang="da"><head><title>Plantet</title>'
        '<script src="http://fremmed.invalid/spor.js"></script></head><body><main><h1>Plantet</h1>'
        '<p style="color:red">Farve</p><img src="/static/samspil/samspil.svg">'
        f"<pre>{'x' * 900}</pre></main></body></html>"
    )


urlpatterns = [*real, path("plantet", _planted)]


@pytest.mark.urls("tests.browser.test_public_pages")
def test_control_planted_faults_are_found(
    page: Page, live_server: LiveServer, municipality: Municipality
) -> None:
    found = look(page, f"{live_server.url}/plantet", 375)
    kinds = {
        "accessibility": bool(found.accessibility),
        "policy": bool(found.policy),
        "sideways": bool(found.sideways),
    }
    assert kinds == {"accessibility": True, "policy": True, "sideways": True}
    assert found.strangers == ["http://fremmed.invalid/spor.js"]
    with pytest.raises(AssertionError, match="sideways"):
        check_page(page, f"{live_server.url}/plantet", widths=(375,))
