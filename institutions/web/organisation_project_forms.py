"""The forms of projects and of what is tried in some departments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.web.fields import DanishDateField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import Department, ProjectKind
from institutions.queries.organisation import Pilot


class ProjectForm(PlainForm):
    """A project; what a kind requires is told by the action."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"), choices=ProjectKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Navn"), max_length=120)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Ansvarlig afdeling"), empty_label=_("Vælg")
    )
    partners = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label=_("Andre afdelinger"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    description = forms.CharField(
        label=_("Hvad går det ud på?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    agreed_with = forms.CharField(
        label=_("Forening eller virksomhed, aftalen er med"), max_length=120, required=False
    )
    review_on = DanishDateField(
        label=_("Aftalen ses igennem igen"),
        help_text=_("Fx 24-11-2027. Skal udfyldes for partnerskaber."),
        required=False,
    )
    meeting_point = forms.CharField(
        label=_("Mødested"),
        help_text=_("Skal udfyldes for grønne projekter."),
        max_length=120,
        required=False,
    )
    equipment = forms.CharField(
        label=_("Tøj og udstyr"),
        help_text=_("Fx: gummistøvler og handsker. Vi har redskaber."),
        max_length=200,
        required=False,
    )
    weather_cancel = forms.CharField(
        label=_("Vejr, der aflyser"),
        help_text=_("Fx: Storm. Du får en sms senest kl. 8."),
        max_length=200,
        required=False,
    )
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=80)
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"))
    members = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Medlemmer"),
        help_text=_("De ser projektet, og ikke mere af den grund."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PilotForm(PlainForm):
    """Where one feature is on."""

    where = forms.ChoiceField(
        label=_("Hvor er det slået til?"),
        choices=[("all", _("I hele kommunen")), ("some", _("Kun i de afdelinger, der prøver det"))],
        widget=forms.RadioSelect,
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label=_("Afdelinger, der prøver det"),
        help_text=_("Ingen kryds: det er slået fra."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @staticmethod
    def initial_of(pilot: Pilot) -> dict[str, Any]:
        """The form's first answers."""
        return {
            "where": "all" if pilot.everywhere else "some",
            "departments": list(pilot.departments),
        }
