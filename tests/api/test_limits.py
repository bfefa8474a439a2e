"""So many calls a minute for each caller, however many processes answer."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from pytest_django import Settings
from rest_framework.throttling import SimpleRateThrottle

from tests.api.conftest import Caller, key_for
from tests.cast import NOW, Cast, make_cast


@pytest.fixture
def five(settings: Settings) -> None:
    """Five calls a minute."""
    settings.API_CALLS_A_MINUTE = 5


def test_the_sixth_call_of_a_minute_waits_for_the_next(
    five: None, leader: Caller, moment: time_machine.Traveller
) -> None:
    moment.move_to(NOW + timedelta(seconds=20))
    found = [leader.get("skills") for _ in range(6)]

    assert [one.status_code for one in found] == [200] * 5 + [429]
    assert (found[-1].json()["code"], found[-1].headers["Retry-After"]) == ("throttled", "40")
    moment.move_to(NOW + timedelta(seconds=60))
    assert leader.get("skills").status_code == 200


def test_callers_do_not_use_up_one_anothers_calls(
    five: None, cast: Cast, leader: Caller, coordinator: Caller
) -> None:
    for _ in range(5):
        leader.get("skills")

    other_key = Caller(key_for(cast, cast.leader))
    assert [one.get("skills").status_code for one in (leader, coordinator, other_key)] == [
        429,
        200,
        200,
    ]


def test_the_signed_in_are_counted_too(five: None, cast: Cast, moment: object) -> None:
    caller = Caller("")
    caller.client.defaults.clear()
    caller.client.force_login(cast.leader)

    assert [caller.get("skills").status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_refused_call_does_nothing(five: None, cast: Cast, leader: Caller) -> None:
    place = f"institutions/{cast.here.external_uuid}/checklist/F07/untick"
    for _ in range(5):
        leader.get("skills")

    assert leader.post(place).status_code == 429
    assert cast.here.runs.get().ticks.filter(item__code="F07").count() == 1


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_than_the_limit_go_through(settings: Settings) -> None:
    """Each thread has a connection of its own, as each process has."""
    settings.API_CALLS_A_MINUTE = 12
    cast = make_cast()
    with time_machine.travel(NOW, tick=False):
        key = key_for(cast, cast.leader)
        found: list[int] = []

        def send() -> None:
            found.extend(Caller(key).get("skills").status_code for _ in range(5))
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (found.count(200), found.count(429)) == (12, 8)


def test_control_two_processes_with_a_cache_each_let_twice_as_many_through() -> None:
    class OfOneProcess(SimpleRateThrottle):
        rate = "5/min"
        scope = "each"

        def get_cache_key(self, request: object, view: object) -> str:
            return "caller"

    through = 0
    for process in ("one", "two"):
        throttle = OfOneProcess()
        throttle.cache = LocMemCache(process, {})
        through += sum(throttle.allow_request(None, None) for _ in range(20))  # type: ignore[arg-type]

    assert through == 10
