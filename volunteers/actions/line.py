"""The waiting list: a seat that falls free is kept for the next in line until they answer.

Everything here runs under the slot's lock. Who is called has until a set time; then the seat goes
to the next. A seat is given without an answer only by the clock, which takes the person's lock
first as everybody does.
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
from volunteers.actions import notices
from volunteers.actions.seats import end_seat
from volunteers.models import Assignment
from volunteers.queries.certificates import lacks_papers
from volunteers.queries.line import has_seat_elsewhere, next_in_line
from volunteers.rules.states import AssignmentState
from volunteers.rules.waiting import answer_deadline, gives_by_itself


def call_next_in_line(slot: Slot, at: datetime) -> int:
    """Calls as many from the line as there are seats, the longest waiting first; returns how many.

    Goes past people who are barred: a certificate is missing, or they have a seat elsewhere at
    the time. They keep their place. In the quiet hours the text waits, and so does the deadline;
    nobody is called to something that begins before the text may leave.
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
        if not is_barred(held):
            _call(held, sends_at, at)
            called += 1
    return called


def is_barred(held: Assignment) -> bool:
    """Whether a yes of this person could not become a seat now."""
    return lacks_papers(held.volunteer, held.slot) or has_seat_elsewhere(held)


def release_call(held: Assignment, slot: Slot) -> None:
    """The seat that was kept is free again; nothing for somebody who is not called."""
    if held.answer_by is None:
        return
    held.called_at = held.answer_by = None
    held.save(update_fields=["called_at", "answer_by"])
    slot.seats_called -= 1
    slot.save(update_fields=["seats_called"])


def take_back_calls(slot: Slot, held: Sequence[Assignment], at: datetime, *, keep: int = 0) -> None:
    """All calls but the ``keep`` first are taken back; the people keep their place in line.

    A text that has not left is not sent. Who answers the other ones reads how it stands.
    """
    called = sorted(
        (one for one in held if one.answer_by is not None), key=lambda one: (one.called_at, one.pk)
    )
    for one in called[keep:]:
        recall("assignment", one.pk, at)
        release_call(one, slot)


def leave_line(held: Assignment, slot: Slot, at: datetime) -> None:
    """Ends a place in line; a seat that was kept for it goes on to the next.

    Others in line hear nothing.
    """
    was_called = held.answer_by is not None
    recall("assignment", held.pk, at)
    release_call(held, slot)
    end_seat(held, at)
    if was_called:
        call_next_in_line(slot, at)


def lapse_calls(at: datetime) -> int:
    """Calls whose time is over go on to the next in line; the second run finds none."""
    due = Assignment.objects.filter(answer_by__lte=at, slot__state=SlotState.OPEN)
    return sum(_lapse(pk, slot_id, at) for pk, slot_id in due.values_list("pk", "slot_id"))


def call_lines(at: datetime) -> int:
    """Free seats at which somebody waits who was barred or asleep until now; calls made."""
    waiting = Slot.objects.filter(
        state=SlotState.OPEN,
        starts_at__gt=at,
        seats__gt=F("seats_taken") + F("seats_called"),
        assignments__state=AssignmentState.WAITING,
        assignments__answer_by__isnull=True,
    )
    return sum(_call_line(pk, at) for pk in sorted(set(waiting.values_list("pk", flat=True))))


def _call(held: Assignment, sends_at: datetime, at: datetime) -> None:
    slot = held.slot
    hours = slot.task.institution.municipality.seat_answer_hours
    held.called_at = at
    held.answer_by = answer_deadline(sends_at, slot.starts_at, hours)
    held.save(update_fields=["called_at", "answer_by"])
    slot.seats_called += 1
    slot.save(update_fields=["seats_called"])
    record("call_from_line", held, by=clock(slot.municipality_id), at=at)
    # Who gets it without an answer hears of it when it is theirs.
    if not (held.volunteer.takes_freed_seats and gives_by_itself(slot.starts_at, at)):
        notices.tell_seat_free(held, at)


@transaction.atomic
def _lapse(pk: int, slot_id: int, at: datetime) -> bool:
    slot = _locked_slot(slot_id)
    held = Assignment.objects.select_for_update().get(pk=pk)
    if held.answer_by is None or held.answer_by > at:
        return False
    called_at = held.called_at
    release_call(held, slot)
    end_seat(held, at)
    # Kept, so that the person's page can say that the time ran out.
    held.called_at = called_at
    held.save(update_fields=["called_at"])
    record("lapse_call", held, by=clock(slot.municipality_id), at=at)
    call_next_in_line(slot, at)
    return True


@transaction.atomic
def _call_line(pk: int, at: datetime) -> int:
    return call_next_in_line(_locked_slot(pk), at)


def _locked_slot(pk: int) -> Slot:
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution__municipality")
        .get(pk=pk)
    )
