"""The forms of examples, initiatives and suggestions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.web.fields import DanishDateField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import Institution, TaskKind
from volunteers.models import TargetGroup, Theme
from volunteers.queries.sharing.examples import Sought
from volunteers.rules.sharing import GAIN_WORDS
from volunteers.web.event_forms import text_field

_WHOLE_TOWN = _("Hele kommunen")


def place_field(label: Any, **how: Any) -> Any:
    """One of the person's own places; which they are, the page says."""
    return forms.ModelChoiceField(
        Institution.objects.none(), label=label, empty_label=_WHOLE_TOWN, **how
    )


def offer_places(form: forms.Form, places: Any, *, whole_town: bool) -> None:
    """Puts the person's places in the form; only the coordinator may leave it empty."""
    field: Any = form.fields["institution"]
    field.queryset = places
    field.required = not whole_town
    some = list(places[:2])
    if not whole_town and len(some) == 1:
        field.initial, field.empty_label = some[0], None


class ExampleForm(PlainForm):
    """Problem, solution, result, contact; and the three questions before it is shared."""

    institution = place_field(_("Hvor?"), required=False)
    title = forms.CharField(label=_("Hvad hedder det?"), max_length=80)
    sms_title = forms.CharField(
        label=_("Kort navn til sms"), max_length=21, help_text=_("Højst 21 tegn.")
    )
    kind = forms.ModelChoiceField(
        TaskKind.objects.none(), label=_("Slags opgave"), empty_label=_("Vælg")
    )
    field = forms.CharField(
        label=_("Område"), max_length=40, help_text=_("Fx plejehjem, skole eller natur.")
    )
    target_group = forms.ChoiceField(label=_("For hvem?"), choices=TargetGroup.choices)
    problem = text_field(_("Problem: hvad manglede?"), 1000, 3)
    description = text_field(_("Løsning: hvad gør de frivillige?"), 1000, 4)
    not_to_do = forms.CharField(label=_("Hvad gør de frivillige ikke?"), max_length=300)
    result = text_field(_("Resultat: hvad kom der ud af det?"), 1000, 3)
    trial = forms.BooleanField(
        label=_("Det var et forsøg. Fortæl det også, hvis det ikke lykkedes."), required=False
    )
    is_new = forms.CharField(label=_("Hvad er nyt?"), max_length=300, required=False)
    is_useful = forms.CharField(label=_("Hvad er nyttigt?"), max_length=300, required=False)
    is_used = forms.CharField(label=_("Hvor er det nyttiggjort?"), max_length=300, required=False)
    contact_name = forms.CharField(label=_("Hvem kan man spørge?"), max_length=80)
    contact_phone = PhoneField(label=_("Telefon"))


class LibraryForm(PlainForm):
    """The search; what cannot be read searches for nothing."""

    ord = forms.CharField(label=_("Søg efter ord"), max_length=80, required=False)
    felt = forms.ChoiceField(label=_("Område"), required=False)
    maal = forms.ChoiceField(
        label=_("For hvem?"),
        choices=[("", _("Alle")), *TargetGroup.choices],
        required=False,
    )

    def __init__(self, *args: Any, fields: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["felt"].choices = [("", _("Alle")), *((one, one) for one in fields)]  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        """What was asked for."""
        self.is_valid()
        read = self.cleaned_data
        return Sought(read.get("ord", ""), read.get("felt", ""), read.get("maal", ""))


class UseForm(PlainForm):
    """Where the example is used again."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Hvor skal det bruges?"), empty_label=None
    )


class ToolForm(PlainForm):
    """A link or a file."""

    title = forms.CharField(label=_("Hvad er det?"), max_length=80)
    url = forms.CharField(
        label=_("Link"), max_length=280, required=False, help_text=_("Begynder med https://")
    )
    file = forms.FileField(
        label=_("Eller en fil"),
        required=False,
        help_text=_("PDF, Word, Excel eller PNG, højst 2 MB. Ingen navne på borgere i den."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png"}),
        error_messages={"empty": _("Filen er tom. Vælg en anden.")},
    )


class InitiativeForm(PlainForm):
    """What is tried; the day to follow up cannot be left out."""

    institution = place_field(_("Hvor?"), required=False)
    title = forms.CharField(label=_("Hvad sætter I i gang?"), max_length=120)
    hypothesis = text_field(_("Hvad tror I, der sker?"), 500, 2)
    measure = forms.CharField(label=_("Hvordan kan I se det?"), max_length=300)
    for_citizens = forms.CharField(label=_("Hvad får borgerne ud af det?"), max_length=300)
    for_resources = forms.CharField(label=_("Hvad kræver det af tid og penge?"), max_length=300)
    for_staff = forms.CharField(label=_("Hvad betyder det for de ansatte?"), max_length=300)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Hvem er ansvarlig?"), empty_label=_("Vælg")
    )
    follow_up_on = DanishDateField(
        label=_("Hvornår følger I op?"), help_text=_("Fx 24-11-2026. Dagen kan ikke udelades.")
    )


class ResultForm(PlainForm):
    """What came of it."""

    result = text_field(_("Hvad kom der ud af det?"), 500, 3)
    known_by = forms.CharField(
        label=_("Hvordan ved I det?"),
        max_length=300,
        help_text=_("Fx en optælling, eller hvem I har spurgt."),
    )


class SuggestionForm(PlainForm):
    """What is a hassle, and what would be better."""

    theme = forms.ChoiceField(label=_("Hvad handler det om?"), choices=Theme.choices)
    hassle = text_field(_("Hvad er bøvlet?"), 1000, 3, required=False)
    proposal = text_field(
        _("Hvad ville være bedre?"),
        1000,
        3,
        required=False,
        help_text=_("Udfyld mindst et af de to felter. Skriv ikke navne på borgere."),
    )
    anonymous = forms.BooleanField(
        label=_("Send uden mit navn"),
        help_text=_("Så kan du kun se svaret med linket på kvitteringen."),
        required=False,
    )


class StaffSuggestionForm(SuggestionForm):
    """The same from a colleague, about a place or the whole municipality."""

    institution = place_field(_("Hvilket sted?"), required=False)
    field_order = ("institution", "theme", "hassle", "proposal", "anonymous")


class SuggestionAnswerForm(PlainForm):
    """The answer, and who was helped."""

    answer = text_field(_("Svar"), 1000, 4)
    gains = forms.MultipleChoiceField(
        label=_("Hvem får glæde af det?"),
        choices=list(GAIN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class CampaignForm(PlainForm):
    """A period for suggestions."""

    name = forms.CharField(label=_("Hvad hedder perioden?"), max_length=80)
    opens_on = DanishDateField(label=_("Første dag"), help_text=_("Fx 01-06-2027"))
    closes_on = DanishDateField(
        label=_("Sidste dag"), required=False, help_text=_("Tomt felt: åben, til I lukker.")
    )
