"""The coordinator's first page: what needs somebody today, before any figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.messaging import trouble
from backend.messaging.models import Message, MessageState
from institutions.models import Department, HelpCall, Role, Slot, Task, WordHit
from institutions.queries.help_calls import late_calls
from institutions.queries.scope import departments_for, slots_for, tasks_for
from institutions.rules.deeds import Deed
from institutions.rules.states import SlotState, TaskState
from volunteers.models import FollowUp
from volunteers.queries.follow_ups import overdue_follow_ups
from volunteers.queries.tallies import tallies_of
from volunteers.queries.waiting import Waiting, waiting_for_words
from volunteers.rules.states import AssignmentState

SOON = timedelta(hours=48)
# Below this chance of filling the seats a slot that begins soon needs a hand.
LOW_CHANCE = 0.5
# Older failures are history, not something to act on.
FAILED_WITHIN = timedelta(days=7)
_FAILED = (MessageState.FAILED, MessageState.UNDELIVERED)


@dataclass(frozen=True, slots=True)
class EndangeredSlot:
    """A slot that begins soon with free seats and a poor chance of filling them."""

    slot: Slot
    chance: float
    waiting_for: int


@dataclass(frozen=True, slots=True)
class Exceptions:
    """All that stands at the top of the page, each list the most urgent first."""

    reviews: list[Task]
    endangered: list[EndangeredSlot]
    messages: list[trouble.Notice]
    unrecorded: list[Slot]
    without_ambassador: list[Department]
    late_calls: list[HelpCall]
    overdue: list[FollowUp]
    waiting: list[Waiting]

    @property
    def count(self) -> int:
        """How many things need action."""
        return (
            len(self.reviews)
            + len(self.endangered)
            + len(self.messages)
            + len(self.unrecorded)
            + len(self.without_ambassador)
            + len(self.late_calls)
            + len(self.overdue)
            + len(self.waiting)
        )


def exceptions_for(by: Actor, at: datetime) -> Exceptions:
    """What needs the coordinator at this moment; the same number of queries whatever there is."""
    return Exceptions(
        reviews=list(reviews_for(by)),
        endangered=list(_endangered(by, at)),
        messages=_messages(by.municipality_id, at),
        unrecorded=_unrecorded(by, at),
        without_ambassador=_without_ambassador(by, local(at).date()),
        late_calls=list(late_calls(by, local(at).date())),
        overdue=list(overdue_follow_ups(by, at)),
        waiting=waiting_for_words(by, at),
    )


def reviews_for(by: Actor) -> QuerySet[Task]:
    """Needs that wait for the coordinator, with red words and reasons; the oldest first."""
    red = WordHit.objects.filter(level="red").order_by("id")
    return (
        tasks_for(by, Deed.APPROVE_NEED)
        .filter(state=TaskState.IN_REVIEW)
        .select_related("institution__department", "kind", "created_by")
        .prefetch_related(
            Prefetch("word_hits", queryset=red, to_attr="red_words"),
            Prefetch("slots", queryset=Slot.objects.filter(state=SlotState.OPEN)),
        )
        .order_by("created_at", "id")
    )


def _endangered(by: Actor, at: datetime) -> Iterator[EndangeredSlot]:
    slots = [
        slot
        for slot in slots_for(by, Deed.SEE_OVERVIEW)
        .filter(
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            starts_at__gt=at,
            starts_at__lte=at + SOON,
        )
        .select_related("task__institution")
        .order_by("starts_at", "id")
        if slot.seats_left > 0
    ]
    tallies = tallies_of([slot.pk for slot in slots], at)
    for slot in slots:
        tally = tallies[slot.pk]
        chance = tally.chance(slot.seats_left)
        if chance < LOW_CHANCE:
            yield EndangeredSlot(slot, chance, tally.pending)


def _messages(municipality_id: int, at: datetime) -> list[trouble.Notice]:
    failed = Message.objects.filter(
        municipality_id=municipality_id, state__in=_FAILED, state_at__gt=at - FAILED_WITHIN
    ).count()
    found = trouble.notices(municipality_id, at)
    if failed:
        words = "1 besked kunne" if failed == 1 else f"{failed} beskeder kunne"
        found.append(trouble.Notice("failed", failed, f"{words} ikke leveres de seneste 7 dage."))
    return found


def _unrecorded(by: Actor, at: datetime) -> list[Slot]:
    """Slots of the last two weeks where nobody has said who came; afterwards it is too late."""
    missing = Count("assignments", filter=Q(assignments__state=AssignmentState.CONFIRMED))
    return list(
        slots_for(by, Deed.SEE_OVERVIEW)
        .filter(ends_at__lte=at - timedelta(days=1), ends_at__gt=at - timedelta(days=14))
        .exclude(state=SlotState.CANCELLED)
        .annotate(missing=missing)
        .filter(missing__gt=0)
        .select_related("task__institution")
        .order_by("starts_at", "id")
    )


def _without_ambassador(by: Actor, today: date) -> list[Department]:
    valid = Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        kind=RoleKind.AMBASSADOR,
        valid_from__lte=today,
        department_id=OuterRef("pk"),
        user__is_active=True,
    )
    return list(departments_for(by, Deed.SEE_OVERVIEW).filter(~Exists(valid)))
