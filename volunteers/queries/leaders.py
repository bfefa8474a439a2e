"""Which times lack people, and what the leaders' morning looks like."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.common.danish_dates import local, local_instant
from institutions.models import Institution, Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.models import Offer
from volunteers.rules.states import OfferState

DIGEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Morning:
    """What one institution's leaders read: the week's times, and yesterday's answers."""

    institution: Institution
    slots: list[Slot]
    yes: int
    no: int


def mornings(at: datetime) -> list[Morning]:
    """Each institution with times in the week ahead, with yesterday's answers; three queries."""
    today = local(at).date()
    first = local_instant(today, time(0))
    slots = (
        Slot.objects.filter(
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            starts_at__gt=at,
            starts_at__lt=at + timedelta(days=DIGEST_DAYS),
        )
        .select_related("task__institution__municipality")
        .order_by("task__institution_id", "starts_at", "id")
    )
    week: dict[int, list[Slot]] = {}
    for slot in slots:
        week.setdefault(slot.task.institution_id, []).append(slot)
    said: dict[tuple[int, str], int] = {}
    yesterday = Offer.objects.filter(
        slot__task__institution__in=week,
        answered_at__gte=first - timedelta(days=1),
        answered_at__lt=first,
    ).values_list("slot__task__institution_id", "state")
    for institution_id, state in yesterday:
        said[institution_id, state] = said.get((institution_id, state), 0) + 1
    return [
        Morning(
            times[0].task.institution,
            times,
            said.get((institution_id, OfferState.ACCEPTED), 0),
            said.get((institution_id, OfferState.DECLINED), 0),
        )
        for institution_id, times in week.items()
    ]
