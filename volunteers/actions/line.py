"""The waiting list: a seat that falls free is kept for the next in line until they answer.

Everything here runs under the slot's lock. Who is called has until a set time; then the seat goes
to the next. A group waits for its whole number, and is called when so many seats are free. A seat
is given without an answer only by the clock, which takes the person's lock first as everybody does.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from backend.audit.log import record
from backend.common.actors import clock
from backend.messaging.outbox import recall
from backend.messaging.quiet import first_moment
from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.actions import contact_notices, notices
from volunteers.actions.seats import end_seat
from volunteers.models import Assignment, GroupOffer
from volunteers.queries.certificates import lacks_papers
from volunteers.queries.groups import lacks_declaration
from volunteers.queries.line import InLine, called_groups, has_seat_elsewhere, next_in_line
from volunteers.rules.states import AssignmentState, GroupState, require_group_move
from volunteers.rules.waiting import answer_deadline, gives_by_itself


def call_next_in_line(slot: Slot, at: datetime) -> int:
    """Calls from the line while there are seats, the longest waiting first; returns the calls.

    Goes past who is barred: a certificate or declaration is missing, or the person has a seat
    elsewhere at the time; and past a group that needs more seats than are free. They keep their
    place. In the quiet hours the text waits, and so does the deadline; nobody is called to
    something that begins before the text may leave.
    """
    municipality = slot.task.institution.municipality
    sends_at = first_moment(municipality, at)
    if slot.state != SlotState.OPEN or slot.starts_at <= sends_at:
        return 0
    called = 0
    for held in next_in_line(slot) if slot.seats_left > 0 else ():
        if slot.seats_left < 1:
            break
        held.slot = slot
        if held.seats_in_line <= slot.seats_left and not is_barred(held):
            _call(held, sends_at, at)
            called += 1
    return called


def is_barred(held: InLine) -> bool:
    """Whether a yes of this person or group could not become a seat now, were one free."""
    if isinstance(held, GroupOffer):
        return lacks_declaration(held)
    return lacks_papers(held.volunteer, held.slot) or has_seat_elsewhere(held)


def release_call(held: InLine, slot: Slot) -> None:
    """What was kept is free again; nothing for who is not called."""
    if held.answer_by is None:
        return
    held.called_at = held.answer_by = None
    held.save(update_fields=["called_at", "answer_by"])
    slot.seats_called -= held.seats_in_line
    slot.save(update_fields=["seats_called"])


def take_back_calls(slot: Slot, held: Sequence[Assignment], at: datetime, *, keep: int = 0) -> None:
    """Calls beyond the ``keep`` seats left for them are taken back, the latest before others.

    People and groups keep their place in line. A text that has not left is not sent. Who answers
    the other ones reads how it stands.
    """
    called: list[InLine] = [one for one in held if one.answer_by is not None]
    called += called_groups(slot)
    for one in sorted(called, key=lambda one: (one.called_at, one.pk)):
        if one.seats_in_line <= keep:
            keep -= one.seats_in_line
            continue
        recall(_subject(one), one.pk, at)
        release_call(one, slot)


def leave_line(held: InLine, slot: Slot, at: datetime) -> None:
    """Ends a place in line; what was kept for it goes on to the next.

    Others in line hear nothing.
    """
    was_called = held.answer_by is not None
    recall(_subject(held), held.pk, at)
    release_call(held, slot)
    _end_place(held, at)
    if was_called:
        call_next_in_line(slot, at)


def lapse_calls(at: datetime) -> int:
    """Calls whose time is over go on to the next in line; the second run finds none."""
    due = [
        (kind, *row)
        for kind in (Assignment, GroupOffer)
        for row in kind.objects.filter(answer_by__lte=at, slot__state=SlotState.OPEN).values_list(
            "pk", "slot_id"
        )
    ]
    return sum(_lapse(kind, pk, slot_id, at) for kind, pk, slot_id in due)


def call_lines(at: datetime) -> int:
    """Free seats at which somebody waits who was barred or asleep until now; calls made."""
    slots = Slot.objects.filter(
        state=SlotState.OPEN, starts_at__gt=at, seats__gt=F("seats_taken") + F("seats_called")
    ).values_list("pk", flat=True)
    people = slots.filter(
        assignments__state=AssignmentState.WAITING, assignments__answer_by__isnull=True
    )
    groups = slots.filter(
        group_offers__state=GroupState.WAITING,
        group_offers__answer_by__isnull=True,
        group_offers__seats_wanted__lte=F("seats") - F("seats_taken") - F("seats_called"),
    )
    return sum(_call_line(pk, at) for pk in sorted({*people, *groups}))


def _call(held: InLine, sends_at: datetime, at: datetime) -> None:
    slot = held.slot
    hours = slot.task.institution.municipality.seat_answer_hours
    held.called_at = at
    held.answer_by = answer_deadline(sends_at, slot.starts_at, hours)
    held.save(update_fields=["called_at", "answer_by"])
    slot.seats_called += held.seats_in_line
    slot.save(update_fields=["seats_called"])
    record("call_from_line", held, by=clock(slot.municipality_id), at=at)
    if isinstance(held, GroupOffer):
        contact_notices.tell_seats_free(held, at)
    # Who gets it without an answer hears of it when it is theirs.
    elif not (held.volunteer.takes_freed_seats and gives_by_itself(slot.starts_at, at)):
        notices.tell_seat_free(held, at)


@transaction.atomic
def _lapse(kind: type[InLine], pk: int, slot_id: int, at: datetime) -> bool:
    slot = _locked_slot(slot_id)
    held = kind.objects.select_for_update().get(pk=pk)
    if held.answer_by is None or held.answer_by > at:
        return False
    called_at = held.called_at
    release_call(held, slot)
    _end_place(held, at)
    # Kept, so that the page can say that the time ran out.
    held.called_at = called_at
    held.save(update_fields=["called_at"])
    record("lapse_call", held, by=clock(slot.municipality_id), at=at)
    call_next_in_line(slot, at)
    return True


def _end_place(held: InLine, at: datetime) -> None:
    if isinstance(held, Assignment):
        end_seat(held, at)
        return
    require_group_move(held.state, GroupState.WITHDRAWN)
    held.state = GroupState.WITHDRAWN
    held.save(update_fields=["state"])


def _subject(held: InLine) -> str:
    return "groupoffer" if isinstance(held, GroupOffer) else "assignment"


@transaction.atomic
def _call_line(pk: int, at: datetime) -> int:
    return call_next_in_line(_locked_slot(pk), at)


def _locked_slot(pk: int) -> Slot:
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution__municipality")
        .get(pk=pk)
    )
