"""Other open tasks for somebody who would have come: at most three, and nobody's name."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from backend.common.danish_dates import local
from institutions.models import Postcode, Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.matching.facts import Person, Point, Span
from volunteers.matching.obstacles import LIMITS, obstacles
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.queries.candidates import need_of
from volunteers.rules.states import HOLDS_A_SEAT

SHOWN = 3
AHEAD = timedelta(days=28)
# More are not looked through: the nearest in time are what somebody who was ready wants to see.
_LOOKED_AT = 60


def other_tasks(offer: Offer, at: datetime) -> tuple[Slot, ...]:
    """The next open times of the same municipality that the person fits, other than this one.

    The matching's own hard rules decide, save how often one is asked: here the person asks. What
    they were asked about before is not offered again. Five queries, one where nothing is open.
    """
    volunteer = offer.volunteer
    if volunteer.opted_out_at is not None:
        return ()
    slots = list(_open(offer, at)[:_LOOKED_AT])
    if not slots:
        return ()
    person = _person(volunteer, at)
    found = []
    for slot in slots:
        if set(obstacles(person, need_of(slot), at)) <= LIMITS:
            found.append(slot)
        if len(found) == SHOWN:
            break
    return tuple(found)


def _open(offer: Offer, at: datetime) -> QuerySet[Slot]:
    asked = Offer.objects.filter(volunteer_id=offer.volunteer_id)
    return (
        Slot.objects.filter(
            municipality_id=offer.municipality_id,
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            starts_at__gt=at,
            starts_at__lte=at + AHEAD,
            seats__gt=F("seats_taken") + F("seats_called"),
        )
        .exclude(pk__in=asked.values("slot_id"))
        .select_related("task__institution")
        .prefetch_related("task__skills")
        .order_by("starts_at", "id")
    )


def _person(volunteer: Volunteer, at: datetime) -> Person:
    home = Postcode.objects.filter(
        municipality_id=volunteer.municipality_id, code=volunteer.postcode
    ).first()
    skills = volunteer.skill_rows.values_list("skill_id", "expires_on")
    seats = Assignment.objects.filter(
        volunteer=volunteer, state__in=sorted(HOLDS_A_SEAT), slot__ends_at__gt=at
    )
    year = local(at).year
    return Person(
        id=volunteer.pk,
        postcode=volunteer.postcode,
        point=Point(home.latitude, home.longitude) if home is not None else None,
        radius_km=volunteer.radius_km,
        availability=volunteer.availability,
        skills={str(skill): expires_on for skill, expires_on in skills},
        languages=frozenset(volunteer.languages) | {"da"},
        age=year - volunteer.birth_year - 1 if volunteer.birth_year else None,
        bookings=tuple(
            Span(starts_at, ends_at)
            for starts_at, ends_at in seats.values_list("slot__starts_at", "slot__ends_at")
        ),
    )
