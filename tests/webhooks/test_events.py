"""What the actions tell other systems, and that each change is told once."""

from datetime import timedelta

import pytest

from backend.webhooks.models import Delivery
from institutions.actions.publishing import publish_task
from tests.cast import NOW, Cast, draft_need, link_actor, make_volunteers, offer_to, open_slot
from tests.webhooks.conftest import endpoint_at
from volunteers.actions.answers import accept_offer, decline_offer, join_waiting_list, withdraw
from volunteers.actions.attendance import record_attendance
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.models import Assignment

ENDED = NOW + timedelta(days=3, hours=6)


@pytest.fixture
def listening(cast: Cast) -> Cast:
    """Somebody wants to hear everything from here on."""
    open_slot(cast, seats=2)
    endpoint_at(cast, "https://hooks.example.org/")
    return cast


def told() -> list[str]:
    """The events since the last look, the first first."""
    events = list(Delivery.objects.values_list("event", flat=True))
    Delivery.objects.all().delete()
    return events


def test_a_need_that_opens(listening: Cast) -> None:
    task = draft_need(listening)
    leader = listening.actor(listening.leader)

    for _ in range(2):
        publish_task(task=task, by=leader, at=NOW)

    assert told() == ["task.opened"]


def test_answers_and_the_last_seat(listening: Cast) -> None:
    slot = listening.municipality.slots.get()
    people = make_volunteers(listening, 3)
    first, second, third = [offer_to(slot, one) for one in people]
    by = [link_actor(one) for one in people]

    accept_offer(offer=first, accepts_rules=True, by=by[0], at=NOW)
    assert sorted(told()) == ["assignment.changed", "offer.answered"]
    change_seats(slot=slot, seats=1, by=listening.actor(listening.leader), at=NOW)
    assert told() == ["slot.filled"]
    join_waiting_list(offer=second, by=by[1], at=NOW)
    assert sorted(told()) == ["assignment.changed", "offer.answered"]
    for _ in range(2):
        decline_offer(offer=third, by=by[2], at=NOW)
    assert told() == ["offer.answered"]
    withdraw(assignment=Assignment.objects.get(offer=first), by=by[0], at=NOW)
    assert sorted(told()) == ["assignment.changed", "offer.answered"]


def test_a_time_that_moves_and_one_that_is_called_off(listening: Cast) -> None:
    slot = listening.municipality.slots.get()
    leader = listening.actor(listening.leader)
    offer = offer_to(slot, listening.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(listening.helper), at=NOW)
    told()

    start = slot.starts_at + timedelta(days=1)
    move_slot(slot=slot, starts_at=start, ends_at=start + timedelta(hours=1), by=leader, at=NOW)
    assert told() == ["assignment.changed"]
    for _ in range(2):
        cancel_slot(slot=slot, reason="Sygdom", by=leader, at=NOW)
    assert told() == ["assignment.changed"]


def test_attendance(listening: Cast) -> None:
    slot = listening.municipality.slots.get()
    offer = offer_to(slot, listening.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(listening.helper), at=NOW)
    told()

    for _ in range(2):
        record_attendance(
            assignment=Assignment.objects.get(),
            came=True,
            by=listening.actor(listening.leader),
            at=ENDED,
        )

    assert told() == ["assignment.changed"]
