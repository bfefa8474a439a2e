"""The form of one line in a dialogue, the same on both sides of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm


class LineForm(PlainForm):
    """The words, and the tick that a telephone number in them is meant; asked for when needed."""

    body = forms.CharField(
        label=_("Din besked"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    number_is_meant = forms.BooleanField(
        label=_("Ja, jeg vil dele telefonnummeret i beskeden"), required=False
    )
