"""What happens between planning and writing is heard: the database is asked once more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from backend.common.actors import clock
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to
from tests.volunteers.stage import say_yes
from tests.volunteers.test_waves import HOUR, look_at, slot_at
from volunteers.actions.questions import Round, write_rounds
from volunteers.actions.stops import stop_texts
from volunteers.models import Offer, Volunteer
from volunteers.queries.waves import WavePlan, plan_open

Counting = Callable[[int], AbstractContextManager[object]]


def test_a_stop_between_planning_and_writing_is_heard(cast: Cast) -> None:
    slot = slot_at(cast, NOW + timedelta(days=3))
    plan = plan_open(cast.municipality, NOW)[slot.pk]
    assert [one.person_id for one in plan.now] == [cast.helper.pk]
    stop_texts(
        municipality=cast.municipality,
        phone=cast.helper.phone,
        by=link_actor(cast.helper),
        at=NOW,
    )

    (wave,) = write(cast, plan)

    assert (wave.asked, Offer.objects.count(), Message.objects.count()) == (0, 0, 0)
    # The rival writes what it had planned before the stop.
    for one in plan.now:
        offer_to(slot, Volunteer.objects.get(pk=one.person_id), NOW)
    assert Offer.objects.get().volunteer_id == cast.helper.pk


def write(cast: Cast, plan: WavePlan) -> list[Any]:
    """What was planned, written now."""
    rounds = [Round(plan.slot.pk, plan.fits, None, plan.now)]
    return write_rounds(rounds, cast.municipality, by=clock(cast.municipality.pk), at=NOW)


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": "cancelled"},
        {"seats_taken": 1},
        {"starts_at": NOW - HOUR},
    ],
)
def test_a_slot_filled_cancelled_or_begun_meanwhile_asks_nobody(
    cast: Cast, meanwhile: dict[str, Any]
) -> None:
    slot = slot_at(cast, NOW + timedelta(days=3))
    plan = plan_open(cast.municipality, NOW)[slot.pk]
    Slot.objects.filter(pk=slot.pk).update(**meanwhile)

    assert write(cast, plan) == []
    # Control: the plan itself still wants to ask.
    assert len(plan.now) == 1


def test_limits_are_asked_of_the_database_again(cast: Cast) -> None:
    slot, other = (slot_at(cast, NOW + timedelta(days=n)) for n in (3, 5))
    plan = plan_open(cast.municipality, NOW)
    mine = plan[slot.pk] if plan[slot.pk].now else plan[other.pk]
    for days in (4, 6):
        offer_to(slot_at(cast, NOW - timedelta(days=days)), cast.helper, NOW - days * 24 * HOUR)

    (wave,) = write(cast, mine)

    assert (len(mine.now), wave.asked) == (1, 0)


def test_a_seat_taken_meanwhile_hinders_a_question_about_the_same_time(cast: Cast) -> None:
    start = NOW + timedelta(days=3)
    slot, other = slot_at(cast, start), slot_at(cast, start + HOUR)
    plan = plan_open(cast.municipality, NOW)
    mine, rival = (plan[slot.pk], other) if plan[slot.pk].now else (plan[other.pk], slot)
    say_yes(rival, cast.helper, NOW - 3 * HOUR)

    (wave,) = write(cast, mine)

    assert (len(mine.now), wave.asked) == (1, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_look_takes_the_same_statements_however_many_it_asks(
    cast: Cast, django_assert_num_queries: Counting, rows: int
) -> None:
    make_volunteers(cast, 8 * rows)
    for days in range(rows):
        slot_at(cast, NOW + timedelta(days=1 + days), seats=2)

    with django_assert_num_queries(27):
        asked = look_at(cast, NOW)

    assert asked == Offer.objects.count() == Message.objects.count() >= 2 * rows
