"""The shape of what the coordinator writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm


class SendBackForm(PlainForm):
    """Why a need goes back; nothing is not an answer."""

    reason = forms.CharField(
        max_length=300,
        label=_("Hvad skal lederen ændre?"),
        help_text=_("Lederen ser din besked ved kladden."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PeopleSearchForm(PlainForm):
    """What to look for among people: part of a name, or a phone number."""

    q = forms.CharField(required=False, max_length=80, label=_("Søg efter navn eller telefon"))
