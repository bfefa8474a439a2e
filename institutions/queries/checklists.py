"""What stands open in a checklist, for the page, the gate and the figures."""

from dataclasses import dataclass
from datetime import date

from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    Institution,
    RulesVersion,
    Task,
    TaskTick,
    Tick,
)
from institutions.rules.states import ChecklistLevel, DocumentState


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

    Four queries whatever the number of points.
    """
    run = current_run(institution, today)
    ticks = list(run.ticks.select_related("ticked_by")) if run else []
    standing = {tick.item_id: tick for tick in ticks if tick.reopened_at is None}
    reopened = {tick.item_id: tick.reopened_why for tick in ticks if tick.reopened_at is not None}
    return [
        Point(item, standing.get(item.pk), reopened.get(item.pk, ""))
        for item in _items(institution.municipality_id, ChecklistLevel.INSTITUTION)
    ]


def task_points(task: Task) -> list[Point]:
    """The points that belong to this task, in order."""
    ticks = {tick.item_id: tick for tick in task.ticks.select_related("ticked_by")}
    return [
        Point(item, ticks.get(item.pk))
        for item in _items(task.municipality_id, ChecklistLevel.TASK)
    ]


def current_run(institution: Institution, today: date) -> ChecklistRun | None:
    """The run in force today, on the template in force."""
    return institution.runs.filter(
        current=True, valid_until__gte=today, template__state=DocumentState.APPROVED
    ).first()


def open_gates(points: list[Point]) -> list[ChecklistItem]:
    """The gating points that are not in order."""
    return [point.item for point in points if point.item.gates and not point.closed]


def _items(municipality_id: int, level: ChecklistLevel) -> list[ChecklistItem]:
    template = ChecklistTemplate.objects.filter(
        municipality_id=municipality_id, state=DocumentState.APPROVED
    ).first()
    return list(template.items.filter(level=level)) if template else []
