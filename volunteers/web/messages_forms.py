"""The shape of the ceilings and of a text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm


class CeilingsForm(PlainForm):
    """Four numbers; whether they make sense, the action says."""

    per_number = forms.IntegerField(
        label=_("Sms pr. nummer pr. dag"),
        widget=forms.NumberInput(attrs={"class": "input-width-xs"}),
    )
    per_day = forms.IntegerField(
        label=_("Sms i alt pr. dag"),
        widget=forms.NumberInput(attrs={"class": "input-width-s"}),
    )
    kroner_per_month = forms.IntegerField(
        label=_("Kroner pr. måned"),
        widget=forms.NumberInput(attrs={"class": "input-width-s"}),
    )
    per_second = forms.IntegerField(
        required=False,
        label=_("Sms pr. sekund"),
        help_text=_("Kun hvis jeres sms-leverandør har en grænse for afsenderen."),
        widget=forms.NumberInput(attrs={"class": "input-width-xs"}),
    )


class TextForm(PlainForm):
    """The wording of one text, counted by the server while one writes."""

    body = forms.CharField(
        max_length=300,
        label=_("Teksten"),
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "hx-post": "",
                "hx-vals": '{"vis": "1"}',
                "hx-trigger": "input changed delay:300ms",
                "hx-select": "#visning",
                "hx-target": "#visning",
                "hx-swap": "outerMorph",
            }
        ),
    )
