"""Where a need begins: templates, and an employee's proposal."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from api import filters, references
from api.doors import Listing
from api.shapes import inputs, needs, planning
from api.verbs import Verb
from api.views.tasks import TaskVerb
from institutions.actions.need_templates import (
    draft_from_template,
    keep_as_template,
    retire_template,
)
from institutions.actions.proposals import propose_task, return_proposal
from institutions.models import NeedTemplate, Task
from institutions.queries.need_templates import templates_for, usable_templates_for
from institutions.queries.scope import drafts_for, places_to_draft


class NeedTemplates(Listing):
    """The templates one may begin from: the municipality's, and those of places within reach."""

    shape = planning.NeedTemplateShape
    filterset_class = filters.NeedTemplateFilter
    orderings = ("title", "-title")

    def rows(self) -> QuerySet[NeedTemplate]:
        """Through scope."""
        return usable_templates_for(self.actor).select_related("institution")


class KeepAsTemplate(TaskVerb):
    """A template with the need's words, hours and seats. Twice gives two."""

    takes = planning.Kept
    gives = planning.NeedTemplateShape
    status = HTTPStatus.CREATED

    def act(self, values: dict[str, Any], uuid: UUID) -> NeedTemplate:
        """``everywhere`` makes it the municipality's."""
        return keep_as_template(task=self.task(uuid), **values, by=self.actor, at=self.at)


class DraftFromTemplate(Verb):
    """A draft with the template's words and one time. Twice gives two."""

    takes = planning.FromTemplate
    gives = needs.TaskShape
    status = HTTPStatus.CREATED
    pointers = {"ends": "ends_at", "day": "starts_at"}

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """404 for a template that is not within reach, 400 for such an institution."""
        template = self.found(usable_templates_for(self.actor), uuid=uuid)
        places = places_to_draft(self.actor)
        task = draft_from_template(
            template=template,
            institution=references.by_uuid(places, "institution", values["institution"]),
            span=(values["starts_at"], values["ends_at"]),
            seats=values["seats"],
            by=self.actor,
            at=self.at,
        )
        return TaskVerb.after(task)


class RetireTemplate(Verb):
    """Nobody begins from it any more."""

    gives = needs.Removed

    def act(self, _values: dict[str, Any], uuid: UUID) -> dict[str, UUID]:
        """404 for a template one does not keep."""
        template = self.found(templates_for(self.actor), uuid=uuid)
        retire_template(template=template, by=self.actor, at=self.at)
        return {"id": uuid}


class ProposeTask(TaskVerb):
    """An employee hands a draft to the leader; nobody is asked before it is published."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Task:
        """The second time changes nothing."""
        rows = drafts_for(self.actor).select_related("institution")
        return self.after(propose_task(task=self.found(rows, uuid=uuid), by=self.actor, at=self.at))


class ReturnProposal(TaskVerb):
    """The leader gives a proposal back with what to change."""

    takes = inputs.Reason

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """One that is given back already stays so."""
        return self.after(
            return_proposal(task=self.task(uuid), **values, by=self.actor, at=self.at)
        )
