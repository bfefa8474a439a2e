"""The forms of an association's contact."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from volunteers.models import Membership
from volunteers.web.my_page_forms import postcode_field


def email_field() -> forms.EmailField:
    """A mail address that may be left out."""
    return forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Skriv e-mailen som navn@sted.dk.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def cvr_field() -> forms.CharField:
    """Eight digits, with or without spaces."""
    return forms.CharField(
        label=_("CVR-nummer"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"class": "input-width-s", "inputmode": "numeric"}),
    )


class GroupForm(PlainForm):
    """How many come, and the promise of the first time."""

    seats = forms.IntegerField(
        label=_("Hvor mange kommer I?"),
        min_value=1,
        max_value=99,
        error_messages={
            "invalid": _("Skriv et tal, fx 4."),
            "min_value": _("Skriv mindst 1. Kommer I ikke, så brug knappen nedenfor."),
            "max_value": _("Skriv højst 99."),
        },
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
    )
    accepts_rules = forms.BooleanField(
        required=False, label=_("Ja, jeg giver det videre til dem, der kommer")
    )


class NamesForm(PlainForm):
    """Which members come; none is an answer too."""

    names = forms.MultipleChoiceField(
        label=_("Hvem kommer?"),
        help_text=_("Du kan skrive dem nu, senere eller slet ikke."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [  # type: ignore[attr-defined]
            (str(one.volunteer.uuid), one.volunteer.short_name) for one in members
        ]


class MemberForm(PlainForm):
    """One of the association's people."""

    first_name = forms.CharField(label=_("Fornavn"), max_length=60)
    last_name = forms.CharField(label=_("Efternavn"), max_length=80)
    phone = PhoneField(label=_("Mobilnummer"))
    postcode = postcode_field()
    agrees = forms.BooleanField(label=_("Personen er fyldt 18 år og har sagt ja til at stå her"))


class ContactForm(PlainForm):
    """Another person who answers for the association."""

    name = forms.CharField(label=_("Navn"), max_length=80)
    phone = PhoneField(label=_("Mobilnummer"), help_text=_("Vi sender et link til nummeret."))
    email = email_field()


class OwnDataForm(PlainForm):
    """What a contact corrects: the association's own facts, and the contact's."""

    association_name = forms.CharField(label=_("Foreningens navn"), max_length=120)
    cvr = cvr_field()
    insurance_note = forms.CharField(
        label=_("Forsikring"),
        help_text=_("Fx: Foreningen har en ulykkesforsikring for sine frivillige."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(label=_("Dit navn"), max_length=80)
    email = email_field()

    def clean_cvr(self) -> str:
        """The digits alone."""
        return "".join(str(self.cleaned_data["cvr"]).split())
