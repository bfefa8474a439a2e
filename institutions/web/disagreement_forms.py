"""The forms of the disagreement log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from institutions.models import Institution
from volunteers.models import OtherSide, Volunteer
from volunteers.rules.disagreements import WAY_WORDS

_NEUTRAL = _("Kort og neutralt: hvad I ser forskelligt på, ikke hvem der har ret. Ingen navne.")


class OpenForm(PlainForm):
    """What it is about, and with whom."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Hvor?"), empty_label=_("Vælg")
    )
    party = forms.ChoiceField(
        label=_("Hvem ser det anderledes end jer?"),
        choices=OtherSide.choices,
        widget=forms.RadioSelect,
    )
    volunteer = forms.ModelChoiceField(
        Volunteer.objects.none(),
        label=_("Hvilken frivillig?"),
        help_text=_("Kun hvis det er en frivillig, der har været hos jer."),
        empty_label=_("Ingen"),
        required=False,
    )
    about = forms.CharField(
        label=_("Hvad ser I forskelligt på?"),
        help_text=_NEUTRAL,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TalkForm(PlainForm):
    """A talk that has been held."""

    way = forms.ChoiceField(
        label=_("Hvordan talte I sammen?"),
        choices=[(way.value, words) for way, words in WAY_WORDS.items()],
        widget=forms.RadioSelect,
    )
    held_on = DanishDateField(label=_("Hvornår?"), help_text=_("Fx 24-11-2026"))


class CloseForm(PlainForm):
    """What came of it."""

    outcome = forms.CharField(
        label=_("Hvad er I blevet enige om?"),
        help_text=_("Det kan også være, at I er enige om at være uenige."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    no_after_reason = forms.CharField(
        label=_("Hvorfor har I ikke talt sammen bagefter?"), required=False
    )
