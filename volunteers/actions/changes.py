"""Move, cancel or resize a slot that people said yes to."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, TooLate
from backend.messaging.outbox import recall
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.actions.slots import require_seats, require_span
from institutions.models import Slot, Task
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState, TaskState, require_slot_move, require_task_move
from volunteers.actions import notices
from volunteers.actions.asking import ask_all
from volunteers.actions.attendance import finish_task
from volunteers.actions.groups import cancel_groups, move_groups
from volunteers.actions.line import call_next_in_line, take_back_calls
from volunteers.actions.seats import (
    end_seat,
    free_seat,
    lock_slot_with_people,
    lock_slots_with_people,
    recall_planned,
)
from volunteers.actions.taking_back import take_back
from volunteers.models import Assignment, Offer
from volunteers.queries.line import has_seat_elsewhere
from volunteers.rules.states import LIVE_OFFERS, AssignmentState, OfferState

_CANCELLED = ("state", "sequence", "cancelled_at", "answer_by", "companions", "companion_name")


@transaction.atomic
def move_slot(
    *, slot: Slot, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> Slot:
    """Gives the slot a new time and asks those who had said yes whether it still suits them.

    A person who has another seat at the new time loses this one and is told that the old time
    is off. Questions not yet sent go out with the new time. The same time again changes nothing.
    """
    _require_leader(slot, by)
    slot, held = lock_slot_with_people(slot)
    if (slot.starts_at, slot.ends_at) == (starts_at, ends_at):
        return slot
    _require_open(slot)
    require_span(starts_at, ends_at, at)
    # Who is called was called to the old time: the line is called anew at the end.
    take_back_calls(slot, held, at)
    new_span = DateTimeTZRange(starts_at, ends_at)
    keep = [assignment for assignment in held if not _clashes(assignment, new_span)]
    for assignment in held:
        if assignment not in keep:
            _lose_seat(assignment, slot, at)
    slot.starts_at, slot.ends_at = starts_at, ends_at
    slot.sequence += 1
    slot.save(update_fields=["starts_at", "ends_at", "sequence"])
    for assignment in keep:
        _carry_along(assignment, slot, new_span, at)
    announce(Event.ASSIGNMENT_CHANGED, *keep, at=at)
    move_groups(slot, at)
    _ask_anew(slot, at)
    record("move_slot", slot, by=by, at=at, kept=len(keep), lost=len(held) - len(keep))
    call_next_in_line(slot, at)
    return slot


@transaction.atomic
def keep_seat(*, assignment: Assignment, by: Actor, at: datetime) -> None:
    """The answer to a moved slot: yes, it still suits me. The second time changes nothing."""
    changed = Assignment.objects.filter(
        pk=assignment.pk, state=AssignmentState.CONFIRMED, asked_again_at__isnull=False
    ).update(asked_again_at=None)
    if changed:
        record("keep_seat", assignment, by=by, at=at)
        announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)


@transaction.atomic
def cancel_slot(*, slot: Slot, reason: str, by: Actor, at: datetime) -> None:
    """Calls the slot off: everybody with a seat or in line is told at once, calendars included.

    The last time of a need closes the need. Refuses without a reason, after the end, and when
    somebody's attendance is recorded. The second time changes nothing.
    """
    _require_leader(slot, by)
    _require_reason(reason)
    # Before the people and the slot, as whoever publishes or calls off the whole need does.
    Task.objects.select_for_update(no_key=True).get(pk=slot.task_id)
    slot, held = lock_slot_with_people(slot)
    if slot.state == SlotState.CANCELLED:
        return
    require_slot_move(slot.state, SlotState.CANCELLED)
    _require_not_held(slot, at)
    for assignment in held:
        had_seat = assignment.state == AssignmentState.CONFIRMED
        # Nobody is told to come by a text that was still waiting to be sent.
        recall("assignment", assignment.pk, at)
        if had_seat:
            assignment.sequence += 1
        assignment.state = AssignmentState.CANCELLED
        assignment.cancelled_at = at
        assignment.answer_by, assignment.companions, assignment.companion_name = None, 0, ""
        assignment.save(update_fields=_CANCELLED)
        notices.tell_cancelled(assignment, at, had_seat=had_seat)
    announce(Event.ASSIGNMENT_CHANGED, *held, at=at)
    groups = cancel_groups(slot, at)
    _stop_asking(slot, at)
    slot.state = SlotState.CANCELLED
    slot.cancel_reason = reason.strip()
    slot.cancelled_at = at
    slot.seats_taken = slot.seats_called = 0
    slot.sequence += 1
    slot.save()
    record("cancel_slot", slot, by=by, at=at, told=len(held) + groups)
    _close_task(slot.task, by, at)


@transaction.atomic
def cancel_task(*, task: Task, reason: str, by: Actor, at: datetime) -> None:
    """Calls off every time to come of a task, and the task. The second time changes nothing."""
    _require_reason(reason)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state == TaskState.CANCELLED:
        return
    require_task_move(task.state, TaskState.CANCELLED)
    task.state = TaskState.CANCELLED
    task.save(update_fields=["state"])
    record("cancel_task", task, by=by, at=at)
    slots = list(task.slots.filter(state=SlotState.OPEN, ends_at__gt=at))
    lock_slots_with_people(slots)
    for slot in slots:
        cancel_slot(slot=slot, reason=reason, by=by, at=at)


@transaction.atomic
def change_seats(*, slot: Slot, seats: int, by: Actor, at: datetime) -> Slot:
    """More or fewer seats; never fewer than are taken, and not after the end.

    More seats call from the line; fewer take back the latest calls that no longer fit. A slot
    that becomes full takes back questions not yet sent.
    """
    _require_leader(slot, by)
    slot, held = lock_slot_with_people(slot)
    _require_open(slot)
    _require_not_over(slot, at)
    require_seats(seats, max(slot.seats_taken, 1))
    was_full = slot.is_full
    take_back_calls(slot, held, at, keep=seats - slot.seats_taken)
    slot.seats = seats
    slot.min_seats = min(slot.min_seats, seats)
    slot.filled_at = (slot.filled_at or at) if slot.is_full else None
    slot.save(update_fields=["seats", "min_seats", "filled_at"])
    record("change_seats", slot, by=by, at=at, seats=seats)
    if slot.is_full:
        recall_planned(slot, at)
    if slot.is_full and not was_full:
        announce(Event.SLOT_FILLED, slot, at=at)
    call_next_in_line(slot, at)
    return slot


def _close_task(task: Task, by: Actor, at: datetime) -> None:
    """A need with no time left is over: called off when nothing of it took place."""
    left = set(task.slots.values_list("state", flat=True))
    if SlotState.OPEN in left or task.state != TaskState.OPEN:
        return
    if SlotState.DONE in left:
        finish_task(task)
        return
    task.state = TaskState.CANCELLED
    task.save(update_fields=["state"])
    record("cancel_task", task, by=by, at=at)


def _require_leader(slot: Slot, by: Actor) -> None:
    institution = slot.task.institution
    require_may(
        by, Deed.POST_NEED, department_id=institution.department_id, institution_id=institution.pk
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(
            "reason_missing",
            "Skriv, hvorfor det bliver aflyst.",
            {"reason": ["Skriv en kort grund, fx sygdom eller vejret."]},
        )


def _require_open(slot: Slot) -> None:
    if slot.state != SlotState.OPEN:
        raise Clash("slot_closed", "Tidspunktet er afsluttet eller aflyst og kan ikke ændres.")


def _require_not_over(slot: Slot, at: datetime) -> None:
    if slot.ends_at <= at:
        raise TooLate("over", "Tidspunktet er forbi og kan ikke ændres.")


def _require_not_held(slot: Slot, at: datetime) -> None:
    _require_not_over(slot, at)
    recorded = [AssignmentState.ATTENDED, AssignmentState.NO_SHOW]
    if slot.assignments.filter(state__in=recorded).exists():
        raise Clash("attendance_recorded", "Der er sat fremmøde, så det kan ikke aflyses.")


def _clashes(assignment: Assignment, span: DateTimeTZRange) -> bool:
    is_seated = assignment.state == AssignmentState.CONFIRMED
    return is_seated and has_seat_elsewhere(assignment, span)


def _lose_seat(assignment: Assignment, slot: Slot, at: datetime) -> None:
    seats = assignment.seats
    end_seat(assignment, at)
    free_seat(slot, seats)
    notices.tell_cancelled(assignment, at, had_seat=True)


def _carry_along(assignment: Assignment, slot: Slot, span: DateTimeTZRange, at: datetime) -> None:
    assignment.slot = slot
    assignment.during = span
    confirmed = assignment.state == AssignmentState.CONFIRMED
    if confirmed:
        assignment.sequence += 1
        assignment.asked_again_at = at
    assignment.save(update_fields=["during", "sequence", "asked_again_at"])
    if confirmed:
        notices.tell_moved(assignment, at)


def _ask_anew(slot: Slot, at: datetime) -> None:
    """Questions still in the outbox carry the old time: taken back and written again."""
    planned = Offer.objects.filter(slot=slot, state=OfferState.PLANNED)
    waiting = list(planned.select_related("volunteer__municipality").order_by("pk"))
    for offer in waiting:
        recall("offer", offer.pk, at)
        offer.slot = slot
    ask_all(waiting, at)


def _stop_asking(slot: Slot, at: datetime) -> None:
    take_back(Offer.objects.filter(slot=slot, state__in=sorted(LIVE_OFFERS)), at)
