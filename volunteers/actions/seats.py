"""Seats under lock: taking them, and giving them back.

Locks are taken in the one order: volunteer, slot, offer, assignment. The person's own row comes
first, so that two yeses of one person stand in line and never overlap; the slot's row comes
next, so that the last seat is given once. The locks leave keys alone: a wave that writes a
question to somebody need not wait for that person's answer to another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from backend.audit.log import record
from backend.common.actors import Actor
from backend.messaging.outbox import recall
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.models import Slot
from volunteers.actions import notices
from volunteers.actions.taking_back import overlapping, take_back
from volunteers.models import Assignment, GroupOffer, Offer, Volunteer
from volunteers.rules.states import (
    AnswerChannel,
    AssignmentState,
    GroupState,
    OfferState,
    require_assignment_move,
    require_offer_move,
)

_ANSWER = ["state", "answered_at", "channel", "first_answered_at", "first_channel", "accepted_at"]


@dataclass(slots=True)
class Locked:
    """The rows of one answer, locked in order."""

    slot: Slot
    offer: Offer
    assignment: Assignment | None


def lock_answer(offer: Offer) -> Locked:
    """Locks the rows of one answer in order, fresh from the database.

    Two rows of one person may be merged between our look and our lock. Then the locks are let go,
    and the answer is looked for again with the person it has become.
    """
    while True:
        with transaction.atomic():
            rows = _lock_in_order(offer)
            if rows.offer.volunteer_id == offer.volunteer_id:
                return rows
            transaction.set_rollback(True)
        offer = Offer.objects.get(pk=offer.pk)


def _lock_in_order(offer: Offer) -> Locked:
    """One try; the caller looks whether the question still is the same person's."""
    volunteer = (
        Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=offer.volunteer_id)
    )
    slot = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution")
        .get(pk=offer.slot_id)
    )
    # A question, its person and its place are of one municipality.
    slot.task.institution.municipality = volunteer.municipality
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    if locked.volunteer_id != volunteer.pk:
        return Locked(slot=slot, offer=locked, assignment=None)
    locked.volunteer, locked.slot = volunteer, slot
    held = Assignment.objects.select_for_update().filter(volunteer=volunteer, slot=slot)
    assignment = next(iter(held), None)
    if assignment is not None:
        assignment.volunteer, assignment.slot, assignment.offer = volunteer, slot, locked
    return Locked(slot=slot, offer=locked, assignment=assignment)


def lock_slot_with_people(slot: Slot) -> tuple[Slot, list[Assignment]]:
    """Locks everybody with a seat or a place in line, then the slot; gives both, fresh."""
    [locked] = lock_slots_with_people([slot])
    return locked


def lock_slots_with_people(slots: Sequence[Slot]) -> list[tuple[Slot, list[Assignment]]]:
    """Locks the people of all the slots, then the slots; gives each with its people, fresh.

    Somebody may say yes between our look and our lock. Then the locks are let go and the look is
    taken again, so that the lock order holds.
    """
    pks = [slot.pk for slot in slots]
    while True:
        with transaction.atomic():
            mark = transaction.savepoint()
            people = sorted(set(_held(pks).values_list("volunteer_id", flat=True)))
            list(
                Volunteer.objects.select_for_update(no_key=True)
                .filter(pk__in=people)
                .order_by("pk")
            )
            locked = {
                slot.pk: slot
                for slot in Slot.objects.select_for_update(of=("self",), no_key=True)
                .select_related("task__institution__municipality")
                .filter(pk__in=pks)
                .order_by("pk")
            }
            held = list(_held(pks).select_related("volunteer__municipality", "offer"))
            if {assignment.volunteer_id for assignment in held} <= set(people):
                for assignment in held:
                    assignment.slot = locked[assignment.slot_id]
                return [(locked[pk], [one for one in held if one.slot_id == pk]) for pk in pks]
            transaction.savepoint_rollback(mark)


def _held(slot_ids: Sequence[int]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        slot__in=slot_ids, state__in=[AssignmentState.CONFIRMED, AssignmentState.WAITING]
    ).order_by("id")


def behalf_of(offer: Offer, by: Actor) -> str:
    """Whom a signed-in person answers for, by first name and initial; "" for one's own answer."""
    return "" if by.volunteer_id == offer.volunteer_id else offer.volunteer.short_name


def give_seat(rows: Locked, by: Actor, at: datetime) -> None:
    """Confirms the person and tells them; the caller has looked that a seat is left."""
    assignment = assignment_for(rows, AssignmentState.CONFIRMED, at)
    if assignment.confirmed_at is not None:
        # A second invitation continues the calendar's count.
        assignment.sequence += 1
    assignment.confirmed_at = at
    assignment.save()
    rows.assignment = assignment
    take_seats(rows.slot, assignment.seats, at)
    take_back(overlapping(rows.offer), at)
    record(
        "accept_offer",
        assignment,
        by=by,
        at=at,
        on_behalf_of=behalf_of(rows.offer, by),
        seats_taken=rows.slot.seats_taken,
    )
    announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)
    notices.confirm(assignment, at)


def take_seats(slot: Slot, seats: int, at: datetime) -> None:
    """So many seats more are taken, by a person or a group; the slot's row must be locked.

    The database refuses more than there are. When the last one goes, questions still to be sent
    are taken back.
    """
    slot.seats_taken += seats
    if slot.is_full:
        slot.filled_at = at
        recall_planned(slot, at)
        announce(Event.SLOT_FILLED, slot, at=at)
    slot.save(update_fields=["seats_taken", "filled_at"])


def assignment_for(rows: Locked, state: AssignmentState, at: datetime) -> Assignment:
    """The person's row for this slot in the new state, not yet saved; refuses a foreign move."""
    assignment = rows.assignment
    if assignment is None:
        assignment = Assignment(
            municipality_id=rows.offer.municipality_id,
            volunteer=rows.offer.volunteer,
            slot=rows.slot,
            offer=rows.offer,
            created_at=at,
        )
    else:
        require_assignment_move(assignment.state, state)
    assignment.state = state
    assignment.during = DateTimeTZRange(rows.slot.starts_at, rows.slot.ends_at)
    return assignment


def end_seat(assignment: Assignment, at: datetime) -> None:
    """Marks a seat or a place in line as withdrawn; the calendar's count rises with it.

    Nobody is brought along any more: the seats are counted by ``assignment.seats`` before.
    """
    require_assignment_move(assignment.state, AssignmentState.WITHDRAWN)
    if assignment.confirmed_at is not None:
        assignment.sequence += 1
    assignment.state = AssignmentState.WITHDRAWN
    assignment.withdrawn_at = at
    assignment.companions, assignment.companion_name = 0, ""
    assignment.save(
        update_fields=["state", "withdrawn_at", "sequence", "companions", "companion_name"]
    )
    announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)


def note_answer(offer: Offer, state: OfferState, channel: AnswerChannel, at: datetime) -> None:
    """Stores the answer with its channel; the same answer again keeps the first time.

    The first answer and the first yes are kept beside the newest.
    """
    if offer.state == state:
        return
    require_offer_move(offer.state, state)
    offer.state = state
    offer.answered_at = at
    offer.channel = channel
    if offer.first_answered_at is None:
        offer.first_answered_at, offer.first_channel = at, channel
    if state == OfferState.ACCEPTED and offer.accepted_at is None:
        offer.accepted_at = at
    offer.save(update_fields=_ANSWER)
    announce(Event.OFFER_ANSWERED, offer, at=at)


def recall_planned(slot: Slot, at: datetime) -> None:
    """Stop when filled: questions nobody has got yet are taken back, associations' too."""
    take_back(Offer.objects.filter(slot=slot, state=OfferState.PLANNED), at)
    for group in GroupOffer.objects.filter(slot=slot, state=GroupState.SENT):
        if recall("groupoffer", group.pk, at):
            GroupOffer.objects.filter(pk=group.pk).update(state=GroupState.RECALLED)


def free_seat(slot: Slot, seats: int = 1) -> None:
    """One seat fewer is taken, or a group's; the slot's row must be locked."""
    slot.seats_taken -= seats
    slot.filled_at = None
    slot.save(update_fields=["seats_taken", "filled_at"])
