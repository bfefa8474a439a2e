"""Times with people who said yes, by the real actions."""

from datetime import datetime

from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from volunteers.actions.answers import Outcome, accept_offer, join_waiting_list
from volunteers.models import Assignment, Volunteer


def say_yes(slot: Slot, person: Volunteer, at: datetime = NOW) -> Assignment:
    """The person takes a seat, and the seat is given back as a row."""
    outcome = accept_offer(
        offer=offer_to(slot, person, at), accepts_rules=True, by=link_actor(person), at=at
    )
    assert outcome == Outcome.CONFIRMED
    return Assignment.objects.get(slot=slot, volunteer=person)


def stand_in_line(slot: Slot, person: Volunteer, at: datetime = NOW) -> Assignment:
    """The person joins the waiting list of a full time."""
    outcome = join_waiting_list(offer=offer_to(slot, person, at), by=link_actor(person), at=at)
    assert outcome == Outcome.WAITING
    return Assignment.objects.get(slot=slot, volunteer=person)


def slot_with(
    cast: Cast, people: int, *, seats: int | None = None, days: int = 3, at: datetime = NOW
) -> Slot:
    """A published time with this many taken seats, three days after ``at``."""
    slot = open_slot(cast, seats=seats or people, days=days, at=at)
    for person in make_volunteers(cast, people):
        say_yes(slot, person, at)
    return Slot.objects.get(pk=slot.pk)
