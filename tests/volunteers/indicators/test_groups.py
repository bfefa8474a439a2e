"""Seats and hours of groups and of those brought along are in the figures; people when named."""

from decimal import Decimal

import pytest

from institutions.models import Slot
from tests.cast import NOW, Cast, make_volunteers, open_slot
from tests.volunteers.association_stage import asked
from tests.volunteers.stage import say_yes
from volunteers.actions.attendance import record_attendance
from volunteers.actions.companions import bring_companion
from volunteers.actions.group_days import record_group
from volunteers.actions.groups import answer_group
from volunteers.models import GroupName, GroupOffer, Volunteer
from volunteers.queries.indicators import measure
from volunteers.success.periods import this_quarter

CODES = ("K01", "K08", "K10")


@pytest.fixture
def slot(cast: Cast) -> Slot:
    """Six seats for two hours."""
    return open_slot(cast, seats=6)


def group_that_came(cast: Cast, slot: Slot, came: int, named: list[Volunteer]) -> GroupOffer:
    """Three seats, these names, and so many at the door."""
    by = cast.actor(cast.leader)
    group = answer_group(group=asked(cast, slot, 3), seats=3, accepts_rules=True, by=by, at=NOW)
    GroupName.objects.bulk_create(GroupName(group=group, volunteer=one) for one in named)
    return record_group(group=group, came=came, by=by, at=slot.ends_at)


def figures(slot: Slot) -> dict[str, Decimal | None]:
    """Filled seats, people and hours of the quarter, after the time."""
    found = measure(slot.municipality_id, this_quarter(slot.ends_at), slot.ends_at, CODES)
    return {code: found[code].whole.numerator or found[code].whole.value for code in CODES}


def test_a_group_fills_seats_and_gives_hours_without_names(cast: Cast, slot: Slot) -> None:
    group_that_came(cast, slot, 3, [])

    assert figures(slot) == {"K01": 3, "K08": 0, "K10": 6}


def test_more_than_the_seats_fill_no_more_than_them(cast: Cast, slot: Slot) -> None:
    group_that_came(cast, slot, 5, [])

    assert figures(slot) == {"K01": 3, "K08": 0, "K10": 10}


def test_the_named_are_people_when_as_many_came(cast: Cast, slot: Slot) -> None:
    group_that_came(cast, slot, 3, make_volunteers(cast, 2))

    assert figures(slot)["K08"] == 2


def test_nobody_is_guessed_when_fewer_came_than_are_named(cast: Cast, slot: Slot) -> None:
    group_that_came(cast, slot, 1, make_volunteers(cast, 2))

    assert figures(slot) == {"K01": 1, "K08": 0, "K10": 2}


def test_a_person_in_a_group_and_alone_is_one_person(cast: Cast, slot: Slot) -> None:
    person = make_volunteers(cast, 1)[0]
    seat = say_yes(slot, person)
    record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)
    group_that_came(cast, slot, 3, [person])

    assert figures(slot) == {"K01": 4, "K08": 1, "K10": 8}


def test_who_is_brought_along_fills_a_seat_and_is_no_person(cast: Cast, slot: Slot) -> None:
    seat = say_yes(slot, make_volunteers(cast, 1)[0])
    bring_companion(assignment=seat, by=cast.actor(cast.leader), at=NOW)
    record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)

    assert figures(slot) == {"K01": 2, "K08": 1, "K10": 4}
