"""What stands open in a checklist, for the page, the gate and the figures."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    Institution,
    RulesVersion,
    Task,
    TaskTick,
    Tick,
)
from institutions.rules.checklist import AGAIN, INSURANCE
from institutions.rules.series import is_long_weekly
from institutions.rules.states import COURSE_LEVELS, ChecklistLevel, DocumentState, SlotState


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a checklist page: the item and its standing tick, if any."""

    item: ChecklistItem
    tick: Tick | TaskTick | None
    reopened_why: str = ""

    @property
    def closed(self) -> bool:
        """Whether the point is in order."""
        return self.tick is not None


def rules_in_force(municipality_id: int) -> RulesVersion | None:
    """The approved version of the ground rules, if there is one."""
    return RulesVersion.objects.filter(
        municipality_id=municipality_id, state=DocumentState.APPROVED
    ).first()


def institution_points(institution: Institution, today: date) -> list[Point]:
    """The institution's points in order; a run whose year is over counts as nothing closed.

    Two queries whatever the number of points.
    """
    items = _items(institution.municipality_id, ChecklistLevel.INSTITUTION)
    return _with_ticks(list(items), institution, today)


def task_points(task: Task) -> list[Point]:
    """The points that belong to this task, in order; three queries.

    Among them the insurance point again when the times are a long weekly rota (L17).
    """
    items = _items(task.municipality_id, ChecklistLevel.INSTITUTION, ChecklistLevel.TASK)
    return _with_task_ticks(_of_task(list(items), task), task)


def course_points(task: Task) -> list[Point]:
    """The points of during and after this task, in order; two queries."""
    return _with_task_ticks(list(_items(task.municipality_id, *COURSE_LEVELS)), task)


def points_before(task: Task, today: date) -> tuple[list[Point], list[Point]]:
    """All that stands before this task: the institution's points and its own; four queries."""
    items = list(_items(task.municipality_id, ChecklistLevel.INSTITUTION, ChecklistLevel.TASK))
    of_institution = [item for item in items if item.level == ChecklistLevel.INSTITUTION]
    return (
        _with_ticks(of_institution, task.institution, today),
        _with_task_ticks(_of_task(items, task), task),
    )


def current_run(institution: Institution, today: date) -> ChecklistRun | None:
    """The run in force today, on the template in force."""
    return institution.runs.filter(
        current=True, valid_until__gte=today, template__state=DocumentState.APPROVED
    ).first()


def open_gates(points: list[Point]) -> list[ChecklistItem]:
    """The gating points that are not in order."""
    return [point.item for point in points if point.item.gates and not point.closed]


def _with_ticks(items: list[ChecklistItem], institution: Institution, today: date) -> list[Point]:
    ticks = Tick.objects.filter(
        run__institution=institution,
        run__current=True,
        run__valid_until__gte=today,
        run__template__state=DocumentState.APPROVED,
    ).select_related("ticked_by", "run")
    standing: dict[int, Tick] = {}
    reopened: dict[int, str] = {}
    for tick in ticks.order_by("ticked_at", "id"):
        if tick.reopened_at is None:
            standing[tick.item_id] = tick
        else:
            reopened[tick.item_id] = tick.reopened_why
    return [Point(item, standing.get(item.pk), reopened.get(item.pk, "")) for item in items]


def _with_task_ticks(items: list[ChecklistItem], task: Task) -> list[Point]:
    ticks = {tick.item_id: tick for tick in task.ticks.select_related("ticked_by")}
    return [
        Point(item, ticks.get(item.pk), AGAIN if item.level != ChecklistLevel.TASK else "")
        for item in items
    ]


def _of_task(items: list[ChecklistItem], task: Task) -> list[ChecklistItem]:
    starts = task.slots.filter(state=SlotState.OPEN).values_list("starts_at", flat=True)
    again = {INSURANCE} if is_long_weekly(starts) else set()
    return [item for item in items if item.level == ChecklistLevel.TASK or item.code in again]


def _items(municipality_id: int, *levels: ChecklistLevel) -> QuerySet[ChecklistItem]:
    return ChecklistItem.objects.filter(
        template__municipality_id=municipality_id,
        template__state=DocumentState.APPROVED,
        level__in=levels,
    )


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many gating points an institution lacks."""

    institution: Institution
    open: int


def open_gate_counts(institutions: QuerySet[Institution], today: date) -> list[Readiness]:
    """Each institution with its open gating points; two queries whatever the number of rows."""
    standing = Q(
        runs__current=True,
        runs__valid_until__gte=today,
        runs__template__state=DocumentState.APPROVED,
        runs__ticks__reopened_at__isnull=True,
        runs__ticks__item__gates=True,
        runs__ticks__item__level=ChecklistLevel.INSTITUTION,
    )
    # A grouped query forgets the model's own order.
    counted = institutions.annotate(closed=Count("runs__ticks", filter=standing))
    rows = list(counted.order_by("sort_key", "id"))
    if not rows:
        return []
    gates = _items(rows[0].municipality_id, ChecklistLevel.INSTITUTION).filter(gates=True).count()
    return [Readiness(row, gates - row.closed) for row in rows]
