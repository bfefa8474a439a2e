"""A need's points of during and after: the welcome, the attendance, the thanks."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from backend.common.refusals import Invalid
from backend.web.access import SignedIn
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from institutions.actions.checklists import tick_task_item, untick_task_item
from institutions.models import Task
from institutions.queries.checklists import Point, course_points
from institutions.queries.scope import tasks_for
from institutions.rules.deeds import Deed
from institutions.rules.states import TaskState
from institutions.web.checklist_forms import EvidenceForm, evidence_form


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A point of one need with the form that closes or corrects it."""

    point: Point
    form: EvidenceForm


class OfCourse(SignedIn):
    """A page about a published need at a place whose attendance the person records."""

    @cached_property
    def task(self) -> Task:
        """The need of the address; one that is not within reach, or not published, is not found."""
        within = tasks_for(self.actor, Deed.RECORD_ATTENDANCE).filter(
            state__in=[TaskState.OPEN, TaskState.DONE]
        )
        return get_object_or_404(
            within.select_related("institution", "municipality"), pk=self.kwargs["pk"]
        )

    def page(self, request: HttpRequest, refused: EvidenceForm | None = None) -> HttpResponse:
        """The points by phase; with a refused form at its point, 422."""
        points = course_points(self.task)
        context = {
            "task": self.task,
            "heading": _("Under og efter: %(title)s") % {"title": self.task.title},
            "back_url": reverse("institutions:board"),
            "back_words": _("Tidspunkter"),
            "phases": self._phases(points, refused),
            "closed": sum(point.closed for point in points),
            "total": len(points),
            "form": refused,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(request, "institutions/checklist_course.html", context, status=status)

    def _phases(
        self, points: list[Point], refused: EvidenceForm | None
    ) -> Mapping[str, list[CourseLine]]:
        phases: dict[str, list[CourseLine]] = {}
        for point in points:
            again = refused if refused and refused.item.pk == point.item.pk else None
            form = again or evidence_form(point.item, self.task.institution, point.tick)
            phases.setdefault(point.item.phase, []).append(CourseLine(point, form))
        return phases

    def to_point(self, code: str) -> HttpResponse:
        """Back to the list, at the point."""
        return redirect(f"{reverse('institutions:course', args=[self.task.pk])}#{code}")


class Course(OfCourse, View):
    """The points of during and after."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """The list."""
        return self.page(request)


class TickCourse(OfCourse, View):
    """Closes a point of the need, or corrects its evidence."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point; the list with what was typed and the reason, 422, when refused."""
        points = course_points(self.task)
        item = next((point.item for point in points if point.item.code == code), None)
        if item is None:
            return self.to_point(code)
        form = evidence_form(item, self.task.institution, data=request.POST)
        if not form.is_valid():
            return self.page(request, form)
        evidence, held_on = form.answer()
        try:
            tick_task_item(
                task=self.task,
                code=code,
                evidence=evidence,
                held_on=held_on,
                by=self.actor,
                at=now(),
            )
        except Invalid as refusal:
            put_on_form(form, refusal)
            return self.page(request, form)
        return self.to_point(code)


class UntickCourse(OfCourse, View):
    """Opens a closed point again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point."""
        untick_task_item(task=self.task, code=code, by=self.actor, at=now())
        return self.to_point(code)
