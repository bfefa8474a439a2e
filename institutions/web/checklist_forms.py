"""The forms of the checklist's points: one small form per kind of evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.common.danish_dates import parse_date
from backend.web.fields import DanishDateField
from backend.web.forms import DanishErrors, PlainForm
from institutions.actions.delegations import LONGEST_NOTE
from institutions.models import ChecklistItem, Institution, MedEntry, TaskTick, Tick
from institutions.queries.agreements import agreements_at
from institutions.rules.checklist import EvidenceKind

# The answers of the shipped checklist's choices. The second of each pair says whether the answer
# needs words beside it. A choice without a line here is answered in words.
CHOICES: Mapping[str, Mapping[str, bool]] = {
    "F07": {"Gennem en forening": False, "Direkte hos os": False, "Begge dele": False},
    "F09": {"Nej": False, "Ja": True},
    "F11": {"Kommunens ordning": True, "Foreningens ordning": True, "Egen forsikring": True},
}
NOTES: Mapping[str, Any] = {
    "F07": _("Hvor ligger aftalen?"),
    "F09": _("Begrundelse, hvis ja"),
    "F11": _("Forklar ordningen i to linjer"),
}
_DECLARED = "Ja, det erklærer jeg."


class EvidenceFields(forms.Form):
    """The fields of one point: ``evidence`` and, for some kinds, ``held_on`` or ``choice``."""

    def __init__(
        self,
        item: ChecklistItem,
        data: Any = None,
        initial: Any = None,
        entries: Sequence[MedEntry] = (),
    ) -> None:
        self.item = item
        self.kind = _kind(item)
        self.entries = {str(entry.pk): entry for entry in entries}
        super().__init__(data, initial=initial, prefix=item.code)
        self.fields.update(_fields(item, self.kind))
        if self.entries:
            self.fields = {"entry": _logged(self.entries), **self.fields}
            self.fields["evidence"].required = self.fields["held_on"].required = False


class EvidenceForm(DanishErrors, EvidenceFields):
    """The evidence of one point."""

    def clean(self) -> dict[str, Any]:
        """Refuses an answer that needs words and has none."""
        given: dict[str, Any] = super().clean() or {}
        choice = given.get("choice")
        wordless = not given.get("evidence") and "evidence" not in self.errors
        if choice and CHOICES[self.item.code][choice] and wordless:
            self.add_error("evidence", _("Skriv et par ord om svaret."))
        if self.entries and not given.get("entry"):
            if wordless:
                self.add_error("evidence", _("Vælg et møde fra MED-loggen, eller skriv udvalget."))
            if not given.get("held_on") and "held_on" not in self.errors:
                self.add_error("held_on", _("Skriv datoen, for eksempel 24-11-2026."))
        return given

    def answer(self) -> tuple[str, date | None]:
        """The evidence in words, and the day it is about."""
        given = self.cleaned_data
        if self.kind is EvidenceKind.DECLARATION:
            return (_DECLARED if given["evidence"] else ""), None
        if given.get("entry"):
            entry = self.entries[given["entry"]]
            return entry.committee, entry.held_on
        parts = (str(given.get("choice", "")), str(given.get("evidence", "")))
        return ": ".join(part for part in parts if part), given.get("held_on")


def evidence_form(
    item: ChecklistItem,
    institution: Institution,
    tick: Tick | TaskTick | None = None,
    data: Any = None,
) -> EvidenceForm:
    """The form of a point; an answer that stands is filled in, so that it can be corrected."""
    entries = agreements_at(institution) if item.evidence == EvidenceKind.MED else []
    if tick is None:
        return EvidenceForm(item, data, _suggestion(item, institution), entries)
    return EvidenceForm(item, data, _read_back(item, tick.evidence), entries)


def _kind(item: ChecklistItem) -> EvidenceKind:
    kind = EvidenceKind(item.evidence)
    return EvidenceKind.TEXT if kind is EvidenceKind.CHOICE and item.code not in CHOICES else kind


def _fields(item: ChecklistItem, kind: EvidenceKind) -> dict[str, forms.Field]:
    hint = capfirst(item.evidence_hint)
    if kind is EvidenceKind.DATE:
        return {"held_on": _day(_("Hvilken dag er det sket?"))}
    if kind is EvidenceKind.MED:
        return {
            "evidence": _words(_("Hvilket udvalg?"), _("Fx LokalMED"), _("Skriv, hvilket udvalg.")),
            "held_on": _day(_("Hvilken dag er det drøftet?")),
        }
    if kind is EvidenceKind.PERSON:
        return {"evidence": _words(_("Hvem?"), hint, _("Skriv navnet på personen."))}
    if kind is EvidenceKind.DECLARATION:
        return {"evidence": forms.BooleanField(label=_("Ja, det erklærer jeg"))}
    if kind is EvidenceKind.CHOICE:
        return _choice(item)
    rows = forms.Textarea(attrs={"rows": 2})
    return {
        "evidence": forms.CharField(label=_("Sådan er det i orden"), help_text=hint, widget=rows)
    }


def _logged(entries: Mapping[str, MedEntry]) -> forms.ChoiceField:
    """The agreements that stand in the MED log, and the way to write a new one."""
    known = [
        (key, f"{entry.committee}, {entry.held_on:%d-%m-%Y}") for key, entry in entries.items()
    ]
    return forms.ChoiceField(
        label=_("Hvilket møde i MED-loggen?"),
        choices=[*known, ("", _("Et andet møde: skriv det herunder"))],
        widget=forms.RadioSelect,
        required=False,
    )


def _choice(item: ChecklistItem) -> dict[str, forms.Field]:
    answers = CHOICES[item.code]
    return {
        "choice": forms.ChoiceField(
            label=_("Vælg et svar"),
            choices=[(answer, answer) for answer in answers],
            widget=forms.RadioSelect,
            error_messages={"required": _("Vælg et svar.")},
        ),
        "evidence": forms.CharField(label=NOTES[item.code], required=all(answers.values())),
    }


def _words(label: Any, hint: Any, missing: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, error_messages={"required": missing})


def _day(label: Any) -> DanishDateField:
    return DanishDateField(
        label=label,
        help_text=_("Fx 24-11-2026"),
        error_messages={"required": _("Skriv datoen, for eksempel 24-11-2026.")},
    )


def _suggestion(item: ChecklistItem, institution: Institution) -> dict[str, Any]:
    """The people the institution already has on file, for the point that asks for them."""
    if item.code != "F05":
        return {}
    names = (institution.contact_name, institution.deputy_name)
    return {"evidence": " og ".join(name for name in names if name)}


def _read_back(item: ChecklistItem, written: str) -> dict[str, Any]:
    """What was typed, from the evidence as it is stored; the other way round of ``answer``."""
    kind = _kind(item)
    if kind in (EvidenceKind.DATE, EvidenceKind.MED):
        words, _dot, day = written.rpartition(" · ")
        try:
            return {"evidence": words, "held_on": parse_date(day)}
        except ValueError:
            return {"evidence": written}
    if kind is EvidenceKind.CHOICE:
        choice, _colon, note = written.partition(": ")
        return {"choice": choice, "evidence": note}
    return {"evidence": written}


class DelegateForm(PlainForm):
    """A colleague, and a word to go with it."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hvem skal se på punktet?"),
        help_text=_("Står kollegaen her ikke, så giv en rolle under Roller først."),
        empty_label=_("Vælg"),
    )
    note = forms.CharField(
        label=_("Besked"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
