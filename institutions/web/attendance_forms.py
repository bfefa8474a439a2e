"""Input for attendance."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.common.numbers import parse_decimal
from backend.web.forms import PlainForm


class HoursForm(PlainForm):
    """Hours with a decimal comma; the action says what is too few or too many."""

    hours = forms.CharField(
        label=_("Timer"),
        help_text=_("Skriv timer med komma, fx 1,5."),
        max_length=8,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "decimal"}),
    )

    def clean_hours(self) -> Decimal:
        """The number; two decimals, which is what is stored."""
        try:
            return round(parse_decimal(self.cleaned_data["hours"]), 2)
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from None
