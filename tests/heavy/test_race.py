"""The crowd of tests/volunteers/test_links_race.py at full size: 200 people at one moment."""

import pytest

from tests.cast import Cast, make_volunteers
from tests.servers.crowd import post_all, serving
from tests.volunteers.test_links_race import (
    YES,
    clock,
    links_to,
    naive_overlap,
    naive_seats,
    overlap,
    overlapping_slots,
    race,
    slot_with,
)
from volunteers.models import Assignment

__all__ = ["clock"]

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("seats", [1, 5])
def test_200_yeses_at_once(cast: Cast, seats: int) -> None:
    race(cast, people=200, seats=seats)


def test_control_200_yeses_without_a_lock_overbook(cast: Cast) -> None:
    slot = slot_with(cast, 5)
    paths = links_to(slot, make_volunteers(cast, 200))

    with serving(naive_seats) as port:
        post_all(port, paths, YES)

    assert Assignment.objects.filter(slot=slot, state="confirmed").count() > 5


def test_ten_people_and_six_overlapping_slots(cast: Cast) -> None:
    overlap(cast, people=10, slots=6)


def test_control_ten_people_without_a_lock_are_booked_twice(cast: Cast) -> None:
    crowd = make_volunteers(cast, 10)
    slots = overlapping_slots(cast, 6, seats=10)
    paths = [path for slot in slots for path in links_to(slot, crowd)]

    with serving(naive_overlap) as port:
        post_all(port, paths, YES)

    held = Assignment.objects.values_list("volunteer_id", flat=True)
    assert len(held) > len(set(held))
