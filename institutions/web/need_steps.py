"""A draft's pages: its words, and what is declared about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.declarations import declare_task
from institutions.actions.posters import may_post
from institutions.actions.tasks import EDITABLE, edit_task
from institutions.models import GroundRule, Task
from institutions.queries.checklists import Point, open_gates, points_before
from institutions.queries.scope import drafts_for
from institutions.queries.words import word_hits
from institutions.rules.states import DocumentState
from institutions.rules.words import Hit
from institutions.web.need_forms import PointsForm
from institutions.web.need_task_form import TaskForm, words_of

# What the leader is shown beside an amber word: the rule on staff's work, the point on safety.
_RULE, _POINT = "R02", "F12"


class OfNeed(SignedIn):
    """A page about a need one may post or has proposed; a foreign one is not found."""

    @cached_property
    def task(self) -> Task:
        """The need of the address, with its place."""
        within = drafts_for(self.actor).select_related(
            "kind", "created_by", "institution__department", "institution__municipality"
        )
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @cached_property
    def may_post(self) -> bool:
        """Whether the person publishes, and does not only propose."""
        return may_post(self.task.institution, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the need."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            **context,
            "task": self.task,
            "may_post": self.may_post,
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
        return words_of(self.task)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The municipality's own kinds and skills."""
        return {**super().get_form_kwargs(), "municipality_id": self.task.municipality_id}

    def act(self, form: TaskForm) -> HttpResponse:
        """Keeps the words and goes on to the times."""
        edit_task(
            task=self.task,
            fields=form.words,
            **form.skill_rows,
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:need_times", self.task.pk)


class PointsPage(DraftPage):
    """Page 3: the task's own points, the words to think about, and what the institution lacks."""

    template_name = "institutions/need_points.html"
    form_class = PointsForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who only proposes declares nothing: that is the leader's."""
        if not self.may_post:
            return redirect("institutions:need_check", self.task.pk)
        return super().get(request, *args, **kwargs)

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
