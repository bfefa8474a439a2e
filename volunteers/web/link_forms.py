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


class YesForm(PlainForm):
    """The one tick of a first yes at an institution; whether it is needed, the action says."""

    accepts_rules = forms.BooleanField(
        required=False, label=_("Jeg siger ja til spillereglerne og tavshedspligten")
    )
