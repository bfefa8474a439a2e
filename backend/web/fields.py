"""Form fields that read dates, times and phone numbers as Danes write them."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from backend.common.danish_dates import parse_date, parse_time, show_date, show_time
from backend.common.phones import parse_phone, show_phone


class DanishDateField(forms.Field):
    """A date: ``24-11-2026``, ``24/11/2026``, ``24.11.2026`` or ISO; shown ``24-11-2026``.

    A plain text input: the browser's date picker follows the browser's language, not ours.
    """

    widget = forms.TextInput(attrs={"class": "input-width-s", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        """None for no answer; refuses what is no date with a sentence that says what to write."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        return _date(str(value))

    def prepare_value(self, value: Any) -> Any:
        """A date as Danes write it; what was typed is kept as it was typed."""
        if isinstance(value, datetime):
            raise TypeError("A date field shows dates; convert the datetime first.")
        return show_date(value) if isinstance(value, date) else value


class DanishTimeField(forms.Field):
    """A time of day on a Danish clock: ``13.30``, ``13:30``, ``1330`` or ``13``."""

    widget = forms.TextInput(attrs={"class": "input-width-xs", "autocomplete": "off"})

    def to_python(self, value: Any) -> time | None:
        """None for no answer; refuses what is no time with a sentence that says what to write."""
        if value in self.empty_values:
            return None
        return value if isinstance(value, time) else _time(str(value))

    def prepare_value(self, value: Any) -> Any:
        """A time as ``13:30``; what was typed is kept as it was typed."""
        return show_time(value) if isinstance(value, time) else value


class PhoneField(forms.Field):
    """A phone number, ``20 12 34 56`` or with a country code; gives E.164."""

    widget = forms.TextInput(attrs={"class": "input-width-m", "type": "tel", "autocomplete": "tel"})

    def to_python(self, value: Any) -> str:
        """E.164, or "" for no answer; refuses what cannot be a number, with a sentence."""
        return "" if value in self.empty_values else _phone(str(value))

    def prepare_value(self, value: Any) -> Any:
        """A stored number in pairs; what was typed is kept as it was typed."""
        return show_phone(value) if isinstance(value, str) and value.startswith("+") else value


def _refused(error: ValueError) -> ValidationError:
    """The parser's Danish sentence as the field's error."""
    return ValidationError(str(error), code="unreadable")


def _date(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise _refused(error) from None


def _time(text: str) -> time:
    try:
        return parse_time(text)
    except ValueError as error:
        raise _refused(error) from None


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except ValueError as error:
        raise _refused(error) from None
