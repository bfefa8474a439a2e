"""A sender's pace, shared by all lanes and all workers."""

import time
from datetime import timedelta

import pytest

from backend.accounts.models import Municipality
from backend.messaging import pump
from backend.messaging.pace import take_turn
from backend.web.clock import now
from tests.messaging.conftest import NOON, QueueSms
from tests.servers.twilio_server import TwilioServer

pytestmark = pytest.mark.django_db


def set_pace(place: Municipality, per_second: int | None) -> Municipality:
    Municipality.objects.filter(pk=place.pk).update(sms_per_second=per_second)
    return Municipality.objects.get(pk=place.pk)


def test_each_turn_is_a_step_after_the_last(municipality: Municipality) -> None:
    place = set_pace(municipality, 10)

    waits = [take_turn(place, NOON) for _ in range(3)]

    assert waits == [timedelta(0), timedelta(milliseconds=100), timedelta(milliseconds=200)]
    assert take_turn(place, NOON + timedelta(seconds=5)) == timedelta(0)


def test_turns_from_a_clock_that_has_jumped_back_are_forgotten(municipality: Municipality) -> None:
    place = set_pace(municipality, 10)
    take_turn(place, NOON + timedelta(hours=5))

    assert take_turn(place, NOON) == timedelta(0)


def test_nobody_waits_where_no_pace_is_set(municipality: Municipality) -> None:
    assert [take_turn(municipality, NOON) for _ in range(3)] == [timedelta(0)] * 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("per_second", "shortest"), [(20, 0.95), (None, 0.0)])
def test_many_lanes_keep_the_pace_and_control_without_it_they_do_not(
    queue: QueueSms, twilio: TwilioServer, municipality: Municipality, per_second, shortest
) -> None:
    set_pace(municipality, per_second)
    for _ in range(20):
        queue(at=now(), expires_at=now() + timedelta(hours=2))
    begun = time.monotonic()

    pump.drain(now, lanes=5)

    took = max(twilio.taken_at) - begun
    assert len(twilio.taken) == 20
    assert took >= shortest
    assert (took < 0.95) == (per_second is None)
