"""Which roles the municipality's own groups give: the coordinator's table."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.common.actors import RoleKind
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.municipal_roles import map_group, unmap_group
from institutions.models import Department, Institution
from institutions.queries.municipal_groups import municipal_groups
from institutions.queries.organisation import kept_departments
from institutions.queries.roles import places_to_give
from institutions.rules.roles import IN_DEPARTMENT, IN_INSTITUTION, ROLE_WORDS
from institutions.web.organisation import Keeper


class GroupForm(PlainForm):
    """A group, the role it gives, and the role's place."""

    group = forms.CharField(
        label=gettext_lazy("Gruppe"),
        max_length=200,
        help_text=gettext_lazy("Skriv navnet, præcis som kommunens log ind sender det."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Rolle"),
        choices=[(kind.value, words) for kind, words in ROLE_WORDS.items()],
        widget=forms.RadioSelect,
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Institution"),
        help_text=gettext_lazy("For leder, stedfortræder og administrativt fællesskab."),
        empty_label=gettext_lazy("Vælg"),
        required=False,
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Afdeling"),
        help_text=gettext_lazy("For ambassadør."),
        empty_label=gettext_lazy("Vælg"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Drops a place that the role does not have."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind and RoleKind(kind) not in IN_INSTITUTION:
            given["institution"] = None
        if kind and RoleKind(kind) not in IN_DEPARTMENT:
            given["department"] = None
        return given


class MunicipalGroups(Keeper, ActionFormView):
    """The table, and a form for one line more."""

    template_name = "institutions/municipal_groups.html"
    form_class = GroupForm

    def get_form(self, form_class: Any = None) -> forms.Form:
        """The form with the municipality's own places."""
        form = super().get_form(form_class)
        form.fields["institution"].queryset = places_to_give(self.actor)  # type: ignore[attr-defined]
        form.fields["department"].queryset = kept_departments(self.actor)  # type: ignore[attr-defined]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the lines with the role's word."""
        lines = [(line, ROLE_WORDS[RoleKind(line.kind)]) for line in municipal_groups(self.actor)]
        return super().get_context_data(lines=lines, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Adds the line."""
        given = {**form.cleaned_data, "kind": RoleKind(form.cleaned_data["kind"])}
        line = map_group(by=self.actor, at=now(), **given)
        messages.success(self.request, _("»%(group)s« giver nu rollen.") % {"group": line.group})
        return redirect("institutions:municipal_groups")


class UnmapGroup(Keeper, View):
    """Takes a line away."""

    def post(self, request: HttpRequest, line: int) -> HttpResponse:
        """Ends the roles it gave."""
        mapped = get_object_or_404(municipal_groups(self.actor), pk=line)
        unmap_group(mapped=mapped, by=self.actor, at=now())
        words = _("»%(group)s« giver ingen rolle mere.") % {"group": mapped.group}
        messages.success(request, words)
        return redirect("institutions:municipal_groups")
