"""Departments, institutions, and the lists and rules they share."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.doors import Listing, Look
from api.shapes import inputs, needs
from api.verbs import Verb
from backend.common.danish_dates import local
from institutions.actions.checklists import tick_item, untick_item
from institutions.models import (
    Department,
    Institution,
    RulesVersion,
    Skill,
    Task,
    TaskKind,
)
from institutions.queries.checklists import (
    Point,
    current_run,
    institution_points,
    open_gates,
    task_points,
)
from institutions.queries.scope import (
    departments_for,
    institutions_for,
    rules_versions_for,
    skills_for,
    task_kinds_for,
    tasks_for,
)


class Departments(Listing):
    """The departments within reach, in Danish order."""

    shape = needs.DepartmentShape
    filterset_class = filters.DepartmentFilter

    def rows(self) -> QuerySet[Department]:
        """Through scope."""
        return departments_for(self.actor)


class Institutions(Listing):
    """The institutions within reach, in Danish order."""

    shape = needs.InstitutionShape
    filterset_class = filters.InstitutionFilter

    def rows(self) -> QuerySet[Institution]:
        """Through scope."""
        return institutions_for(self.actor).select_related("department")


class OneInstitution(Look):
    """One institution."""

    shape = needs.InstitutionShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is not within reach."""
        rows = institutions_for(self.actor).select_related("department")
        return self.shown(self.found(rows, external_uuid=uuid))


class TaskKinds(Listing):
    """The kinds of task, in Danish order."""

    shape = needs.TaskKindShape
    filterset_class = filters.TaskKindFilter

    def rows(self) -> QuerySet[TaskKind]:
        """Through scope."""
        return task_kinds_for(self.actor)


class Skills(Listing):
    """What a task can require, in Danish order."""

    shape = needs.SkillShape
    filterset_class = filters.SkillFilter

    def rows(self) -> QuerySet[Skill]:
        """Through scope."""
        return skills_for(self.actor)


class RulesVersions(Listing):
    """The versions of the ground rules with their rules, the newest first."""

    shape = needs.RulesVersionShape
    filterset_class = filters.RulesVersionFilter
    orderings = ("-number", "number")

    def rows(self) -> QuerySet[RulesVersion]:
        """Through scope: a draft is shown only to those who approve."""
        return rules_versions_for(self.actor).prefetch_related("rules")


class InstitutionChecklist(Look):
    """The institution's checklist as it stands today."""

    shape = needs.ChecklistShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for an institution that is not within reach."""
        institution = self.found(institutions_for(self.actor), external_uuid=uuid)
        return self.shown(_of_institution(institution, local(self.at).date()))


class TaskChecklist(Look):
    """The points that belong to one task."""

    shape = needs.ChecklistShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for a task that is not within reach."""
        task: Task = self.found(tasks_for(self.actor), uuid=uuid)
        return self.shown(_checklist(task_points(task), None))


class ChecklistVerb(Verb):
    """A deed on one point; the answer is the checklist as it stands afterwards."""

    gives = needs.ChecklistShape
    seen_as = needs.ChecklistShape

    def locked(self, uuid: UUID, code: str) -> dict[str, Any]:  # noqa: ARG002
        """The whole checklist, under the lock of its place."""
        return self.after(self.place(institutions_for(self.actor).select_for_update(), uuid))

    def place(self, rows: QuerySet[Institution], uuid: UUID) -> Institution:
        """404 for an institution that is not within reach."""
        return self.found(rows, external_uuid=uuid)

    def after(self, institution: Institution) -> dict[str, Any]:
        """The checklist today."""
        return _of_institution(institution, local(self.at).date())


class TickItem(ChecklistVerb):
    """Closes a point of the institution's checklist, with evidence. Twice is one tick."""

    takes = inputs.Evidence

    def act(self, values: dict[str, Any], uuid: UUID, code: str) -> dict[str, Any]:
        """Refuses evidence that the point cannot have."""
        place = self.place(institutions_for(self.actor), uuid)
        tick_item(institution=place, code=code, **values, by=self.actor, at=self.at)
        return self.after(place)


class UntickItem(ChecklistVerb):
    """Opens a closed point again; an open one stays open."""

    def act(self, _values: dict[str, Any], uuid: UUID, code: str) -> dict[str, Any]:
        """Refuses those who do not fill in this place's checklist."""
        place = self.place(institutions_for(self.actor), uuid)
        untick_item(institution=place, code=code, by=self.actor, at=self.at)
        return self.after(place)


def _of_institution(institution: Institution, today: date) -> dict[str, Any]:
    run = current_run(institution, today)
    return _checklist(institution_points(institution, today), run.valid_until if run else None)


def _checklist(points: list[Point], valid_until: date | None) -> dict[str, Any]:
    return {"valid_until": valid_until, "ready": not open_gates(points), "points": points}
