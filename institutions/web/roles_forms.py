"""The forms of roles: to give one, to change its period, to hand over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.web.fields import DanishDateField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import Department, Institution
from institutions.rules.roles import FROM_A_DEPARTMENT, IN_DEPARTMENT, IN_INSTITUTION


class GiveRoleForm(PlainForm):
    """A person by e-mail address, a role, its place and its period."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Er personen ny, får de en mail, hvor de vælger deres adgangskode."),
    )
    name = forms.CharField(label=_("Navn"), max_length=80)
    phone = PhoneField(label=_("Telefon"), required=False)
    kind = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        help_text=_("For leder, stedfortræder og administrativt fællesskab."),
        empty_label=_("Vælg"),
        required=False,
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Afdeling"),
        help_text=_("For ambassadør, og for den afdeling, man kommer fra i projektgruppen."),
        empty_label=_("Vælg"),
        required=False,
    )
    valid_from = DanishDateField(label=_("Fra og med"), help_text=_("Fx 24-11-2026"))
    valid_until = DanishDateField(
        label=_("Til og med"), help_text=_("Tomt felt: til rollen tages."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Drops a place that the role does not have."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind and RoleKind(kind) not in IN_INSTITUTION:
            given["institution"] = None
        if kind and RoleKind(kind) not in IN_DEPARTMENT | FROM_A_DEPARTMENT:
            given["department"] = None
        return given


class PeriodForm(PlainForm):
    """A role's last day, and the day of an ambassador's course."""

    valid_until = DanishDateField(
        label=_("Rollen gælder til og med"),
        help_text=_("Tomt felt: til rollen tages."),
        required=False,
    )
    trained_on = DanishDateField(
        label=_("Ambassadørkursus gennemført"), help_text=_("Fx 24-11-2026"), required=False
    )


class HandoverForm(PlainForm):
    """The last day, and who takes over."""

    last_day = DanishDateField(label=_("Sidste dag"), help_text=_("Fx 30-11-2026"))
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hvem tager over?"),
        help_text=_("Får de samme roller dagen efter og bliver kontaktperson på åbne behov nu."),
        empty_label=_("Ingen"),
        required=False,
    )
