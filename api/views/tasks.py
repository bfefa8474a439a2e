"""Needs: looked at, drafted, edited, declared, published, approved, copied, cancelled."""

from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters, references
from api.doors import Listing, Look, Shape
from api.references import SKILLS
from api.shapes import inputs, needs
from api.verbs import Edit, Verb
from institutions.actions.declarations import declare_task
from institutions.actions.needs import draft_need
from institutions.actions.tasks import copy_task, edit_task, send_back_task
from institutions.models import Institution, Slot, Task
from institutions.models.tasks import NeedWords
from institutions.queries.scope import institutions_for, tasks_for
from volunteers.actions.changes import cancel_task
from volunteers.actions.publishing import approve_need, publish_need

Words = TypeVar("Words", bound=NeedWords)


def shown_tasks(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With all that the shape of a task reads: one query more."""
    return (
        with_skills(tasks)
        .select_related("institution", "copied_from")
        .prefetch_related(Prefetch("slots", queryset=Slot.objects.order_by("starts_at", "id")))
    )


def with_skills(rows: QuerySet[Words]) -> QuerySet[Words]:
    """Each need or template with the ids of its skills, in the same query."""
    found: QuerySet[Words] = rows.annotate(
        **{f"{name}_ids": _ids_of(rows.model, name) for name in SKILLS}
    )
    return found


def _ids_of(model: type[NeedWords], name: str) -> ArraySubquery:
    owner = model.__name__.lower()
    links = getattr(model, name).through.objects.filter(**{owner: OuterRef("pk")})
    return ArraySubquery(links.order_by("skill_id").values("skill_id"))


class Tasks(Listing):
    """The needs within reach, the newest first."""

    shape = needs.TaskShape
    filterset_class = filters.TaskFilter
    orderings = ("-created_at", "created_at")

    def rows(self) -> QuerySet[Task]:
        """Through scope."""
        return shown_tasks(tasks_for(self.actor))


class TaskVerb(Verb):
    """A deed on one task; the answer is the task as it stands afterwards."""

    gives: Shape = needs.TaskShape
    seen_as: Shape | None = needs.TaskShape

    def locked(self, uuid: UUID) -> Task:
        """The need with its times, before any of its people are locked."""
        rows = tasks_for(self.actor).select_for_update(of=("self",))
        return self.after(self.found(rows, uuid=uuid))

    def task(self, uuid: UUID) -> Task:
        """404 for a task that is not within reach."""
        return self.found(tasks_for(self.actor).select_related("institution"), uuid=uuid)

    @staticmethod
    def after(task: Task) -> Task:
        """The task read again, with all that is shown."""
        return shown_tasks(Task.objects.filter(pk=task.pk)).get()


class DraftTask(TaskVerb):
    """Drafts a need for an institution, with its times. Twice gives two drafts."""

    takes = inputs.NewNeed
    seen_as = needs.InstitutionShape
    status = HTTPStatus.CREATED
    pointers = {"ends": "slots", "day": "slots", "seats": "slots"}

    def locked(self, uuid: UUID) -> Institution:  # type: ignore[override]
        """The place: its words are the need's where none are sent."""
        rows = institutions_for(self.actor).select_related("department")
        return self.found(rows.select_for_update(of=("self",)), external_uuid=uuid)

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """404 for an institution that is not within reach."""
        institution = self.found(institutions_for(self.actor), external_uuid=uuid)
        slots = values.pop("slots")
        fields, skills = references.need_words(values, self.actor)
        times = [
            (one["starts_at"], one["ends_at"], one["seats"], one["min_seats"]) for one in slots
        ]
        task = draft_need(
            institution=institution,
            fields=fields,
            times=times,
            by=self.actor,
            at=self.at,
            **skills,
        )
        return self.after(task)


class OneTask(Edit, TaskVerb, Look):
    """One need. PUT changes a draft's words, all of them at once; times have their own verbs."""

    shape = needs.TaskShape
    takes = inputs.Need

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is not within reach."""
        return self.shown(self.found(shown_tasks(tasks_for(self.actor)), uuid=uuid))

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """Refuses when the need is published: people were asked about those words."""
        task = self.task(uuid)
        fields, skills = references.need_words(values, self.actor)
        edit_task(task=task, fields=fields, by=self.actor, at=self.at, **skills)
        return self.after(task)


class DeclareTask(TaskVerb):
    """Closes the task's own points and keeps the reasons for red words. All or nothing."""

    takes = inputs.Declaration

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """Twice keeps the newest."""
        task = self.task(uuid)
        answers, reasons = values.get("answers", {}), values.get("reasons", {})
        declare_task(task=task, answers=answers, reasons=reasons, by=self.actor, at=self.at)
        return self.after(task)


class PublishTask(TaskVerb):
    """Opens a draft and asks the first people, or sends it to the coordinator (in_review)."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Task:
        """The second time asks nobody more."""
        task = self.task(uuid)
        publish_need(task=task, by=self.actor, at=self.at)
        return self.after(task)


class ApproveTask(TaskVerb):
    """The coordinator's yes: the need opens and the first people are asked."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Task:
        """A need that is open stays so."""
        task = self.task(uuid)
        approve_need(task=task, by=self.actor, at=self.at)
        return self.after(task)


class SendBackTask(TaskVerb):
    """The coordinator asks for another text, with the reason."""

    takes = inputs.Reason

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """Back to draft."""
        task = self.task(uuid)
        send_back_task(task=task, reason=values["reason"], by=self.actor, at=self.at)
        return self.after(task)


class CopyTask(TaskVerb):
    """A new draft with the old words and new times."""

    takes = inputs.Copy
    status = HTTPStatus.CREATED
    pointers = {"ends": "times", "day": "times"}

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """Gives the copy."""
        times = [(one["starts_at"], one["ends_at"]) for one in values["times"]]
        copy = copy_task(
            task=self.task(uuid), times=times, seats=values["seats"], by=self.actor, at=self.at
        )
        return self.after(copy)


class CancelTask(TaskVerb):
    """Calls off every time to come, and the task; everybody concerned is told at once."""

    takes = inputs.Reason

    def act(self, values: dict[str, Any], uuid: UUID) -> Task:
        """The second time changes nothing."""
        task = self.task(uuid)
        cancel_task(task=task, reason=values["reason"], by=self.actor, at=self.at)
        return self.after(task)
