"""The shape of the answers on a personal link."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm

# The words that are stored with a no, each with what the page says. No reason is ever asked for.
DECLINE_REASONS: Mapping[str, object] = {
    "passer ikke i tid": _("Det passer ikke i tid"),
    "for langt": _("Der er for langt"),
}
# The one question afterwards (K20), the best answer first.
SCORES: Mapping[int, object] = {
    5: _("I høj grad"),
    4: _("Ja"),
    3: _("Både og"),
    2: _("Kun lidt"),
    1: _("Nej"),
}

# How far one agrees with a sentence (K21, K22).
AGREEMENT: Mapping[int, object] = {
    5: _("Helt enig"),
    4: _("Enig"),
    3: _("Både og"),
    2: _("Uenig"),
    1: _("Helt uenig"),
}


class YesForm(PlainForm):
    """What goes along with a yes: the tick of the first one at an institution, and a companion.

    Whether the tick is needed, the action says.
    """

    accepts_rules = forms.BooleanField(
        required=False, label=_("Jeg siger ja til spillereglerne og tavshedspligten")
    )
    companion_name = forms.CharField(
        required=False,
        label=_("Fornavn på den, du tager med"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
