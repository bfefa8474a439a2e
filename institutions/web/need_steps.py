"""A draft in three pages: its words, its times, what is declared about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.declarations import declare_task
from institutions.actions.slots import add_slot, remove_slot
from institutions.actions.tasks import EDITABLE, edit_task
from institutions.models import GroundRule, Slot, Task
from institutions.queries.checklists import Point, open_gates, points_before
from institutions.queries.scope import tasks_for
from institutions.queries.words import word_hits
from institutions.rules.deeds import Deed
from institutions.rules.states import DocumentState, SlotState
from institutions.rules.words import Hit
from institutions.web.need_forms import PointsForm, TaskForm
from institutions.web.need_time_forms import TimeForm

# What the leader is shown beside an amber word: the rule on staff's work, the point on safety.
_RULE, _POINT = "R02", "F12"


class OfNeed(SignedIn):
    """A page about one need the person may post; a foreign one is not found."""

    @cached_property
    def task(self) -> Task:
        """The need of the address, with its place."""
        within = tasks_for(self.actor, Deed.POST_NEED).select_related(
            "kind", "institution__department", "institution__municipality"
        )
        return get_object_or_404(within, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the need."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            **context,
            "task": self.task,
            "institution": self.task.institution,
            "municipality": self.task.institution.municipality,
        }


class DraftPage(OfNeed, ActionFormView):
    """A page of the draft. A need that is out has no draft pages: they lead to its receipt."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the receipt."""
        if self.task.state not in EDITABLE:
            return redirect("institutions:need_receipt", self.task.pk)
        return super().get(request, *args, **kwargs)


class TaskPage(DraftPage):
    """Page 1: the words."""

    template_name = "institutions/need_task.html"
    form_class = TaskForm

    def get_initial(self) -> dict[str, Any]:
        """The words as they stand."""
        names = (*TaskForm.base_fields,)
        values = {name: getattr(self.task, name) for name in names if name != "skills"}
        return {**values, "kind": self.task.kind_id, "skills": self._skills}

    @cached_property
    def _skills(self) -> list[int]:
        return [skill.pk for skill in self.task.skills.all()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The municipality's own kinds and skills."""
        return {**super().get_form_kwargs(), "municipality_id": self.task.municipality_id}

    def act(self, form: TaskForm) -> HttpResponse:
        """Keeps the words and goes on to the times."""
        edit_task(
            task=self.task,
            fields=form.words,
            skills=list(form.cleaned_data["skills"]),
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:need_times", self.task.pk)


class TimesPage(DraftPage):
    """Page 2: one time or several, added one at a time."""

    template_name = "institutions/need_times.html"
    form_class = TimeForm

    @cached_property
    def slots(self) -> list[Slot]:
        """The times that are added."""
        return list(self.task.slots.filter(state=SlotState.OPEN))

    def get_initial(self) -> dict[str, Any]:
        """The same hours and seats as the time before."""
        if not self.slots:
            return {"seats": 1}
        before = self.slots[-1]
        return {
            "starts": local(before.starts_at).time(),
            "ends": local(before.ends_at).time(),
            "seats": before.seats,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Goes on with the times there are when nothing more is written."""
        going_on = "more" not in request.POST
        if going_on and self.slots and not self.get_form().has_changed():
            return redirect("institutions:need_points", self.task.pk)
        return super().post(request, *args, **kwargs)

    def act(self, form: TimeForm) -> HttpResponse:
        """Adds the time; stays here when there are more to come."""
        starts_at, ends_at = form.cleaned_data["span"]
        add_slot(
            task=self.task,
            starts_at=starts_at,
            ends_at=ends_at,
            seats=form.cleaned_data["seats"],
            by=self.actor,
            at=now(),
        )
        more = "more" in self.request.POST
        return redirect(f"institutions:need_{'times' if more else 'points'}", self.task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the times."""
        return super().get_context_data(slots=self.slots, **kwargs)


class RemoveTime(SignedIn, View):
    """Takes a time out of the draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, slot: int) -> HttpResponse:  # noqa: ARG002
        """Back to the times. A time that is gone already is gone."""
        task = get_object_or_404(tasks_for(self.actor, Deed.POST_NEED), pk=pk)
        row = task.slots.select_related("task__institution").filter(pk=slot).first()
        if row is not None:
            remove_slot(slot=row, by=self.actor, at=now())
        return redirect("institutions:need_times", pk)


class PointsPage(DraftPage):
    """Page 3: the task's own points, the words to think about, and what the institution lacks."""

    template_name = "institutions/need_points.html"
    form_class = PointsForm

    @cached_property
    def points(self) -> tuple[list[Point], list[Point]]:
        """The institution's points and the task's own."""
        return points_before(self.task, local(now()).date())

    @cached_property
    def hits(self) -> list[Hit]:
        """Words that may mean staff's work."""
        return word_hits(self.task)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The points, and the red words with what was said of them."""
        said = dict(self.task.word_hits.values_list("word", "reason"))
        red = [(hit.word, said.get(hit.word, "")) for hit in self.hits if hit.level == "red"]
        return {**super().get_form_kwargs(), "points": self.points[1], "reasons": red}

    def act(self, form: PointsForm) -> HttpResponse:
        """Keeps what is declared and goes on to the check."""
        declare_task(
            task=self.task, answers=form.answers, reasons=form.reasons, by=self.actor, at=now()
        )
        return redirect("institutions:need_check", self.task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the rule and the point that amber words remind of, and what is missing."""
        amber = [hit for hit in self.hits if hit.level == "amber"]
        reminders = [p.item for p in self.points[0] if amber and p.item.code == _POINT]
        rules = GroundRule.objects.filter(
            version__municipality_id=self.task.municipality_id,
            version__state=DocumentState.APPROVED,
            code=_RULE,
        )
        return super().get_context_data(
            missing=open_gates(self.points[0]),
            amber=amber,
            rules=list(rules) if amber else [],
            reminders=reminders,
            **kwargs,
        )
