"""The forms of a need: the task's words, and what the leader declares about it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from institutions.models import Skill, TaskKind
from institutions.models.tasks import ChildContact
from institutions.queries.checklists import Point
from institutions.rules.checklist import LONGEST_EVIDENCE, EvidenceKind
from institutions.rules.need import OLDEST_MINIMUM, YOUNGEST

LANGUAGES = [
    ("", _("Dansk er nok")),
    ("en", _("Engelsk")),
    ("de", _("Tysk")),
    ("ar", _("Arabisk")),
    ("tr", _("Tyrkisk")),
    ("uk", _("Ukrainsk")),
    ("pl", _("Polsk")),
    ("fa", _("Persisk")),
    ("so", _("Somali")),
]
DECLARED = "Ja, det erklærer jeg."


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
    language = forms.ChoiceField(
        label=_("Hvilket sprog skal den frivillige tale?"), choices=LANGUAGES, required=False
    )

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = TaskKind.objects.filter(  # type: ignore[attr-defined]
            municipality_id=municipality_id
        )
        self.fields["skills"].queryset = Skill.objects.filter(  # type: ignore[attr-defined]
            municipality_id=municipality_id
        )

    @property
    def words(self) -> dict[str, Any]:
        """The task's own fields, without the skills."""
        return {name: value for name, value in self.cleaned_data.items() if name != "skills"}


class PointsForm(PlainForm):
    """The task's own points, and a reason for each red word."""

    def __init__(
        self, *args: Any, points: Sequence[Point], reasons: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        self.words = {f"word_{n}": word for n, (word, _said) in enumerate(reasons)}
        for point in points:
            if point.item.evidence != EvidenceKind.AUTOMATIC:
                self.codes.append(point.item.code)
                self.fields[point.item.code] = _point_field(point)
        for name, (word, said) in zip(self.words, reasons, strict=True):
            self.fields[name] = forms.CharField(
                label=_("Hvorfor er “%(word)s” ikke de ansattes arbejde her?") % {"word": word},
                initial=said,
                max_length=LONGEST_EVIDENCE,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={
                    "required": _("Skriv en kort begrundelse for “%(word)s”, eller ret teksten.")
                    % {"word": word}
                },
            )

    @property
    def answers(self) -> dict[str, str]:
        """Evidence by the point's code; points that were left open are not there."""
        given = {code: self.cleaned_data[code] for code in self.codes}
        return {
            code: DECLARED if answer is True else str(answer)
            for code, answer in given.items()
            if answer
        }

    @property
    def reasons(self) -> dict[str, str]:
        """The reason by the red word."""
        return {word: self.cleaned_data[name] for name, word in self.words.items()}


def _point_field(point: Point) -> forms.Field:
    item = point.item
    if item.evidence == EvidenceKind.DECLARATION:
        return forms.BooleanField(
            label=f"{item.code}: {item.text}",
            required=item.gates,
            initial=point.closed,
            error_messages={"required": f"Sæt hak ved {item.code}, hvis det er rigtigt."},
        )
    return forms.CharField(
        label=f"{item.code}: {item.text}",
        help_text=item.evidence_hint,
        required=item.gates,
        initial=point.tick.evidence if point.tick else "",
        max_length=LONGEST_EVIDENCE,
        error_messages={"required": f"Skriv, hvordan {item.code} er i orden."},
    )
