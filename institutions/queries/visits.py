"""What ambassadors did, and which needs were posted after it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from backend.common.danish_dates import local
from institutions.models import Department, FriendlyReminder, Institution, Task, Visit

# A need counts as begun after help when it was published within two months of it.
HELP_WORKS_FOR = timedelta(days=60)
# What one looks at; the figures of a year are the report's.
MOST_VISITS = 100


@dataclass(slots=True)
class VisitLine:
    """A visit and the needs its institution posted after it, each counted at one visit only."""

    visit: Visit
    needs: list[Task] = field(default_factory=list)


def visits_of(department: Department) -> list[VisitLine]:
    """The newest visits with the needs that followed; two queries.

    A need belongs to the last visit before it was published, and at most 60 days before.
    """
    rows = (
        Visit.objects.filter(department=department)
        .select_related("institution", "visited_by", "help_call")
        .order_by("-held_on", "-id")
    )
    lines = [VisitLine(visit) for visit in rows[:MOST_VISITS]]
    _add_needs(lines)
    return lines


def _add_needs(lines: Sequence[VisitLine]) -> None:
    by_place: dict[int, list[VisitLine]] = defaultdict(list)
    for line in lines:
        if line.visit.institution_id is not None:
            by_place[line.visit.institution_id].append(line)
    tasks = Task.objects.filter(institution__in=by_place, published_at__isnull=False)
    for task in tasks.order_by("published_at", "id"):
        assert task.published_at is not None
        day = local(task.published_at).date()
        # The newest visit comes first.
        for line in by_place[task.institution_id]:
            if line.visit.held_on <= day:
                if day <= line.visit.held_on + HELP_WORKS_FOR:
                    line.needs.append(task)
                break


def reminders_of(institution: Institution) -> QuerySet[FriendlyReminder]:
    """The friendly reminders a place was sent, the newest first."""
    return institution.friendly_reminders.select_related("sent_by")


def silent_days(institution: Institution, today: date) -> int | None:
    """Days since the institution's last published need; None where there never was one."""
    last = institution.tasks.aggregate(at=Max("published_at"))["at"]
    return (today - local(last).date()).days if last is not None else None
