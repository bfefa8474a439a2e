"""A passkey added and used in a real browser, with the browser's own virtual authenticator."""

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page

from tests.browser.test_every_page import sign_in
from tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_both_factors(live_server, page: Page, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cast = make_cast()
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": _KEY})
    # A key belongs to a name, never to a number.
    home = live_server.url.replace("127.0.0.1", "localhost")
    sign_in(page, home, cast.leader)
    assert page.url == f"{home}/konto/to-trin"

    page.get_by_role("link", name="Tilføj en nøgle").click()
    page.get_by_label("Brug nøglen i stedet for adgangskode").check()
    page.get_by_role("button", name="Tilføj nøglen").click()
    page.wait_for_url(f"{home}/konto/to-trin/noedkoder")
    page.goto(f"{home}/tavle/")
    assert page.url == f"{home}/tavle/"
    page.get_by_role("button", name="Log af").first.click()

    page.goto(f"{home}/konto/log-ind?next=/tavle/")
    page.get_by_role("button", name="Log ind med nøgle").click()

    page.wait_for_url(f"{home}/tavle/")
