"""A move, a cancellation and many yeses at once: no deadlock, and everybody is told the truth."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, transaction

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers, offer_to, open_slot
from tests.volunteers.races import at_once
from tests.volunteers.stage import say_yes
from volunteers.actions.answers import accept_offer, withdraw
from volunteers.actions.changes import cancel_slot, move_slot
from volunteers.models import Assignment, Volunteer
from volunteers.rules.states import AssignmentState

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6
DAY = timedelta(days=1)


def _stage() -> tuple[Cast, Slot, list[Volunteer]]:
    cast = make_cast()
    slot = open_slot(cast, seats=PEOPLE)
    people = make_volunteers(cast, PEOPLE)
    for person in people[:2]:
        say_yes(slot, person)
    for person in people[2:]:
        offer_to(slot, person)
    return cast, slot, people


def _yes(slot: Slot, person: Volunteer) -> Callable[[], object]:
    offer = offer_to(slot, person)
    return lambda: accept_offer(offer=offer, accepts_rules=True, by=link_actor(person), at=NOW)


def _no_more(slot: Slot, person: Volunteer) -> Callable[[], object]:
    seat = Assignment.objects.get(slot=slot, volunteer=person)
    return lambda: withdraw(assignment=seat, by=link_actor(person), at=NOW)


def test_a_move_among_yeses_and_withdrawals_neither_hangs_nor_loses_anybody() -> None:
    cast, slot, people = _stage()
    by = cast.actor(cast.leader)

    def move() -> None:
        move_slot(
            slot=slot, starts_at=slot.starts_at + DAY, ends_at=slot.ends_at + DAY, by=by, at=NOW
        )

    raised = at_once(
        move, _no_more(slot, people[0]), *(_yes(slot, person) for person in people[2:])
    )

    moved = Slot.objects.get(pk=slot.pk)
    seats = list(moved.assignments.filter(state=AssignmentState.CONFIRMED))
    assert raised == [None] * len(raised)
    assert moved.seats_taken == len(seats) == PEOPLE - 1
    assert {(seat.during.lower, seat.during.upper) for seat in seats} == {
        (moved.starts_at, moved.ends_at)
    }
    asked_again = {seat.volunteer_id for seat in seats if seat.asked_again_at}
    told = Message.objects.filter(kind="aendring", channel="sms")
    assert {ref for ref in told.values_list("recipient_ref", flat=True) if ref} >= asked_again


def test_everybody_who_got_a_seat_is_told_of_the_cancellation_beside_it() -> None:
    cast, slot, people = _stage()
    by = cast.actor(cast.leader)

    raised = at_once(
        lambda: cancel_slot(slot=slot, reason="Vejret", by=by, at=NOW),
        lambda: cancel_slot(slot=slot, reason="Vejret", by=by, at=NOW),
        *(_yes(slot, person) for person in people[2:]),
    )

    confirmed = Message.objects.filter(kind="bekraeftelse").values_list("recipient_ref", flat=True)
    cancelled = Message.objects.filter(kind="aflysning").values_list("recipient_ref", flat=True)
    assert [one for one in raised if isinstance(one, OperationalError)] == []
    assert sorted(cancelled) == sorted(confirmed)
    assert slot.assignments.filter(state=AssignmentState.CONFIRMED).count() == 0


def test_control_locks_in_the_wrong_order_do_hang() -> None:
    """The slot before the person: what the lock order is there to prevent."""
    _, slot, people = _stage()
    person = people[0]
    both_hold_one = Barrier(2)

    def take(*rows: tuple[type[Slot] | type[Volunteer], int]) -> Callable[[], object]:
        def deed() -> None:
            with transaction.atomic():
                for model, pk in rows:
                    model.objects.select_for_update().get(pk=pk)
                    if model is rows[0][0]:
                        both_hold_one.wait(timeout=20)

        return deed

    raised = at_once(
        take((Slot, slot.pk), (Volunteer, person.pk)),
        take((Volunteer, person.pk), (Slot, slot.pk)),
    )

    assert [type(one) for one in raised if one] == [OperationalError]
