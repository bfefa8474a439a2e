"""The coordinator's own pages of the organisation: the front, settings, departments, pilots."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.web import action_forms
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.departments import change_department
from institutions.actions.organisation import create_department
from institutions.actions.settings import switch_feature
from institutions.models import Department
from institutions.queries.organisation import Pilot, kept_departments, pilots_of
from institutions.rules.features import Feature
from institutions.rules.settings import SETTING_FIELDS
from institutions.web.organisation_forms import DepartmentForm, SettingsForm
from institutions.web.organisation_project_forms import PilotForm
from volunteers.actions.organisation import keep_settings


class Keeper(SignedIn):
    """What the organisation's pages share: the coordinator alone, and the municipality."""

    roles = (RoleKind.COORDINATOR,)

    @cached_property
    def kept(self) -> Municipality:
        """The coordinator's municipality."""
        return Municipality.objects.get(pk=self.actor.municipality_id)


class BackPage(action_forms.BackPage):
    """A form whose way back is the organisation unless it says another."""

    template_name = "institutions/organisation_form.html"
    back = "institutions:organisation"
    back_words: Any = gettext_lazy("Organisation")


class OrganisationPage(Keeper, TemplateView):
    """Departments, what is tried where, and the ways on."""

    template_name = "institutions/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the departments with their places, and the pilots."""
        return super().get_context_data(
            departments=kept_departments(self.actor),
            pilots=pilots_of(self.actor.municipality_id),
            **kwargs,
        )


class SettingsPage(Keeper, BackPage):
    """The municipality's settings."""

    form_class = SettingsForm
    heading = gettext_lazy("Kommunens indstillinger")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        return {name: getattr(self.kept, name) for name in SETTING_FIELDS}

    def act(self, form: SettingsForm) -> HttpResponse:
        """Keeps them."""
        keep_settings(municipality=self.kept, fields=form.cleaned_data, by=self.actor, at=now())
        return self.done(_("Indstillingerne er gemt."))


class NewDepartment(Keeper, BackPage):
    """A department more."""

    form_class = DepartmentForm
    heading = gettext_lazy("Ny afdeling")  # type: ignore[assignment]

    def act(self, form: DepartmentForm) -> HttpResponse:
        """Keeps it; a name that is there already gives that department."""
        create_department(municipality=self.kept, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)


class DepartmentSettings(Keeper, BackPage):
    """One department's name, and whether its needs wait for the coordinator."""

    form_class = DepartmentForm

    @cached_property
    def department(self) -> Department:
        """The department of the address; another municipality's is not found."""
        return get_object_or_404(
            kept_departments(self.actor), external_uuid=self.kwargs["department"]
        )

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        return {
            "name": self.department.name,
            "approval_needed": self.department.approval_needed,
        }

    def act(self, form: DepartmentForm) -> HttpResponse:
        """Keeps it."""
        change_department(department=self.department, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The department's name as heading."""
        return {**super().get_context_data(**kwargs), "heading": self.department.name}


class PilotPage(Keeper, BackPage):
    """Where one feature is on."""

    form_class = PilotForm

    @cached_property
    def pilot(self) -> Pilot:
        """The feature of the address; an unknown one is not found."""
        pilots = {pilot.feature.value: pilot for pilot in pilots_of(self.actor.municipality_id)}
        if self.kwargs["feature"] not in pilots:
            raise Http404
        return pilots[self.kwargs["feature"]]

    def get_initial(self) -> dict[str, Any]:
        """Where it is on now."""
        return PilotForm.initial_of(self.pilot)

    def get_form(self, form_class: Any = None) -> Form:
        """The form with this municipality's departments."""
        form = super().get_form(form_class)
        form.fields["departments"].queryset = kept_departments(self.actor)  # type: ignore[attr-defined]
        return form

    def act(self, form: PilotForm) -> HttpResponse:
        """Keeps it."""
        switch_feature(
            municipality=self.kept,
            feature=Feature(self.pilot.feature),
            everywhere=form.cleaned_data["where"] == "all",
            departments=list(form.cleaned_data["departments"]),
            by=self.actor,
            at=now(),
        )
        return self.done(_("»%(name)s« er gemt.") % {"name": self.pilot.words})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The feature's name as heading."""
        return {**super().get_context_data(**kwargs), "heading": self.pilot.words}
