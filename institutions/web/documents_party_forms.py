"""The forms of parties, signatures, hearings and the MED log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from institutions.models import Institution, MedKind, Party

_DAY = _("Fx 24-11-2026")


class PartyForm(PlainForm):
    """A party and whom to write to."""

    name = forms.CharField(
        label=_("Navn"), help_text=_("Fx kommunen eller en faglig organisation"), max_length=120
    )
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=80, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)


class SignatureForm(PlainForm):
    """Who signed, and when."""

    party = forms.ModelChoiceField(
        Party.objects.none(), label=_("Hvilken part?"), empty_label=_("Vælg")
    )
    signed_on = DanishDateField(label=_("Underskrevet den"), help_text=_DAY)
    signed_by = forms.CharField(label=_("Underskrevet af"), max_length=80)


class HearingForm(PlainForm):
    """Who was heard, and what they said."""

    heard = forms.CharField(
        label=_("Hvem blev hørt?"),
        help_text=_("Fx: dialogmøde med foreninger, eller HovedMED"),
        max_length=120,
    )
    held_on = DanishDateField(label=_("Hvornår?"), help_text=_DAY)
    note = forms.CharField(
        label=_("Hvad sagde de?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class MedForm(PlainForm):
    """An entry of the MED log."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        empty_label=_("Hele kommunen"),
        required=False,
    )
    committee = forms.CharField(label=_("Udvalg"), help_text=_("Fx LokalMED"), max_length=80)
    held_on = DanishDateField(label=_("Dato"), help_text=_DAY)
    kind = forms.ChoiceField(
        label=_("Hvad skete der?"), choices=MedKind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class YesForm(PlainForm):
    """A leader's yes: nothing to fill in."""
