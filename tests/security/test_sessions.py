"""A session is new at each sign-in, ends when one leaves, and leaves nothing behind."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.architecture.routes import routes
from tests.architecture.test_routes import TAKES_NO_ROW, address, make_stage
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
BOARD = "institutions:board"


def key_of(client: Client) -> str:
    """The session's key as the browser has it."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def enter(client: Client, cast: Cast) -> str:
    """Signs in by the page; the session's key."""
    client.post(reverse("account_login"), {"login": cast.leader.email, "password": PASSWORD})
    return key_of(client)


def test_signing_in_gives_a_new_session(client: Client, cast: Cast) -> None:
    first = enter(client, cast)
    client.post(reverse("account_logout"))
    second = enter(client, cast)

    assert len({first, second, ""}) == 3
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in (first, second))


def test_an_old_session_opens_nothing_after_signing_out(client: Client, cast: Cast) -> None:
    old = enter(client, cast)
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old

    assert thief.get(reverse(BOARD)).status_code == 302


def test_signing_out_clears_what_the_browser_has(client: Client, cast: Cast) -> None:
    enter(client, cast)

    answer = client.post(reverse("account_logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_every_staff_page_has_a_way_out(client: Client) -> None:
    cast, _, rows = make_stage()
    client.force_login(cast.coordinator)
    out = f'action="{reverse("account_logout")}"'
    pages = [route for route in routes() if route.staff and not route.takes - TAKES_NO_ROW]

    without = []
    for route in pages:
        answer = client.get(address(route, rows))
        whole = answer.status_code == 200 and b"</html>" in answer.content
        if whole and out not in answer.content.decode():
            without.append(route.name)

    assert without == []
    assert len(pages) >= 20
