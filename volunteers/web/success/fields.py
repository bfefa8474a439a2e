"""Fields that read a figure in its unit, and choose a period."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.common.numbers import format_decimal, parse_decimal
from volunteers.success.calendar import written_period
from volunteers.success.catalogue import Unit
from volunteers.success.periods import Period

_MOST = Decimal(1_000_000_000)
_HUNDRED = Decimal(100)
UNIT_HINTS = {
    Unit.SHARE: _("I procent, fx 80."),
    Unit.HOURS: _("I timer, fx 48."),
    Unit.MINUTES: _("I minutter, fx 120."),
    Unit.PERSONS: _("Antal personer."),
    Unit.STORIES: _("Antal historier."),
    Unit.PER_EXAMPLE: _("Pr. eksempel, fx 0,5."),
    Unit.NUMBER: _("Et tal, fx 12 eller 4,5."),
}


class FigureField(forms.Field):
    """A number as Danes write it, in a unit: "80" or "80 %" of a share is 0.8."""

    widget = forms.TextInput(attrs={"class": "input-width-s", "inputmode": "decimal"})

    def __init__(self, *, unit: Unit = Unit.NUMBER, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", UNIT_HINTS[unit])
        super().__init__(**kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> Decimal | None:
        """None for no answer; refuses what is no number with a sentence that says what to write."""
        if value in self.empty_values:
            return None
        try:
            found = parse_decimal(str(value).removesuffix("%"))
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from None
        if abs(found) >= _MOST:
            raise ValidationError(_("Så stort et tal kan ikke passe."), code="too_big")
        return found / _HUNDRED if self.unit is Unit.SHARE else found

    def prepare_value(self, value: Any) -> Any:
        """A kept figure in its unit, without needless decimals; what was typed as it was typed."""
        if not isinstance(value, Decimal):
            return value
        shown = value * _HUNDRED if self.unit is Unit.SHARE else value
        return format_decimal(shown, 2).rstrip("0").rstrip(",")


class PeriodField(forms.ChoiceField):
    """One of some periods, by their code."""

    def __init__(self, *, empty: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty or _("Vælg")

    def offer(self, periods: Iterable[Period]) -> None:
        """Which periods there are to choose among."""
        self.choices = [("", self.empty), *((one.code, one.name) for one in periods)]

    def clean(self, value: Any) -> Period | None:
        """The period; None for no answer. Refuses one that is not offered."""
        code = super().clean(value)
        return written_period(code) if code else None

    def prepare_value(self, value: Any) -> Any:
        """The code of a kept period."""
        return value.code if isinstance(value, Period) else value
