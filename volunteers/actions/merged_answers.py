"""The answers of somebody who stood twice on the list: each question and each seat kept once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db.models import Model

from backend.common.danish_dates import slot_text
from backend.common.refusals import Clash
from institutions.models import Slot
from volunteers.actions.line import call_next_in_line
from volunteers.actions.seats import free_seat
from volunteers.models import Assignment, DialogueLine, Link, Offer, Pulse, Volunteer
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, OfferState

# Of two rows about one time the one that stands first tells what happened.
_SEATS = ["attended", "no_show", "confirmed", "waiting", "withdrawn", "cancelled"]
_ANSWERS = ["accepted", "declined", "sent", "planned", "expired", "recalled"]
_SEAT_FIELDS = (
    "state",
    "during",
    "sequence",
    "confirmed_at",
    "waiting_at",
    "withdrawn_at",
    "cancelled_at",
    "recorded_at",
    "unmarked_at",
    "reminded_at",
    "asked_again_at",
    "called_at",
    "answer_by",
    "companions",
    "companion_name",
    "companions_came",
    "hours",
)
_ANSWER_FIELDS = (
    "state",
    "sent_at",
    "seen_at",
    "answered_at",
    "channel",
    "first_answered_at",
    "first_channel",
    "accepted_at",
    "decline_reason",
)


def require_one_person(kept: Volunteer, gone: Volunteer) -> None:
    """Refuses two who were at two places at once, or both at one: those are two people."""
    for seat in _held(gone):
        for other in _held(kept):
            same = seat.slot_id == other.slot_id
            both_came = seat.state == other.state == AssignmentState.ATTENDED
            apart = seat.during.upper <= other.during.lower or (
                other.during.upper <= seat.during.lower
            )
            if apart or (same and not both_came):
                continue
            when = slot_text(seat.slot.starts_at, seat.slot.ends_at)
            raise Clash(
                "two_people",
                f"Begge står på {other.slot.task.title} og {seat.slot.task.title} {when}. Er det "
                "én, så meld først den ene fra. Mødte begge, er det to mennesker.",
            )


def move_answers(kept: Volunteer, gone: Volunteer, at: datetime) -> Mapping[str, int]:
    """Hands over every question and seat; returns how many, and how many were about one time.

    Both people's rows are locked by the caller. Of two seats at one time the stronger row stays
    with the person and the other seat is given back, to the next in line where there is one.
    """
    slots = _lock_shared(kept, gone)
    mine = {offer.slot_id: offer for offer in Offer.objects.filter(volunteer=kept)}
    seats = {seat.slot_id: seat for seat in Assignment.objects.filter(volunteer=kept)}
    counts = {"offers": 0, "assignments": 0, "doubles": 0}
    for offer in Offer.objects.filter(volunteer=gone).order_by("slot_id"):
        twin = mine.get(offer.slot_id)
        if twin is None:
            Offer.objects.filter(pk=offer.pk).update(volunteer=kept)
            mine[offer.slot_id] = offer
            counts["offers"] += 1
        else:
            _join_answers(twin, offer)
            counts["doubles"] += 1
    for seat in Assignment.objects.filter(volunteer=gone).order_by("slot_id"):
        own = seats.get(seat.slot_id)
        if own is None:
            offer_now = mine.get(seat.slot_id)
            Assignment.objects.filter(pk=seat.pk).update(volunteer=kept, offer=offer_now)
            counts["assignments"] += 1
        else:
            _join_seats(own, seat, slots[seat.slot_id], at)
            counts["doubles"] += 1
    return counts


def _held(person: Volunteer) -> list[Assignment]:
    return list(
        Assignment.objects.filter(volunteer=person, state__in=sorted(HOLDS_A_SEAT)).select_related(
            "slot__task"
        )
    )


def _lock_shared(kept: Volunteer, gone: Volunteer) -> dict[int, Slot]:
    """The slots both have a row for, locked in the order of their ids."""
    shared = Assignment.objects.filter(volunteer=kept).values("slot_id")
    rows = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution__municipality")
        .filter(pk__in=shared, assignments__volunteer=gone)
        .order_by("pk")
    )
    return {slot.pk: slot for slot in rows}


def _join_answers(twin: Offer, gone: Offer) -> None:
    """One question: the clearer answer, with the words and the further tasks of both."""
    if _ANSWERS.index(gone.state) < _ANSWERS.index(twin.state):
        _copy(gone, twin, _ANSWER_FIELDS)
    DialogueLine.objects.filter(offer=gone).update(offer=twin)
    Link.objects.filter(offer=gone).update(offer=twin)
    Offer.objects.filter(page_of=gone).exclude(pk=twin.pk).update(page_of=twin)
    Offer.objects.filter(pk=gone.pk).update(state=OfferState.RECALLED)


def _join_seats(own: Assignment, gone: Assignment, slot: Slot, at: datetime) -> None:
    stronger = _SEATS.index(gone.state) < _SEATS.index(own.state)
    weaker = own if stronger else gone
    spare = weaker.seats if weaker.state in HOLDS_A_SEAT else 0
    old = {name: getattr(gone, name) for name in _SEAT_FIELDS}
    calendar = gone.uuid
    Assignment.objects.filter(pk=gone.pk).update(
        state=AssignmentState.WITHDRAWN,
        withdrawn_at=at,
        hours=None,
        answer_by=None,
        companions=0,
        companions_came=0,
        companion_name="",
        **({"uuid": uuid4()} if stronger else {}),
    )
    if stronger:
        # The calendar of the one who comes goes on following this row.
        Assignment.objects.filter(pk=own.pk).update(uuid=calendar, **old)
    if not Pulse.objects.filter(assignment=own).exists():
        Pulse.objects.filter(assignment=gone).update(assignment=own)
    if spare:
        free_seat(slot, spare)
        call_next_in_line(slot, at)


def _copy(source: Model, target: Model, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(target, name, getattr(source, name))
    target.save(update_fields=list(names))
