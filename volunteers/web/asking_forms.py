"""The shape of the weights; whether they make sense, the action says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm


def _field(label: Any, help_text: Any) -> forms.FloatField:
    # A browser shows nothing in a number field whose value has a Danish comma.
    widget = forms.TextInput(attrs={"class": "input-width-s", "inputmode": "decimal"})
    return forms.FloatField(label=label, help_text=help_text, localize=True, widget=widget)


class PolicyForm(PlainForm):
    """Seven numbers and two switches, each with what it means."""

    question = _field(
        _("Prisen på en forespørgsel"),
        _("Del af en besat plads. 0,03 betyder: Vi spørger, når det giver mindst 3 % af en plads."),
    )
    fairness = _field(
        _("Hensyn til dem, der lige er spurgt"),
        _("Lægges til prisen for hver gang, personen er spurgt de seneste 28 dage."),
    )
    surplus = _field(
        _("Prisen på et ja for meget"),
        _("Del af en besat plads. Højere tal giver færre, der får at vide, at der er besat."),
    )
    mean_yes = _field(
        _("Ja fra en ukendt"),
        _("Udgangspunktet, indtil jeres egne svar viser noget andet."),
    )
    look_minutes = forms.IntegerField(
        label=_("Minutter mellem to kig"),
        widget=forms.NumberInput(attrs={"class": "input-width-xs"}),
    )
    tell_leader_below = _field(
        _("Lederen hører om det, når chancen for besat er under"), _("0,6 er 60 %.")
    )
    tell_ambassador_below = _field(
        _("Ambassadøren hører om det, når chancen er under"), _("Lavere end lederens.")
    )
    shows_several = forms.BooleanField(
        required=False,
        label=_("Vis op til tre opgaver på siden bag en sms"),
        help_text=_("Det giver færre sms'er, men de fordeles på lidt færre mennesker."),
    )
    asks_associations = forms.BooleanField(
        required=False,
        label=_("Spørg også foreninger, når der mangler mange"),
        help_text=_("Mangler der fire eller flere, spørger vi én forening om at komme flere."),
    )
