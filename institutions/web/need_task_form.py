"""The form of a need's words: what every need answers first, the rarely used folded away."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from institutions.actions.tasks import WORD_FIELDS
from institutions.models import Skill, TaskKind
from institutions.models.tasks import Certificate, ChildContact, Condition, NeedWords
from institutions.rules.need import OLDEST_MINIMUM, YOUNGEST

LANGUAGES = [
    ("en", _("Engelsk")),
    ("de", _("Tysk")),
    ("ar", _("Arabisk")),
    ("tr", _("Tyrkisk")),
    ("uk", _("Ukrainsk")),
    ("pl", _("Polsk")),
    ("fa", _("Persisk")),
    ("so", _("Somali")),
]
WISHES = (
    "min_age",
    "skills",
    "wished_skills",
    "languages",
    "certificate",
    "certificate_reason",
)
PRACTICAL = ("conditions", "practical", "online_link", "insurance_text", "expenses_text")
ADULT = 18
# They have an answer from the start.
_USUAL = ("min_age", "certificate")
_UNUSED: tuple[Any, ...] = (None, "", [])
_FOLDS = (
    (_("Krav og ønsker til den frivillige"), WISHES),
    (_("Praktisk, forsikring og udgifter"), PRACTICAL),
)
_TWO_LINES = forms.Textarea(attrs={"rows": 2})


class TaskForm(PlainForm):
    """What help is needed, in words. Lengths and names of citizens are refused by the rule."""

    kind = forms.ModelChoiceField(
        TaskKind.objects.none(),
        label=_("Hvad er der brug for hjælp til?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Vælg, hvad der er brug for hjælp til.")},
    )
    title = forms.CharField(
        label=_("Overskrift til den frivillige"),
        help_text=_("Fx: Følgeskab til koncert"),
        error_messages={"required": _("Skriv en overskrift, fx Følgeskab til koncert.")},
    )
    sms_title = forms.CharField(
        label=_("Kort titel til sms’en"),
        help_text=_("Højst 21 tegn. Fx: følg til koncert"),
        error_messages={"required": _("Skriv en kort titel til sms’en.")},
    )
    description = forms.CharField(
        label=_("Hvad skal den frivillige gøre?"),
        help_text=_("To-tre sætninger. Skriv ikke navne eller oplysninger om borgere."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv, hvad den frivillige skal gøre.")},
    )
    not_to_do = forms.CharField(
        label=_("Hvad skal den frivillige ikke gøre?"),
        help_text=_("Fx: Du skal ikke løfte, give medicin eller skrive noget ned."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv, hvad den frivillige ikke skal gøre.")},
    )
    meeting_place = forms.CharField(
        label=_("Mødested"), help_text=_("Fx: hovedindgangen"), required=False
    )
    contact_name = forms.CharField(
        label=_("Kontaktperson"), help_text=_("En ansat, som den frivillige kan ringe til.")
    )
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"))
    child_contact = forms.ChoiceField(
        label=_("Kontakt med børn under 15 år?"),
        help_text=_("Er den fast, skal børneattesten være i orden, før et ja kan bekræftes."),
        choices=ChildContact.choices,
        widget=forms.RadioSelect,
    )
    min_age = forms.IntegerField(
        label=_("Mindste alder"),
        help_text=_("Tomt felt: 18 år. Frivillige skal være fyldt 15."),
        required=False,
        min_value=YOUNGEST,
        max_value=OLDEST_MINIMUM,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv alderen som et helt tal."),
            "min_value": _("Frivillige skal være fyldt 15 år."),
            "max_value": _("Skriv en alder på højst 99 år."),
        },
    )
    skills = forms.ModelMultipleChoiceField(
        Skill.objects.none(),
        label=_("Hvad skal den frivillige kunne?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wished_skills = forms.ModelMultipleChoiceField(
        Skill.objects.none(),
        label=_("Hvad er det godt at kunne?"),
        help_text=_("De andre bliver også spurgt."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Hvilke sprog skal den frivillige tale ud over dansk?"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    certificate = forms.ChoiceField(
        label=_("Kræver opgaven en attest?"),
        help_text=_("Kun med saglig grund. Fast kontakt med børn kræver altid børneattest."),
        choices=Certificate.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    certificate_reason = forms.CharField(
        label=_("Hvorfor kræver opgaven attesten?"), required=False, widget=_TWO_LINES
    )
    conditions = forms.MultipleChoiceField(
        label=_("Hvad er godt at vide på forhånd?"),
        choices=Condition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    practical = forms.CharField(
        label=_("Andet praktisk"),
        help_text=_("Om stedet og opgaven, aldrig om en borger. Fx: Der er hund i huset."),
        required=False,
        widget=_TWO_LINES,
    )
    online_link = forms.CharField(
        label=_("Link, hvis opgaven er på nettet"),
        help_text=_("Begynder med https://. Kun de tilmeldte ser det."),
        required=False,
    )
    insurance_text = forms.CharField(
        label=_("Forsikring for den her opgave"),
        help_text=_("Tomt felt: institutionens egen tekst."),
        required=False,
        widget=_TWO_LINES,
    )
    expenses_text = forms.CharField(
        label=_("Udgifter ved den her opgave"),
        help_text=_("Tomt felt: institutionens egen tekst."),
        required=False,
        widget=_TWO_LINES,
    )

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = TaskKind.objects.filter(municipality_id=municipality_id)
        skills = Skill.objects.filter(municipality_id=municipality_id)
        for name, rows in (("kind", kinds), ("skills", skills), ("wished_skills", skills)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_min_age(self) -> int:
        """A volunteer is an adult unless the leader says otherwise."""
        return self.cleaned_data["min_age"] or ADULT

    def clean_certificate(self) -> str:
        """No answer is no certificate."""
        return self.cleaned_data["certificate"] or Certificate.NONE

    @property
    def words(self) -> dict[str, Any]:
        """The need's own fields, without the skills."""
        return {name: self.cleaned_data[name] for name in WORD_FIELDS}

    @property
    def skill_rows(self) -> dict[str, list[Skill]]:
        """The skills that are required and those that are wished."""
        return {name: list(self.cleaned_data[name]) for name in ("skills", "wished_skills")}

    @property
    def first(self) -> list[BoundField]:
        """The fields every need answers."""
        rare = {*WISHES, *PRACTICAL}
        return [field for field in self if field.name not in rare]

    @property
    def more(self) -> list[tuple[Any, list[BoundField], bool]]:
        """The rarely used fields in two folds: heading, fields, and whether the fold is open."""
        return [
            (words, [self[name] for name in names if self._asked(name)], self._used(names))
            for words, names in _FOLDS
        ]

    def _asked(self, name: str) -> bool:
        """A municipality without skills is not asked which."""
        return name not in ("skills", "wished_skills") or bool(self.fields[name].choices)  # type: ignore[attr-defined]

    def _used(self, names: Sequence[str]) -> bool:
        """An answer or an error is never folded away."""
        used = any(self[name].value() not in _UNUSED for name in names if name not in _USUAL)
        return used or any(name in self.errors for name in names)


def language_words(codes: Sequence[str]) -> list[str]:
    """The languages in words, in the order of the list."""
    return [str(words) for code, words in LANGUAGES if code in codes]


def words_of(words: NeedWords) -> dict[str, Any]:
    """What the form shows to begin with: the words as they stand."""
    known = {name: getattr(words, name) for name in WORD_FIELDS}
    return {
        **known,
        "kind": words.kind_id,
        "skills": [skill.pk for skill in words.skills.all()],
        "wished_skills": [skill.pk for skill in words.wished_skills.all()],
    }
