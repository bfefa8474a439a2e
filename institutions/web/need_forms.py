"""The form of what the leader declares about a need, and a form with a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm
from institutions.queries.checklists import Point
from institutions.rules.checklist import LONGEST_EVIDENCE, EvidenceKind

DECLARED = "Ja, det erklærer jeg."


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
        help_text=point.reopened_why or item.evidence_hint,
        required=item.gates,
        initial=point.tick.evidence if point.tick else "",
        max_length=LONGEST_EVIDENCE,
        error_messages={"required": f"Skriv, hvordan {item.code} er i orden."},
    )


class ReasonForm(PlainForm):
    """Why a proposal goes back."""

    reason = forms.CharField(
        label=_("Hvad skal din kollega ændre?"),
        help_text=_("Din kollega ser det på kladden og kan sende den igen."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv, hvad der skal ændres, eller hvorfor det ikke går.")},
    )


class KeepTemplateForm(PlainForm):
    """What a template is called, and whether all the municipality's places may begin from it."""

    title = forms.CharField(label=_("Hvad skal skabelonen hedde?"), max_length=80)
    everywhere = forms.BooleanField(
        label=_("Alle institutioner i kommunen kan bruge den"),
        help_text=_("Mødested, kontaktperson og link følger ikke med."),
        required=False,
    )
