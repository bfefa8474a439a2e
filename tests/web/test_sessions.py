"""How long a sign-in lasts, and what ends it at once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse

from backend.settings.application import MIDDLEWARE
from tests.cast import NOW, Cast, make_cast

pytestmark = pytest.mark.django_db
BOARD = "institutions:board"
_LIMITS = "backend.web.sessions.SessionLimitsMiddleware"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def statuses(client: Client, minutes: list[int]) -> list[int]:
    """What the board answers so many minutes after signing in."""
    found = []
    for minute in minutes:
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            found.append(client.get(reverse(BOARD)).status_code)
    return found


def test_an_hour_away_signs_out(client: Client, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)

    assert statuses(client, [0, 59, 117, 179]) == [200, 200, 200, 302]


def test_twelve_hours_are_the_most(client: Client, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)

    answers = statuses(client, list(range(0, 12 * 60 + 1, 30)))

    assert set(answers) == {200}
    assert statuses(client, [12 * 60 + 1]) == [302]


def test_control_the_cookies_own_age_lets_the_idle_stay(client: Client, cast: Cast) -> None:
    without = [one for one in MIDDLEWARE if one != _LIMITS]
    with override_settings(MIDDLEWARE=without), time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)

        assert statuses(client, [0, 179]) == [200, 200]


def test_a_disabled_user_is_out_at_the_next_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.leader)
    assert client.get(reverse(BOARD)).status_code == 200

    cast.leader.is_active = False
    cast.leader.save(update_fields=["is_active"])

    assert client.get(reverse(BOARD)).status_code == 302


def test_one_ends_the_other_places_one_is_signed_in(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        data = {"login": cast.leader.email, "password": "tests-only-2026-samspil"}
        client.post(reverse("account_login"), data)
    assert here.get(reverse("usersessions_list")).context["session_count"] == 2

    here.post(reverse("usersessions_list"))

    assert [c.get(reverse(BOARD)).status_code for c in (here, there)] == [200, 302]
