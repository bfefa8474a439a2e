"""Input for changes to one time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.common.danish_dates import local, local_instant
from backend.web.fields import DanishDateField, DanishTimeField
from backend.web.forms import PlainForm
from institutions.actions.slots import LONGEST, MOST_SEATS
from institutions.models import Slot
from institutions.web.need_time_forms import minimum_field

ONE, REST, ALL = "one", "rest", "all"


class ReachForm(PlainForm):
    """A form that asks how far a change goes where there is more than this one time.

    ``rest`` is how many times are left of the series, this one included; ``whole`` is how many are
    left of the need, where all of it may be meant.
    """

    def __init__(self, *args: Any, rest: int = 1, whole: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(ONE, _("Kun dette tidspunkt"))]
        if rest > 1:
            words = _("Dette og resten af rækken, i alt %(n)s tidspunkter")
            choices.append((REST, words % {"n": rest}))
        if whole > rest:
            choices.append((ALL, _("Hele opgaven, i alt %(n)s tidspunkter") % {"n": whole}))
        if len(choices) > 1:
            self.fields["reach"] = forms.ChoiceField(
                label=_("Hvad gælder det?"),
                choices=choices,
                initial=ONE,
                widget=forms.RadioSelect,
            )

    @property
    def reach(self) -> str:
        """How far it goes; alone where nothing was asked."""
        return str(self.cleaned_data.get("reach", ONE))


class MoveForm(ReachForm):
    """A new time on a Danish clock. ``span`` gives both ends in UTC.

    An end before the start is the next morning when that makes a night, else it is refused later.
    ``checked`` says that the person has seen what will happen.
    """

    day = DanishDateField(label=_("Dato"), help_text=_("Fx 24-11-2026"))
    starts = DanishTimeField(label=_("Fra klokken"), help_text=_("24-timers ur, fx 13.30"))
    ends = DanishTimeField(label=_("Til klokken"))
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuses a time the clock skips or shows twice, at the field it belongs to."""
        values = super().clean() or {}
        day, starts, ends = values.get("day"), values.get("starts"), values.get("ends")
        if day is not None and starts is not None and ends is not None:
            values["starts_at"] = self._instant("starts", day, starts)
            later = ends <= starts and _length(starts, ends) <= LONGEST
            values["ends_at"] = self._instant("ends", day + timedelta(days=later), ends)
        return values

    def _instant(self, field: str, day: date, at: time) -> datetime | None:
        try:
            return local_instant(day, at)
        except ValueError as error:
            self.add_error(field, str(error))
            return None


def times_of(slot: Slot) -> dict[str, Any]:
    """What the form shows to begin with: the time as it is."""
    start, end = local(slot.starts_at), local(slot.ends_at)
    return {"day": start.date(), "starts": start.time(), "ends": end.time()}


class CancelForm(ReachForm):
    """Why it is called off; colleagues read it on the board."""

    reason = forms.CharField(
        label=_("Hvorfor bliver det aflyst?"),
        help_text=_("Kort, fx sygdom eller vejret. Skriv ingen navne."),
        max_length=Slot._meta.get_field("cancel_reason").max_length,
        error_messages={"required": _("Skriv en kort grund, fx sygdom eller vejret.")},
    )


class SeatsForm(ReachForm):
    """How many people are wanted, and how many there must be."""

    seats = forms.IntegerField(
        label=_("Hvor mange frivillige har I brug for?"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"class": "input-width-xs"}),
        error_messages={
            "invalid": _("Skriv et helt tal."),
            "min_value": _("Skriv et antal mellem 1 og 99."),
            "max_value": _("Skriv et antal mellem 1 og 99."),
        },
    )
    min_seats = minimum_field()


def _length(starts: time, ends: time) -> timedelta:
    """From the start to the end on the next day."""
    first = timedelta(hours=starts.hour, minutes=starts.minute)
    return timedelta(days=1, hours=ends.hour, minutes=ends.minute) - first
