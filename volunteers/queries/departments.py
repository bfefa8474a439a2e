"""The ambassador's page: a department's open and endangered needs, without a volunteer's name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.common.actors import Actor
from backend.common.danish_dates import local
from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    Department,
    HelpCall,
    Institution,
    Slot,
)
from institutions.queries.help_calls import help_calls_for
from institutions.queries.scope import institutions_for, slots_for
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import HelpCallState
from institutions.rules.states import ChecklistLevel, DocumentState, SlotState, TaskState
from volunteers.queries.filling import fill_chances
from volunteers.rules.states import LIVE_OFFERS, OfferState

# A need is endangered when its seats are filled in fewer than half of such cases, or when it
# begins so soon that the ambassador has two days to help.
ENDANGERED_BELOW = 0.5
ENDANGERED_WITHIN = timedelta(hours=48)
# Time enough to go through the checklist again.
RUNS_OUT_WITHIN = timedelta(days=30)
SILENT_AFTER = timedelta(days=30)


_ANSWERS = {
    "asked": Count("offers", filter=~Q(offers__state=OfferState.RECALLED)),
    "no": Count("offers", filter=Q(offers__state=OfferState.DECLINED)),
    "pending": Count("offers", filter=Q(offers__state__in=sorted(LIVE_OFFERS))),
}


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A time with free seats, how likely it is to be filled, and why it is endangered, if it is."""

    slot: Slot
    asked: int
    no: int
    pending: int
    chance: float
    soon: bool

    @property
    def unlikely(self) -> bool:
        """Whether the questions out will probably not fill it."""
        return self.chance < ENDANGERED_BELOW

    @property
    def endangered(self) -> bool:
        """Whether the ambassador should do something."""
        return self.soon or self.unlikely


@dataclass(frozen=True, slots=True)
class Place:
    """An institution: open gating points, when its checklist runs out, days since its last need."""

    institution: Institution
    open_points: int
    valid_until: date | None
    runs_out: bool
    silent_days: int | None

    @property
    def never_posted(self) -> bool:
        """Whether it has not posted a need yet."""
        return self.silent_days is None

    @property
    def silent(self) -> bool:
        """Whether it is worth a friendly reminder."""
        return self.silent_days is None or self.silent_days >= SILENT_AFTER.days


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """One department as its ambassador sees it."""

    department: Department
    needs: tuple[OpenNeed, ...]
    places: tuple[Place, ...]
    calls: tuple[HelpCall, ...]

    @property
    def endangered(self) -> tuple[OpenNeed, ...]:
        """The needs that may stay empty, soonest first."""
        return tuple(need for need in self.needs if need.endangered)

    @property
    def safe(self) -> tuple[OpenNeed, ...]:
        """The other open needs."""
        return tuple(need for need in self.needs if not need.endangered)

    @property
    def unready(self) -> tuple[Place, ...]:
        """Places whose checklist is open or about to run out."""
        return tuple(place for place in self.places if place.open_points or place.runs_out)

    @property
    def silent(self) -> tuple[Place, ...]:
        """Places without a need for a month, longest first; those that never had one first."""
        quiet = [place for place in self.places if place.silent]
        return tuple(sorted(quiet, key=lambda place: -(place.silent_days or 10**6)))


def department_view(department: Department, by: Actor, at: datetime) -> DepartmentView:
    """The department's page; few queries, whatever the number of needs, places and calls."""
    institutions = (
        institutions_for(by, Deed.SEE_DEPARTMENT)
        .filter(department=department, closed_at__isnull=True)
        .annotate(last_posted_at=Max("tasks__published_at"), gates=_gates(department))
        .annotate(**_run(local(at).date()))
    )
    return DepartmentView(
        department=department,
        needs=tuple(_needs(department, by, at)),
        places=tuple(_place(one, local(at).date()) for one in institutions),
        calls=tuple(_calls(department, by)),
    )


def _needs(department: Department, by: Actor, at: datetime) -> list[OpenNeed]:
    slots = [
        slot
        for slot in slots_for(by, Deed.SEE_DEPARTMENT)
        .filter(
            task__institution__department=department,
            task__state=TaskState.OPEN,
            state=SlotState.OPEN,
            starts_at__gt=at,
        )
        .annotate(**_ANSWERS)
        .select_related("task__institution")
        .order_by("starts_at", "id")
        if slot.seats_left > 0
    ]
    chances = fill_chances(slots, at=at)
    return [
        OpenNeed(
            slot=slot,
            asked=getattr(slot, "asked", 0),
            no=getattr(slot, "no", 0),
            pending=getattr(slot, "pending", 0),
            chance=chances[slot.pk],
            soon=slot.starts_at <= at + ENDANGERED_WITHIN,
        )
        for slot in slots
    ]


def _calls(department: Department, by: Actor) -> QuerySet[HelpCall]:
    """The department's calls that wait for an answer, the soonest due first."""
    return help_calls_for(by, Deed.HELP_LEADERS).filter(
        institution__department=department, state=HelpCallState.OPEN
    )


def _gates(department: Department) -> Coalesce:
    """How many gating points the checklist in force has."""
    counted = (
        ChecklistItem.objects.filter(
            template__municipality_id=department.municipality_id,
            template__state=DocumentState.APPROVED,
            level=ChecklistLevel.INSTITUTION,
            gates=True,
        )
        .values("template_id")
        .annotate(points=Count("pk"))
        .order_by()
        .values("points")
    )
    return Coalesce(Subquery(counted), 0)


def _run(today: date) -> dict[str, Any]:
    """The last day of the run in force and its closed gating points, as part of a place's row."""
    run = ChecklistRun.objects.filter(
        institution=OuterRef("pk"),
        current=True,
        valid_until__gte=today,
        template__state=DocumentState.APPROVED,
    )
    standing = Q(
        ticks__reopened_at__isnull=True,
        ticks__item__gates=True,
        ticks__item__level=ChecklistLevel.INSTITUTION,
    )
    closed = run.annotate(closed=Count("ticks", filter=standing)).values("closed")
    return {
        "valid_until": Subquery(run.values("valid_until")),
        "closed": Coalesce(Subquery(closed), 0),
    }


def _place(institution: Institution, today: date) -> Place:
    posted = getattr(institution, "last_posted_at", None)
    last = getattr(institution, "valid_until", None)
    return Place(
        institution=institution,
        open_points=getattr(institution, "gates", 0) - getattr(institution, "closed", 0),
        valid_until=last,
        runs_out=last is not None and last <= today + RUNS_OUT_WITHIN,
        silent_days=(today - local(posted).date()).days if posted else None,
    )
