"""The waiting list against a seat cut: never more people than seats, and nobody hangs."""

from collections.abc import Callable
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError

from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers, open_slot
from tests.volunteers.races import at_once
from tests.volunteers.stage import say_yes, stand_in_line
from volunteers.actions.answers import accept_offer, withdraw
from volunteers.actions.changes import change_seats
from volunteers.models import Assignment
from volunteers.rules.states import AssignmentState

pytestmark = pytest.mark.django_db(transaction=True)


def full_slot() -> tuple[Cast, Slot]:
    """Three seats taken and two people in line."""
    cast = make_cast()
    slot = open_slot(cast, seats=3)
    for person in make_volunteers(cast, 3):
        say_yes(slot, person)
    for person in make_volunteers(cast, 2):
        stand_in_line(slot, person)
    return cast, slot


def yes_from_the_line(held: Assignment) -> Callable[[], object]:
    by = link_actor(held.volunteer)
    return lambda: accept_offer(offer=held.offer, accepts_rules=True, by=by, at=NOW)


def seats_held(slot: Slot) -> int:
    return Assignment.objects.filter(slot=slot, state=AssignmentState.CONFIRMED).count()


def test_a_freed_seat_is_cut_or_taken_from_the_line_and_never_both() -> None:
    cast, slot = full_slot()
    held = list(Assignment.objects.filter(slot=slot).select_related("volunteer", "offer"))
    seated = next(one for one in held if one.state == AssignmentState.CONFIRMED)
    in_line = [one for one in held if one.state == AssignmentState.WAITING]
    by = cast.actor(cast.leader)

    raised = at_once(
        lambda: withdraw(assignment=seated, by=link_actor(seated.volunteer), at=NOW),
        lambda: change_seats(slot=slot, seats=2, by=by, at=NOW),
        *[yes_from_the_line(one) for one in in_line],
    )

    slot.refresh_from_db()
    assert [one for one in raised if isinstance(one, OperationalError)] == []
    assert seats_held(slot) == slot.seats_taken
    assert slot.seats_taken <= slot.seats


def test_control_a_cut_that_looks_and_then_writes_leaves_too_few_seats() -> None:
    _, slot = full_slot()
    Slot.objects.filter(pk=slot.pk).update(seats_taken=2)
    both_looked = Barrier(2, timeout=20)
    allowed: list[dict[str, int]] = []

    def naive(change: dict[str, int]) -> Callable[[], object]:
        def deed() -> None:
            seen = Slot.objects.get(pk=slot.pk)
            both_looked.wait()
            if seen.seats_taken < seen.seats:
                allowed.append(change)

        return deed

    at_once(naive({"seats": 2}), naive({"seats_taken": 3}))

    # Both were allowed, and only the database's own constraint still says no to the second.
    assert len(allowed) == 2
    first, second = allowed
    Slot.objects.filter(pk=slot.pk).update(**first)
    with pytest.raises(IntegrityError):
        Slot.objects.filter(pk=slot.pk).update(**second)
