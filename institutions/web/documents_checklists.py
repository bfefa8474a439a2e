"""The checklist's versions: word for word, point by point in a draft, and how one takes force."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.documents_checklists import (
    approve_checklist,
    draft_checklist,
    drop_point,
    keep_point,
    move_checklist,
)
from institutions.models import ChecklistItem, ChecklistTemplate
from institutions.queries.documents_checklists import (
    checklist_differences,
    checklist_templates_for,
    demands,
    points_by_phase,
)
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.states import DocumentState, state_word
from institutions.web.documents_checklist_forms import PointForm
from institutions.web.documents_forms import ApprovalForm
from institutions.web.organisation import BackPage, Keeper


class OfChecklist(SignedIn):
    """What the pages of the checklist's versions share."""

    @cached_property
    def template(self) -> ChecklistTemplate:
        """The version of the address; an unknown or hidden one is not found."""
        rows = checklist_templates_for(self.actor)
        return get_object_or_404(rows, number=self.kwargs["checklist"])

    @property
    def may(self) -> bool:
        """Whether to show the buttons; the action decides."""
        return bool(grants_for(self.actor, Deed.APPROVE_RULES))

    @property
    def address(self) -> str:
        """The version's own page."""
        return reverse("institutions:checklist_template", args=[self.template.number])


class Checklists(SignedIn, TemplateView):
    """All versions with their states."""

    template_name = "institutions/checklist_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the versions."""
        rows = [(row, state_word(row.state)) for row in checklist_templates_for(self.actor)]
        has_draft = any(row.state == DocumentState.DRAFT for row, _word in rows)
        may = bool(grants_for(self.actor, Deed.APPROVE_RULES)) and not has_draft
        return super().get_context_data(rows=rows, may_draft=may, **kwargs)


class NewChecklist(Keeper, View):
    """The button "Ny version": a draft with the points in force."""

    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest) -> HttpResponse:
        """To the draft."""
        template = draft_checklist(municipality=self.kept, by=self.actor, at=now())
        return redirect("institutions:checklist_template", template.number)


class ChecklistVersion(OfChecklist, ActionFormView):
    """One version word for word; the coordinator notes its approval here."""

    template_name = "institutions/checklist_template.html"
    form_class = ApprovalForm

    def act(self, form: ApprovalForm) -> HttpResponse:
        """Puts it in force and says how many points it opened."""
        n = approve_checklist(template=self.template, by=self.actor, at=now(), **form.cleaned_data)
        text = ngettext(
            "Tjeklisten gælder nu. %(n)d punkt hos institutionerne skal svares igen.",
            "Tjeklisten gælder nu. %(n)d punkter hos institutionerne skal svares igen.",
            n,
        )
        messages.success(self.request, text % {"n": n})
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the points and the steps open to the person."""
        state = self.template.state
        before = checklist_templates_for(self.actor).filter(number__lt=self.template.number)
        phases = [
            (phase, [(item, demands(item)) for item in items])
            for phase, items in points_by_phase(self.template)
        ]
        return super().get_context_data(
            template=self.template,
            phases=phases,
            state=state_word(state),
            before=before.first(),
            is_draft=self.may and state == DocumentState.DRAFT,
            to_approve=self.may and state == DocumentState.FOR_APPROVAL,
            **kwargs,
        )


class Differences(OfChecklist, TemplateView):
    """What differs between a version and the one before."""

    template_name = "institutions/checklist_differences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the points that differ."""
        rows = checklist_templates_for(self.actor).filter(number__lt=self.template.number)
        before = rows.first()
        if before is None:
            raise Http404
        sections = checklist_differences(before, self.template)
        return super().get_context_data(
            template=self.template,
            older=before,
            sections=[section for section in sections if section.changed],
            **kwargs,
        )


class MoveChecklist(OfChecklist, View):
    """Sends a draft on, or a version that is up for approval back."""

    http_method_names = ["post", "options"]
    to = DocumentState.FOR_APPROVAL

    def post(self, request: HttpRequest, checklist: int) -> HttpResponse:
        """Back to the version."""
        move_checklist(template=self.template, to=self.to, by=self.actor, at=now())
        told = {"n": checklist, "state": state_word(self.to)}
        messages.success(request, _("Version %(n)d: %(state)s.") % told)
        return redirect(self.address)


class PointPage(OfChecklist, BackPage):
    """A form about one point of a draft; that of another state is not found."""

    roles = (RoleKind.COORDINATOR,)
    form_class = PointForm
    back_words = gettext_lazy("Tjeklisten")

    @cached_property
    def item(self) -> ChecklistItem | None:
        """The point of the address; None for a new one."""
        if self.template.state != DocumentState.DRAFT:
            raise Http404
        return None

    @property
    def back_url(self) -> str:
        """The version."""
        return self.address

    def get_form_kwargs(self) -> dict[str, Any]:
        """The point decides which fields there are."""
        return {**super().get_form_kwargs(), "item": self.item}

    def act(self, form: PointForm) -> HttpResponse:
        """Keeps the point."""
        code = self.item.code if self.item else form.cleaned_data["letter"]
        keep_point(template=self.template, code=code, fields=form.point(), by=self.actor, at=now())
        return self.done(_("Punktet er gemt."))


class NewPoint(PointPage):
    """A point more."""

    heading = gettext_lazy("Nyt punkt")  # type: ignore[assignment]


class ChangePoint(PointPage):
    """One point's words and demands."""

    @cached_property
    def item(self) -> ChecklistItem | None:
        """The point of the address."""
        if self.template.state != DocumentState.DRAFT:
            raise Http404
        return get_object_or_404(self.template.items, code=self.kwargs["point"])

    def get_initial(self) -> dict[str, Any]:
        """The point as it stands."""
        return {
            name: getattr(self.item, name) for name in PointForm.base_fields if name != "letter"
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The code as heading."""
        heading = _("Ret punkt %(code)s") % {"code": self.kwargs["point"]}
        return {**super().get_context_data(**kwargs), "heading": heading}


class DropPoint(OfChecklist, View):
    """Takes a point out of a draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, checklist: int, point: str) -> HttpResponse:  # noqa: ARG002
        """Back to the draft."""
        drop_point(template=self.template, code=point, by=self.actor, at=now())
        messages.success(request, _("Punkt %(code)s er taget ud.") % {"code": point})
        return redirect(self.address)
