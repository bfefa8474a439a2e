"""Where a need begins: templates, and an employee's proposal."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters, references
from api.doors import Listing, Look, Shape
from api.shapes import inputs, needs, planning
from api.verbs import Edit, Verb
from api.views.tasks import TaskVerb, with_skills
from institutions.actions.need_templates import (
    Usual,
    change_template,
    draft_from_template,
    keep_as_template,
    retire_template,
)
from institutions.actions.proposals import propose_task, return_proposal
from institutions.models import NeedTemplate, Task
from institutions.queries.need_templates import templates_for, usable_templates_for
from institutions.queries.scope import drafts_for, places_to_draft


def shown_templates(templates: QuerySet[NeedTemplate]) -> QuerySet[NeedTemplate]:
    """With all that the shape of a template reads, in the same query."""
    return with_skills(templates).select_related("institution")


class NeedTemplates(Listing):
    """The templates one may begin from: the municipality's, and those of places within reach."""

    shape = planning.NeedTemplateShape
    filterset_class = filters.NeedTemplateFilter
    orderings = ("title", "-title")

    def rows(self) -> QuerySet[NeedTemplate]:
        """Through scope."""
        return shown_templates(usable_templates_for(self.actor))


class TemplateVerb(Verb):
    """A deed on one template; the answer is the template as it stands afterwards."""

    gives: Shape = planning.NeedTemplateShape
    seen_as = planning.NeedTemplateShape

    def locked(self, uuid: UUID) -> NeedTemplate:
        """The template alone."""
        rows = shown_templates(self.within()).select_for_update(of=("self",))
        return self.found(rows, uuid=uuid)

    def within(self) -> QuerySet[NeedTemplate]:
        """Those one keeps."""
        return templates_for(self.actor)

    def template(self, uuid: UUID) -> NeedTemplate:
        """404 for one that is not within reach."""
        return self.found(self.within(), uuid=uuid)

    @staticmethod
    def after(template: NeedTemplate) -> NeedTemplate:
        """The template read again, with all that is shown."""
        return shown_templates(NeedTemplate.objects.filter(pk=template.pk)).get()


class OneTemplate(Edit, TemplateVerb, Look):
    """One template. PUT changes its words, hours and seats, all at once, for those who keep it."""

    shape = planning.NeedTemplateShape
    takes = planning.TemplateWords

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is retired, or another place's."""
        rows = shown_templates(usable_templates_for(self.actor))
        return self.shown(self.found(rows, uuid=uuid))

    def act(self, values: dict[str, Any], uuid: UUID) -> NeedTemplate:
        """Drafts that were made from it stay as they are."""
        template = self.template(uuid)
        usual = Usual(*(values.pop(name) for name in ("starts", "lasts_minutes", "seats")))
        words, skills = references.need_words(values, self.actor)
        change_template(
            template=template, fields={**words, **skills}, usual=usual, by=self.actor, at=self.at
        )
        return self.after(template)


class RetireTemplate(TemplateVerb):
    """Nobody begins from it any more."""

    gives: Shape = needs.Removed

    def act(self, _values: dict[str, Any], uuid: UUID) -> dict[str, UUID]:
        """404 for a template one does not keep."""
        retire_template(template=self.template(uuid), by=self.actor, at=self.at)
        return {"id": uuid}


class DraftFromTemplate(TemplateVerb):
    """A draft with the template's words and one time. Twice gives two."""

    takes = planning.FromTemplate
    gives: Shape = needs.TaskShape
    status = HTTPStatus.CREATED
    pointers = {"ends": "ends_at", "day": "starts_at"}

    def within(self) -> QuerySet[NeedTemplate]:
        """Those one may begin from."""
        return usable_templates_for(self.actor)

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """404 for a template that is not within reach, 400 for such an institution."""
        places = places_to_draft(self.actor)
        task = draft_from_template(
            template=self.template(uuid),
            institution=references.by_uuid(places, "institution", values["institution"]),
            span=(values["starts_at"], values["ends_at"]),
            seats=values["seats"],
            by=self.actor,
            at=self.at,
        )
        return TaskVerb.after(task)


class KeepAsTemplate(TaskVerb):
    """A template with the need's words, hours and seats. Twice gives two."""

    takes = planning.Kept
    gives = planning.NeedTemplateShape
    status = HTTPStatus.CREATED

    def act(self, values: dict[str, Any], uuid: UUID) -> NeedTemplate:
        """``everywhere`` makes it the municipality's."""
        kept = keep_as_template(task=self.task(uuid), **values, by=self.actor, at=self.at)
        return TemplateVerb.after(kept)


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
