"""What a proof of volunteering says: one's own tasks, places, hours and period."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.common.danish_dates import local
from volunteers.models import Assignment, Volunteer
from volunteers.rules.states import AssignmentState


@dataclass(slots=True)
class Help:
    """One sort of task at one place: how many times, and how many hours."""

    place: str
    title: str
    times: int = 0
    hours: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole of it; ``first`` and ``last`` are None for somebody who has not helped yet."""

    first: date | None
    last: date | None
    times: int
    hours: Decimal
    helps: list[Help]


def proof_of(person: Volunteer) -> Proof:
    """Attended times alone, by place and task in Danish order; one query."""
    seats = (
        Assignment.objects.filter(volunteer=person, state=AssignmentState.ATTENDED)
        .select_related("slot__task__institution")
        .order_by("slot__task__institution__sort_key", "slot__task__title", "slot__starts_at")
    )
    helps: dict[tuple[int, str], Help] = {}
    days = []
    for seat in seats:
        task = seat.slot.task
        key = task.institution_id, task.title
        one = helps.setdefault(key, Help(task.institution.name, task.title))
        one.times += 1
        one.hours += seat.hours or 0
        days.append(local(seat.slot.starts_at).date())
    return Proof(
        first=min(days, default=None),
        last=max(days, default=None),
        times=len(days),
        hours=sum((one.hours for one in helps.values()), Decimal(0)),
        helps=list(helps.values()),
    )
