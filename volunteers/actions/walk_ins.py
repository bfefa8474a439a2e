"""Somebody who came on the day without being asked: entered by the leader, and there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash
from institutions.models import Slot
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState
from volunteers.actions.attendance import record_attendance, require_markable
from volunteers.actions.conditions import require_accepted, require_no_clash
from volunteers.actions.my_page import tell_of_entry
from volunteers.actions.people import require_volunteer
from volunteers.actions.seats import assignment_for, lock_answer, note_answer, take_seats
from volunteers.models import Assignment, Offer, Source, Volunteer
from volunteers.queries.certificates import lacks_papers
from volunteers.rules.states import HOLDS_A_SEAT, AnswerChannel, AssignmentState, OfferState


@transaction.atomic
def register_walk_in(
    *, slot: Slot, fields: Mapping[str, Any], accepts_rules: bool, by: Actor, at: datetime
) -> Assignment:
    """Enters the person with this number, or finds them, and marks them as there the whole time.

    A full time gets one seat more: the person is there. Refuses before the start and later than
    14 days after the end, a person who has not said yes to rules and confidentiality at the place,
    one without the certificate the task requires or the leader's yes to the young, and one who
    is on the list already. Who is new gets a text about it (L02).
    """
    place = slot.task.institution
    require_may(
        by, Deed.RECORD_ATTENDANCE, department_id=place.department_id, institution_id=place.pk
    )
    require_volunteer(fields, at)
    require_markable(slot, at)
    if slot.state == SlotState.CANCELLED:
        raise Clash("cancelled", "Tidspunktet er aflyst.")
    person = _person(place.municipality, fields, at)
    rows = lock_answer(_offer(slot, person, at))
    if rows.assignment is not None and rows.assignment.state in HOLDS_A_SEAT:
        raise Clash("on_the_list", f"{person.short_name} står allerede på listen.")
    if lacks_papers(person, rows.slot):
        raise Clash(
            "lacks_papers",
            "Opgaven kræver en attest eller en bekræftelse, som personen ikke har. "
            "Personen kan ikke være med i dag.",
        )
    require_accepted(rows.offer, accepts=accepts_rules, at=at)
    require_no_clash(rows)
    if rows.slot.seats_left < 1:
        rows.slot.seats += 1
        rows.slot.save(update_fields=["seats"])
    seat = assignment_for(rows, AssignmentState.CONFIRMED, at)
    seat.confirmed_at = at
    seat.save()
    take_seats(rows.slot, 1, at)
    note_answer(rows.offer, OfferState.ACCEPTED, AnswerChannel.IN_PERSON, at)
    record("register_walk_in", seat, by=by, at=at)
    return record_attendance(assignment=seat, came=True, by=by, at=at)


def _person(municipality: Municipality, fields: Mapping[str, Any], at: datetime) -> Volunteer:
    person, new = Volunteer.objects.get_or_create(
        municipality=municipality,
        phone=fields["phone"],
        anonymised_at__isnull=True,
        defaults={**fields, "source": Source.WALK_IN, "created_at": at},
    )
    if new:
        tell_of_entry(person, at)
    return person


def _offer(slot: Slot, person: Volunteer, at: datetime) -> Offer:
    """The question that was put face to face; never sent, so it counts as no SMS."""
    offer, _ = Offer.objects.get_or_create(
        volunteer=person,
        slot=slot,
        defaults={
            "municipality_id": slot.municipality_id,
            "state": OfferState.PLANNED,
            "planned_at": at,
            "probability": 1.0,
            "by_hand": True,
        },
    )
    # One that had ended without an answer is put again, by the leader, in person.
    Offer.objects.filter(pk=offer.pk, state=OfferState.RECALLED).update(state=OfferState.SENT)
    return offer
