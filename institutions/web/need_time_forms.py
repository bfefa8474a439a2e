"""The forms of a need's times, as Danes write them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from backend.common.danish_dates import is_doubled, local_instant, parse_date, parse_time
from backend.web.fields import DanishDateField, DanishTimeField
from backend.web.forms import PlainForm
from institutions.actions.slots import MOST_SEATS

# An end that is not after the start means the night to the next day up to this hour.
_NIGHT_ENDS = time(6, 0)
_RARE = ("min_seats", "repeat", "until")


def seats_field() -> forms.IntegerField:
    """How many people; the sentence is the same whatever is wrong with the number."""
    wrong = _("Skriv et antal mellem 1 og 99.")
    return forms.IntegerField(
        label=_("Hvor mange frivillige?"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def minimum_field() -> forms.IntegerField:
    """With fewer the leader is asked; the rule says what is wrong with the number."""
    wrong = _("Skriv et helt tal, eller lad feltet stå tomt.")
    return forms.IntegerField(
        label=_("Hvor mange skal der mindst være?"),
        help_text=_("Er der færre, spørger vi dig i god tid, om det skal gennemføres."),
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong},
    )


class TimeForm(PlainForm):
    """One time: a day, from, to and seats, on a Danish clock.

    Refuses a time the clock jumps over. For one that comes twice that night (the hour put back in
    October) it grows a question about which of the two is meant.
    """

    day = DanishDateField(label=_("Dato"), help_text=_("Fx 24-11-2026"))
    starts = DanishTimeField(label=_("Fra klokken"), help_text=_("Fx 13.30"))
    ends = DanishTimeField(
        label=_("Til klokken"), help_text=_("Efter midnat tæller som natten til næste dag.")
    )
    seats = seats_field()
    min_seats = minimum_field()
    repeat = forms.TypedChoiceField(
        label=_("Gentages det?"),
        choices=[("", _("Nej")), ("1", _("Hver uge")), ("2", _("Hver anden uge"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    until = DanishDateField(
        label=_("Gentages til og med"),
        help_text=_("Vi springer helligdage og kommunens lukkedage over."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = _typed_span(self.data)
        for name, moment in zip(("starts", "ends"), typed, strict=False):
            if is_doubled(*moment):
                self.fields[f"which_{name}"] = _which(moment[1])

    def clean(self) -> dict[str, Any]:
        """Adds ``span``, the two instants; refuses what is no time at its own field."""
        given: dict[str, Any] = super().clean() or {}
        if all(given.get(name) is not None for name in ("day", "starts", "ends")):
            start, end = _moments(given["day"], given["starts"], given["ends"])
            instants = [self._instant("starts", *start), self._instant("ends", *end)]
            if None not in instants:
                given["span"] = tuple(instants)
        if given.get("repeat") and not given.get("until") and "until" not in self.errors:
            self.add_error("until", _("Skriv den sidste dato, eller vælg, at det ikke gentages."))
        if given.get("until") and not given.get("repeat"):
            self.add_error("repeat", _("Vælg, hvor tit det gentages, eller slet datoen."))
        return given

    @property
    def first(self) -> list[BoundField]:
        """What every time answers."""
        return [field for field in self if field.name not in _RARE]

    @property
    def more(self) -> list[BoundField]:
        """The minimum and the repetition, folded away."""
        return [self[name] for name in _RARE]

    @property
    def open(self) -> bool:
        """An answer or an error is never folded away."""
        return any(self[name].value() not in (None, "", 0, "0") for name in _RARE) or any(
            name in self.errors for name in _RARE
        )

    def _instant(self, name: str, day: date, at: time) -> datetime | None:
        which = self.cleaned_data.get(f"which_{name}", "")
        if f"which_{name}" in self.fields and not which:
            return None
        try:
            return local_instant(day, at, int(which) if which else None)
        except ValueError as error:
            self.add_error(name, str(error))
            return None


class CopyForm(PlainForm):
    """The second need in three inputs: as long as the last time, with the same words."""

    day = DanishDateField(label=_("Dato"), help_text=_("Fx 24-11-2026"))
    starts = DanishTimeField(label=_("Fra klokken"))
    seats = seats_field()

    def __init__(self, *args: Any, lasts: timedelta, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lasts = lasts
        typed = _typed_span(self.data)
        if typed and is_doubled(*typed[0]):
            self.fields["which_starts"] = _which(typed[0][1])

    def clean(self) -> dict[str, Any]:
        """Adds ``span``; the end is as many real hours after the start as last time."""
        given: dict[str, Any] = super().clean() or {}
        which = given.get("which_starts", "")
        if given.get("day") is None or given.get("starts") is None or "which_starts" in self.errors:
            return given
        try:
            start = local_instant(given["day"], given["starts"], int(which) if which else None)
        except ValueError as error:
            self.add_error("starts", str(error))
            return given
        given["span"] = (start, start + self.lasts)
        return given


def _which(at: time) -> forms.ChoiceField:
    text = _("Klokken %(time)s kommer to gange den nat, fordi uret stilles tilbage. Hvilken?")
    return forms.ChoiceField(
        label=text % {"time": f"{at:%H:%M}"},
        choices=[("0", _("Den første (sommertid)")), ("1", _("Den anden (vintertid)"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvilken af de to gange du mener.")},
    )


def _typed_span(data: Any) -> list[tuple[date, time]]:
    """The typed start and end as days and times; as many as can be read."""
    try:
        day, starts = parse_date(data.get("day", "")), parse_time(data.get("starts", ""))
    except ValueError:
        return []
    try:
        return list(_moments(day, starts, parse_time(data.get("ends", ""))))
    except ValueError:
        return [(day, starts)]


def _moments(day: date, starts: time, ends: time) -> tuple[tuple[date, time], tuple[date, time]]:
    night = ends <= starts and ends <= _NIGHT_ENDS
    return (day, starts), (day + timedelta(days=night), ends)
