"""The form of those who want to become volunteers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from volunteers.matching.facts import ALL_WEEK
from volunteers.web.my_page_forms import (
    WeekForm,
    kinds_field,
    languages_field,
    postcode_field,
)

_FIELDS = ("first_name", "last_name", "phone", "email", "postcode", "birth_year", "languages")


class SignUpForm(WeekForm):
    """Name, telephone, area, and when one may be asked. A year of birth only below 18 (L03)."""

    first_name = forms.CharField(
        label=_("Fornavn"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Efternavn"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    phone = PhoneField(label=_("Mobilnummer"), help_text=_("Vi sender en kode til nummeret."))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Så får du også kalenderinvitationer."),
        required=False,
        error_messages={"invalid": _("Skriv e-mailen som navn@sted.dk.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    postcode = postcode_field()
    adult = forms.BooleanField(label=_("Jeg er fyldt 18 år"), required=False)
    birth_year = forms.IntegerField(
        label=_("Fødselsår, hvis du er under 18"),
        required=False,
        min_value=1900,
        max_value=2100,
        error_messages={
            "invalid": _("Skriv året med fire cifre."),
            "min_value": _("Skriv året med fire cifre."),
            "max_value": _("Skriv året med fire cifre."),
        },
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
    )
    always = forms.BooleanField(label=_("Jeg kan på alle tider"), required=False)
    kinds = kinds_field()
    languages = languages_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["availability"].required = False

    def clean(self) -> dict[str, Any]:
        """One answer about age, and at least one time of the week."""
        read = super().clean() or {}
        if read.get("adult"):
            read["birth_year"] = None
        elif read.get("birth_year") is None and "birth_year" not in self.errors:
            self.add_error(
                "birth_year",
                _("Sæt kryds ved, at du er fyldt 18 år, eller skriv dit fødselsår."),
            )
        if read.get("always"):
            read["availability"] = ALL_WEEK
        elif not read.get("availability"):
            self.add_error("availability", _("Sæt mindst ét kryds ved en tid, der passer dig."))
        return read

    @property
    def person(self) -> dict[str, Any]:
        """The fields by the model's names."""
        read = self.cleaned_data
        return {**{name: read[name] for name in _FIELDS}, "availability": read["availability"]}


class LostLinkForm(PlainForm):
    """The number a new link is sent to."""

    phone = PhoneField(label=_("Dit mobilnummer"))
