"""A point of the checklist handed to a colleague, and points confirmed for a new year."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from backend.web.access import SignedIn
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from institutions.actions.checklist_renewal import confirm_item
from institutions.actions.checklists import tick_item
from institutions.actions.delegations import delegate_item, take_back_item
from institutions.models import ChecklistItem, Delegation
from institutions.queries.checklists import institution_points
from institutions.queries.delegations import delegations_to
from institutions.queries.holders import colleagues_at
from institutions.web.checklist import OfInstitution
from institutions.web.checklist_forms import DelegateForm, EvidenceForm, evidence_form
from institutions.web.organisation import BackPage


class DelegatePoint(OfInstitution, BackPage):
    """Asks a colleague to see to a point."""

    form_class = DelegateForm
    button = gettext_lazy("Overdrag punktet")  # type: ignore[assignment]
    back_words = gettext_lazy("Tjekliste")

    @cached_property
    def item(self) -> ChecklistItem:
        """The point of the address."""
        points = institution_points(self.institution, local(now()).date())
        for point in points:
            if point.item.code == self.kwargs["code"]:
                return point.item
        raise Http404

    @property
    def back_url(self) -> str:
        """The point in the list."""
        address = reverse("institutions:checklist", args=[self.institution.pk])
        return f"{address}#{self.item.code}"

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the colleagues at the place, oneself not."""
        form = super().get_form(form_class)
        people = colleagues_at(self.institution, local(now()).date())
        others = people.exclude(pk=self.actor.user_id or 0)
        form.fields["to"].queryset = others  # type: ignore[attr-defined]
        return form

    def act(self, form: DelegateForm) -> HttpResponse:
        """Hands it over."""
        given = form.cleaned_data
        delegate_item(
            institution=self.institution, code=self.item.code, by=self.actor, at=now(), **given
        )
        words = _("%(name)s har fået punkt %(code)s og får besked på mail.")
        return self.done(words % {"name": given["to"].name, "code": self.item.code})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the point's words."""
        context = super().get_context_data(**kwargs)
        heading = _("Overdrag punkt %(code)s til en kollega") % {"code": self.item.code}
        return {**context, "heading": heading, "intro": self.item.text}


class TakeBackPoint(OfInstitution, View):
    """The point is the leader's again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point."""
        take_back_item(institution=self.institution, code=code, by=self.actor, at=now())
        return self.to_point(code)


class ConfirmPoint(OfInstitution, View):
    """The point is still right, for the next twelve months."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:  # noqa: ARG002
        """Back to the point."""
        confirm_item(institution=self.institution, code=code, by=self.actor, at=now())
        return self.to_point(code)


class DelegatedPoint(SignedIn, View):
    """The one point a colleague was asked to see to; nobody else's is found."""

    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def delegation(self) -> Delegation:
        """The one of the address, while it stands."""
        return get_object_or_404(delegations_to(self.actor), pk=self.kwargs["delegation"])

    def get(self, request: HttpRequest, delegation: int) -> HttpResponse:  # noqa: ARG002
        """The point, who asked, and the form."""
        return self._page(request, self._form())

    def post(self, request: HttpRequest, delegation: int) -> HttpResponse:  # noqa: ARG002
        """To the board when it is closed; the page again with the reason, 422, when refused."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        evidence, held_on = form.answer()
        run, code = self.delegation.run, self.delegation.item.code
        given: dict[str, Any] = {"evidence": evidence, "held_on": held_on, "at": now()}
        try:
            tick_item(institution=run.institution, code=code, by=self.actor, **given)
        except Invalid as refusal:
            put_on_form(form, refusal)
            return self._page(request, form)
        messages.success(request, _("Tak. Punkt %(code)s er lukket.") % {"code": code})
        return redirect("institutions:board")

    def _form(self, data: Any = None) -> EvidenceForm:
        return evidence_form(self.delegation.item, self.delegation.run.institution, data=data)

    def _page(self, request: HttpRequest, form: EvidenceForm) -> HttpResponse:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"delegation": self.delegation, "form": form}
        return render(request, "institutions/checklist_delegated.html", context, status=status)
