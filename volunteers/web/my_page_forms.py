"""What a person wishes: the week, the area, the kinds, how often, by which way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Municipality
from backend.web.fields import DanishDateField, PhoneField
from backend.web.forms import PlainForm
from institutions.models import TaskKind
from volunteers.matching.facts import DAY_PARTS, week_cell
from volunteers.models import ContactChannel, Volunteer
from volunteers.web.code_steps import CodeField

LANGUAGES = [
    ("da", _("Dansk")),
    ("en", _("Engelsk")),
    ("de", _("Tysk")),
    ("ar", _("Arabisk")),
    ("tr", _("Tyrkisk")),
    ("uk", _("Ukrainsk")),
    ("pl", _("Polsk")),
    ("fa", _("Persisk")),
    ("so", _("Somali")),
]
# The order of the columns: the day first, the night last. Numbers are places in DAY_PARTS.
COLUMNS = (
    (1, _("Form."), _("formiddag kl. 6-12")),
    (2, _("Efterm."), _("eftermiddag kl. 12-18")),
    (3, _("Aften"), _("aften kl. 18-24")),
    (0, _("Nat"), _("nat kl. 0-6")),
)
_KM = [(km, _("%(km)s km") % {"km": km}) for km in (2, 5, 10, 20, 30, 50)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the week."""

    bit: int
    label: str
    ticked: bool


class WeekField(forms.MultipleChoiceField):
    """Parts of the week as boxes; gives the 28 bits of ``Volunteer.availability``."""

    def __init__(self, **kwargs: Any) -> None:
        bits = [(str(bit), str(bit)) for bit in range(7 * len(DAY_PARTS))]
        super().__init__(choices=bits, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> int:
        """The ticked boxes as one number."""
        return sum(1 << int(bit) for bit in set(super().clean(value)))

    def prepare_value(self, value: Any) -> list[str]:
        """The boxes of a stored number; what was sent is kept."""
        if isinstance(value, int):
            return [str(bit) for bit in range(7 * len(DAY_PARTS)) if value & 1 << bit]
        return list(value or [])


def postcode_field() -> forms.CharField:
    """Four digits."""
    return forms.CharField(
        label=_("Postnummer"),
        validators=[RegexValidator(r"^\d{4}$", _("Skriv postnummeret, fire cifre."))],
        widget=forms.TextInput(
            attrs={
                "class": "input-width-xs",
                "inputmode": "numeric",
                "autocomplete": "postal-code",
            }
        ),
    )


def kinds_field() -> forms.Field:
    """The municipality's kinds of task; none ticked means all."""
    return forms.ModelMultipleChoiceField(
        TaskKind.objects.none(),
        label=_("Hvad har du lyst til?"),
        help_text=_("Sætter du ingen kryds, spørger vi om alt."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def languages_field() -> forms.MultipleChoiceField:
    """Languages a person speaks."""
    return forms.MultipleChoiceField(
        label=_("Hvilke sprog taler du?"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WeekForm(PlainForm):
    """The part that sign-up and the own page share: the rows of the week for the template."""

    availability = WeekField(
        label=_("Hvornår må vi spørge dig?"),
        error_messages={"required": _("Sæt mindst ét kryds ved en tid, der passer dig.")},
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].queryset = TaskKind.objects.filter(  # type: ignore[attr-defined]
            municipality=municipality
        )

    @property
    def columns(self) -> list[tuple[Any, Any]]:
        """Short and full words of each part of the day."""
        return [(short, words) for _part, short, words in COLUMNS]

    @property
    def week(self) -> Iterator[tuple[Any, list[Cell]]]:
        """Each day's name with its boxes."""
        ticked = set(self["availability"].value())
        for day, name in WEEKDAYS.items():
            cells = []
            for part, _short, words in COLUMNS:
                bit = week_cell(day, part).bit_length() - 1
                cells.append(Cell(bit, f"{name} {words}", str(bit) in ticked))
            yield name, cells


class WishesForm(WeekForm):
    """Everything on the own page that needs no code."""

    postcode = postcode_field()
    radius_km = forms.TypedChoiceField(
        label=_("Hvor langt vil du tage hen?"), choices=_KM, coerce=int
    )
    kinds = kinds_field()
    languages = languages_field()
    asks_per_week = forms.TypedChoiceField(
        label=_("Højst hvor mange sms’er om ugen?"), coerce=int, empty_value=None, required=False
    )
    paused_until = DanishDateField(
        label=_("Hold pause til og med"), help_text=_("Fx 15-01-2027"), required=False
    )
    takes_freed_seats = forms.BooleanField(
        label=_("Giv mig en ledig plads uden at spørge først"),
        help_text=_("Kun når du står på venteliste, og der er under et døgn til. Du får en sms."),
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("Hvordan må vi spørge dig?"),
        choices=ContactChannel.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, person: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, municipality=person.municipality, **kwargs)
        most = person.municipality.asks_per_week
        counts = [(n, str(n)) for n in range(1, most)]
        usual = _("Som kommunen plejer (højst %(most)s)") % {"most": most}
        self.fields["asks_per_week"].choices = [("", usual), *counts]  # type: ignore[attr-defined]
        near = {km for km, _words in _KM} | {person.radius_km}
        self.fields["radius_km"].choices = [  # type: ignore[attr-defined]
            (km, _("%(km)s km") % {"km": km}) for km in sorted(near)
        ]


class EmailForm(PlainForm):
    """A new e-mail address; empty takes the old one away."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Skriv e-mailen som navn@sted.dk.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPhoneForm(PlainForm):
    """A new mobile number."""

    phone = PhoneField(label=_("Nyt mobilnummer"))


class TwoCodesForm(PlainForm):
    """One code for each of two numbers."""

    old_code = CodeField(label=_("Koden på dit gamle nummer"))
    new_code = CodeField(label=_("Koden på dit nye nummer"))


class NothingForm(PlainForm):
    """A step with nothing to fill in but the code."""
