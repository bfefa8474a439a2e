"""The institution's checklist: see it, close a point, open it again."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from backend.web.access import SignedIn
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from institutions.actions.checklists import tick_item, untick_item
from institutions.models import Delegation, Institution, Task, Tick
from institutions.queries.checklists import Point, institution_points, open_gate_counts, open_gates
from institutions.queries.delegations import delegations_at
from institutions.queries.scope import institutions_for, tasks_for
from institutions.rules.checklist_reminders import renewal_opens
from institutions.rules.deeds import Deed
from institutions.web.checklist_forms import EvidenceForm, evidence_form


@dataclass(frozen=True, slots=True)
class Line:
    """A point with the form that closes or corrects it, and the colleague who has it, if any.

    ``to_confirm``: the year is running out, and the point has not been looked at again.
    """

    point: Point
    form: EvidenceForm
    delegation: Delegation | None
    to_confirm: bool


class ChecklistChoice(SignedIn, View):
    """The institutions whose checklist the person fills; straight to it when there is one."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, or the only one's checklist."""
        today = local(now()).date()
        places = open_gate_counts(institutions_for(self.actor, Deed.FILL_CHECKLIST), today)
        if len(places) == 1:
            return redirect("institutions:checklist", places[0].institution.pk)
        return render(request, "institutions/checklist_choice.html", {"places": places})


class OfInstitution(SignedIn):
    """A page about one institution whose checklist the person fills; others are not found."""

    @cached_property
    def institution(self) -> Institution:
        """The institution of the address, with its municipality."""
        within = institutions_for(self.actor, Deed.FILL_CHECKLIST)
        return get_object_or_404(within.select_related("municipality"), pk=self.kwargs["pk"])

    @cached_property
    def need(self) -> Task | None:
        """The draft the person came from, so that the page can lead back to it."""
        wanted = self.request.GET.get("behov", "")
        if not wanted.isdecimal():
            return None
        return tasks_for(self.actor, Deed.POST_NEED).filter(pk=int(wanted)).first()

    @property
    def from_need(self) -> str:
        """The part of the address that remembers the draft."""
        return f"?behov={self.need.pk}" if self.need else ""

    def page(self, request: HttpRequest, refused: EvidenceForm | None = None) -> HttpResponse:
        """The whole checklist; with a refused form at its point, 422."""
        today = local(now()).date()
        points = institution_points(self.institution, today)
        lines = self._lines(points, today, refused)
        context = {
            "institution": self.institution,
            "municipality": self.institution.municipality,
            "groups": _groups(lines),
            "has_points": bool(points),
            "open_gates": len(open_gates(points)),
            "valid_until": _valid_until(points),
            "to_confirm": sum(line.to_confirm for line in lines if line.point.item.gates),
            "need": self.need,
            "back": self.from_need,
            "form": refused,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(request, "institutions/checklist.html", context, status=status)

    def _lines(self, points: list[Point], today: date, refused: EvidenceForm | None) -> list[Line]:
        delegations = delegations_at(self.institution)
        last = _valid_until(points)
        opens_on = renewal_opens(last) if last is not None else None
        return [
            Line(
                point,
                self._form(point, refused),
                delegations.get(point.item.pk),
                to_confirm=opens_on is not None
                and today >= opens_on
                and point.tick is not None
                and local(point.tick.ticked_at).date() < opens_on,
            )
            for point in points
        ]

    def _form(self, point: Point, refused: EvidenceForm | None) -> EvidenceForm:
        if refused is not None and refused.item.pk == point.item.pk:
            return refused
        return evidence_form(point.item, self.institution, point.tick)

    def to_point(self, code: str) -> HttpResponse:
        """Back to the list, at the point."""
        address = reverse("institutions:checklist", args=[self.institution.pk])
        return redirect(f"{address}{self.from_need}#{code}")


class Checklist(OfInstitution, View):
    """All points of the institution's checklist."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """The list."""
        return self.page(request)


class TickPoint(OfInstitution, View):
    """Closes a point, or corrects its evidence."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point; the list with what was typed and the reason, 422, when refused."""
        at = now()
        points = institution_points(self.institution, local(at).date())
        item = next((point.item for point in points if point.item.code == code), None)
        if item is None:
            return self.to_point(code)
        form = evidence_form(item, self.institution, data=request.POST)
        if not form.is_valid():
            return self.page(request, form)
        evidence, held_on = form.answer()
        try:
            tick_item(
                institution=self.institution,
                code=code,
                evidence=evidence,
                held_on=held_on,
                by=self.actor,
                at=at,
            )
        except Invalid as refusal:
            put_on_form(form, refusal)
            return self.page(request, form)
        return self.to_point(code)


class UntickPoint(OfInstitution, View):
    """Opens a closed point again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point."""
        untick_item(institution=self.institution, code=code, by=self.actor, at=now())
        return self.to_point(code)


def _groups(lines: list[Line]) -> list[list[Line]]:
    """The gating points, then the others."""
    gates = [line for line in lines if line.point.item.gates]
    return [gates, [line for line in lines if not line.point.item.gates]]


def _valid_until(points: list[Point]) -> date | None:
    """The last day of the year's run; None before its first point is closed."""
    ticks = (point.tick for point in points)
    return next((tick.run.valid_until for tick in ticks if isinstance(tick, Tick)), None)
