"""The forms of those who plan events: the event itself, the list, inviting, calling off."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.common.danish_dates import local, local_instant
from backend.web.fields import DanishDateField, DanishTimeField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import Department, Postcode
from volunteers.models import Event, EventOrder, EventSeries
from volunteers.queries.event_recipients import AUDIENCE_WORDS, Audience, Choice
from volunteers.queries.events import Wanted
from volunteers.rules.events import KIND_WORDS

KINDS = list(KIND_WORDS.items())
_WHOLE_NUMBER = _("Skriv et helt tal.")


def number_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    """A number of at most four digits; whether it makes sense, the action says."""
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=0,
        max_value=9999,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _WHOLE_NUMBER),
    )


def text_field(label: Any, length: int, rows: int, **how: Any) -> forms.CharField:
    """Some lines of text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=area, **how)


class EventForm(PlainForm):
    """Everything about an event; days and hours on a Danish clock."""

    kind = forms.ChoiceField(label=_("Slags"), choices=KINDS)
    title = forms.CharField(label=_("Titel"), max_length=80)
    sms_title = forms.CharField(
        label=_("Kort navn til sms"), max_length=24, help_text=_("Højst 24 tegn.")
    )
    description = text_field(_("Hvad sker der?"), 2000, 5)
    day = DanishDateField(label=_("Dato"), help_text=_("Fx 24-11-2026"))
    starts = DanishTimeField(label=_("Fra klokken"), help_text=_("Fx 13.30"))
    ends = DanishTimeField(label=_("Til klokken"))
    place = forms.CharField(
        label=_("Sted"), max_length=160, required=False, help_text=_("Navn og adresse.")
    )
    online_url = forms.CharField(
        label=_("Link til onlinemøde"),
        max_length=400,
        required=False,
        help_text=_("Står i kalenderen hos dem, der er inviteret."),
    )
    travel_minutes = number_field(
        _("Sparet rejsetid pr. person online, i minutter"),
        help_text=_("Frem og tilbage. Bruges kun i tallene."),
    )
    seats = number_field(_("Pladser"), help_text=_("Tomt felt: plads til alle."))
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=80)
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Afdeling"), required=False
    )
    series = forms.ModelChoiceField(
        EventSeries.objects.none(),
        label=_("Del af et forløb"),
        required=False,
        empty_label=_("Ikke del af et forløb"),
    )
    new_series = forms.CharField(label=_("Nyt forløb"), max_length=120, required=False)
    public = forms.BooleanField(
        label=_("Offentligt: alle kan se det og melde sig til"), required=False
    )
    trains_ambassadors = forms.BooleanField(label=_("Kurset uddanner ambassadører"), required=False)

    def clean(self) -> dict[str, Any]:
        """Turns day and hours into instants; refuses an hour the clock jumps over."""
        given: dict[str, Any] = super().clean() or {}
        day = given.pop("day", None)
        for name in ("starts", "ends"):
            hour = given.pop(name, None)
            given[f"{name}_at"] = self._instant(name, day, hour)
        return given

    def _instant(self, name: str, day: date | None, hour: time | None) -> datetime | None:
        if day is None or hour is None:
            return None
        try:
            return local_instant(day, hour)
        except ValueError as error:
            self.add_error(name, ValidationError(str(error), code="unreadable"))
            return None

    def add_error(self, field: str | None, error: Any) -> None:
        """What the rules say of the two instants belongs at the hours of the form."""
        super().add_error({"starts_at": "starts", "ends_at": "ends"}.get(field or "", field), error)


def initial_of(event: Event) -> dict[str, Any]:
    """An event as the form shows it."""
    starts, ends = local(event.starts_at), local(event.ends_at)
    same = {name: getattr(event, name) for name in EventForm.base_fields if hasattr(event, name)}
    return {**same, "day": starts.date(), "starts": starts.time(), "ends": ends.time()}


def initial_of_order(order: EventOrder) -> dict[str, Any]:
    """A new event as an order describes it."""
    return {
        "kind": order.kind,
        "title": order.topic,
        "sms_title": order.topic[:24],
        "description": order.wishes,
        "place": f"{order.institution}, {order.institution.address}",
        "contact_name": order.contact_name,
        "contact_phone": order.contact_phone,
        "department": order.institution.department_id,
    }


class EventFilterForm(PlainForm):
    """What the list shows; a choice that is not there counts as none."""

    slags = forms.ChoiceField(label=_("Slags"), required=False)
    aar = forms.ChoiceField(label=_("År"), required=False)
    mine = forms.BooleanField(label=_("Kun mine"), required=False)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["slags"].choices = [("", _("Alle slags")), *KINDS]  # type: ignore[attr-defined]
        self.fields["aar"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle år")),
            *((str(year), str(year)) for year in years),
        ]

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        self.is_valid()
        read = self.cleaned_data
        year = read.get("aar")
        return Wanted(read.get("slags", ""), int(year) if year else None, bool(read.get("mine")))


class InviteForm(PlainForm):
    """Which groups, in which departments and areas."""

    audiences = forms.MultipleChoiceField(
        label=_("Hvem vil du invitere?"),
        choices=[(one.value, words) for one, words in AUDIENCE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label=_("Ambassadører og ledere i"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ingen krydser: alle afdelinger."),
    )
    postcodes = forms.ModelMultipleChoiceField(
        Postcode.objects.none(),
        to_field_name="code",
        label=_("Frivillige i"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ingen krydser: hele kommunen."),
    )

    @property
    def choice(self) -> Choice:
        """The groups as the query takes them."""
        read = self.cleaned_data
        return Choice(
            frozenset(Audience(one) for one in read["audiences"]),
            frozenset(one.pk for one in read["departments"]),
            frozenset(one.code for one in read["postcodes"]),
        )


class CancelEventForm(PlainForm):
    """Why it is off."""

    reason = text_field(_("Hvorfor bliver det ikke til noget?"), 200, 3)
