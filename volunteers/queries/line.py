"""The waiting list of one time, people and groups, in the order they are called."""

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.models import Assignment, GroupOffer
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, GroupState
from volunteers.rules.waiting import BY_ITSELF

InLine = Assignment | GroupOffer


def next_in_line(slot: Slot) -> list[InLine]:
    """Those in line who are not called, the longest waiting first, locked for a call."""
    people = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .filter(slot=slot, state=AssignmentState.WAITING, answer_by__isnull=True)
        .select_related("volunteer__municipality", "offer")
    )
    groups = (
        GroupOffer.objects.select_for_update(of=("self",), no_key=True)
        .filter(slot=slot, state=GroupState.WAITING, answer_by__isnull=True)
        .select_related("contact__municipality", "association")
    )
    return in_turn([*people, *groups])


def in_turn(held: Iterable[InLine]) -> list[InLine]:
    """The longest waiting first; of one moment people before groups."""
    return sorted(held, key=lambda one: (one.waiting_at, isinstance(one, GroupOffer), one.pk))


def called_groups(slot: Slot) -> QuerySet[GroupOffer]:
    """The groups for which seats are kept; the slot's row must be locked."""
    return GroupOffer.objects.select_for_update(no_key=True).filter(
        slot=slot, answer_by__isnull=False
    )


def has_seat_elsewhere(held: Assignment, during: DateTimeTZRange | None = None) -> bool:
    """Whether the person has another seat at the same time, or at ``during``."""
    seats = Assignment.objects.filter(
        volunteer_id=held.volunteer_id,
        state__in=sorted(HOLDS_A_SEAT),
        during__overlap=held.during if during is None else during,
    )
    return seats.exclude(pk=held.pk).exists()


def place_in_line(held: InLine | None) -> int:
    """The person's or the group's number in line, from 1; 0 for who does not wait; two queries."""
    if held is None or held.state != AssignmentState.WAITING:
        return 0
    earlier, same = Q(waiting_at__lt=held.waiting_at), Q(waiting_at=held.waiting_at)
    before = earlier | same & Q(pk__lt=held.pk)
    is_group = isinstance(held, GroupOffer)
    people = Assignment.objects.filter(slot_id=held.slot_id, state=AssignmentState.WAITING)
    groups = GroupOffer.objects.filter(slot_id=held.slot_id, state=GroupState.WAITING)
    ahead = people.filter(earlier | same if is_group else before).count()
    return ahead + groups.filter(before if is_group else earlier).count() + 1


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
