"""The forms of the organisation: settings, departments, places."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.common.csv_cells import degrees_cell
from backend.web.fields import DanishTimeField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import Department
from institutions.rules.settings import SPANS

_SHORT = forms.TextInput(attrs={"class": "input-width-s"})


def _number(name: str, label: Any, hint: Any = "") -> forms.IntegerField:
    least, most = SPANS[name]
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "input-width-s"}),
        error_messages={
            "invalid": _("Skriv et helt tal."),
            "min_value": _("Skriv et tal fra %(least)d til %(most)d.")
            % {"least": least, "most": most},
            "max_value": _("Skriv et tal fra %(least)d til %(most)d.")
            % {"least": least, "most": most},
        },
    )


class DegreesField(forms.Field):
    """Degrees with a decimal comma, ``56,21``; gives a float or None."""

    widget = _SHORT

    def to_python(self, value: Any) -> float | None:
        """None for no answer; refuses what is no number with a sentence."""
        if value in self.empty_values:
            return None
        try:
            return float(degrees_cell(str(value)))
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from None

    def prepare_value(self, value: Any) -> Any:
        """A stored number with a decimal comma; what was typed is kept as it was typed."""
        return str(value).replace(".", ",") if isinstance(value, float) else value


class SettingsForm(PlainForm):
    """The municipality's own settings; lengths and colours are refused by the rule."""

    name = forms.CharField(label=_("Kommunens navn"))
    short_name = forms.CharField(label=_("Kort navn"), help_text=_("Højst 20 tegn."))
    phone = PhoneField(label=_("Telefon til borgerne"))
    email = forms.EmailField(label=_("E-mail"))
    colour = forms.CharField(
        label=_("Farve"),
        help_text=_("Som # og seks tegn, fx #005b70. Hvid tekst skal kunne læses på den."),
        widget=_SHORT,
    )
    sms_sender = forms.CharField(
        label=_("Afsender på sms"),
        help_text=_("Højst 11 tegn: a-z, tal og mellemrum, og mindst ét bogstav."),
        widget=forms.TextInput(attrs={"class": "input-width-m"}),
    )
    link_host = forms.CharField(
        label=_("Adresse i links"),
        help_text=_("Højst 19 tegn, uden https://. Links, der er sendt, virker kun på den gamle."),
        widget=forms.TextInput(attrs={"class": "input-width-m"}),
    )
    quiet_from = DanishTimeField(label=_("Stille timer begynder kl."))
    quiet_until = DanishTimeField(label=_("Stille timer slutter kl."))
    quiet_on_holidays = forms.BooleanField(label=_("Spørg ikke på helligdage"), required=False)
    asks_per_week = _number("asks_per_week", _("Højst så mange spørgsmål til én person om ugen"))
    wave_hours = _number("wave_hours", _("Timer, før de næste spørges"))
    seat_answer_hours = _number(
        "seat_answer_hours",
        _("Timer til at svare på en ledig plads fra ventelisten"),
        _("Derefter går pladsen videre til den næste."),
    )
    question_reminder_hours = _number(
        "question_reminder_hours",
        _("Timer, før et spørgsmål uden svar bliver gentaget"),
        _("Det sker højst én gang. 0, hvis det aldrig skal ske."),
    )
    withdraw_cutoff_hours = _number(
        "withdraw_cutoff_hours",
        _("Frist for afbud på nettet, i timer før"),
        _("Derefter ringer den frivillige til kontaktpersonen."),
    )
    certificate_months = _number("certificate_months", _("Måneder, en attest tæller"))
    certificate_grace_days = _number(
        "certificate_grace_days",
        _("Dage, den stadig tæller, mens den bliver fornyet"),
        _("0, hvis den ikke må tælle efter den sidste dag."),
    )
    sms_price_ore = _number("sms_price_ore", _("Pris for én sms i øre"))
    sms_per_number_day = _number(
        "sms_per_number_day", _("Højst så mange sms til ét nummer om dagen")
    )
    sms_per_day = _number("sms_per_day", _("Højst så mange sms i alt om dagen"))
    sms_kroner_per_month = _number("sms_kroner_per_month", _("Højst så mange kroner om måneden"))


class DepartmentForm(PlainForm):
    """A department's name and whether its needs wait for the coordinator."""

    name = forms.CharField(label=_("Afdelingens navn"), max_length=120)
    approval_needed = forms.BooleanField(
        label=_("Frivilligkoordinatoren ser behov igennem, før de lægges ud"), required=False
    )


class PlaceForm(PlainForm):
    """An institution; what is missing or too long is told by the rule."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Afdeling"), empty_label=_("Vælg")
    )
    name = forms.CharField(label=_("Navn"), max_length=120)
    short_name = forms.CharField(label=_("Kort navn"), help_text=_("Højst 18 tegn. Står i sms’en."))
    field = forms.CharField(
        label=_("Virkefelt"), help_text=_("Fx ældre, børn, natur"), max_length=40, required=False
    )
    address = forms.CharField(label=_("Adresse"), max_length=120)
    postcode = forms.CharField(label=_("Postnummer"), widget=_SHORT)
    latitude = DegreesField(
        label=_("Breddegrad"),
        help_text=_("Fx 56,17. Uden grader regner vi fra midten af postnummeret."),
        required=False,
    )
    longitude = DegreesField(label=_("Længdegrad"), help_text=_("Fx 9,55"), required=False)
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=80)
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"))
    deputy_name = forms.CharField(label=_("Stedfortræder"), max_length=80, required=False)
    insurance_text = forms.CharField(
        label=_("Forsikring"),
        help_text=_("Den sætning, den frivillige ser."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expenses_text = forms.CharField(
        label=_("Udgifter"),
        help_text=_("Fx: Vi betaler din bus, når du har aftalt det først."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClosingForm(PlainForm):
    """What is to happen with the needs of a place that closes."""

    needs = forms.ChoiceField(
        label=_("Hvad skal der ske med behovene?"),
        choices=[
            ("keep", _("Luk ikke endnu: behovene skal gennemføres først")),
            ("cancel", _("Aflys dem nu. De, der har sagt ja, får besked med det samme")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Hvad skal de frivillige have at vide, hvis du aflyser?"),
        help_text=_("Fx: Plejehjemmet flytter sammen med et andet."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuses to call off without a reason people can be told."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("needs") == "cancel" and not given.get("reason"):
            self.add_error("reason", _("Skriv, hvorfor behovene bliver aflyst."))
        return given
