"""The waiting list of one time, in the order people are called."""

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.models import Assignment
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState
from volunteers.rules.waiting import BY_ITSELF


def next_in_line(slot: Slot) -> QuerySet[Assignment]:
    """Those in line who are not called, the longest waiting first, locked for a call."""
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .filter(slot=slot, state=AssignmentState.WAITING, answer_by__isnull=True)
        .select_related("volunteer__municipality", "offer")
        .order_by("waiting_at", "id")
    )


def has_seat_elsewhere(held: Assignment, during: DateTimeTZRange | None = None) -> bool:
    """Whether the person has another seat at the same time, or at ``during``."""
    seats = Assignment.objects.filter(
        volunteer_id=held.volunteer_id,
        state__in=sorted(HOLDS_A_SEAT),
        during__overlap=held.during if during is None else during,
    )
    return seats.exclude(pk=held.pk).exists()


def place_in_line(held: Assignment | None) -> int:
    """The person's number in line, from 1; 0 for somebody who does not wait."""
    if held is None or held.state != AssignmentState.WAITING:
        return 0
    before = Q(waiting_at__lt=held.waiting_at) | Q(waiting_at=held.waiting_at, pk__lt=held.pk)
    waiting = Assignment.objects.filter(slot_id=held.slot_id, state=AssignmentState.WAITING)
    return waiting.filter(before).count() + 1


def calls_to_settle(at: datetime) -> QuerySet[Assignment]:
    """Calls to people who chose to get a freed seat without an answer, and the start is near."""
    return (
        Assignment.objects.filter(
            answer_by__isnull=False,
            volunteer__takes_freed_seats=True,
            slot__state=SlotState.OPEN,
            slot__starts_at__gt=at,
            slot__starts_at__lte=at + BY_ITSELF,
        )
        .select_related("offer", "slot__municipality")
        .order_by("called_at", "id")
    )
