"""The form of one point of a checklist draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm
from institutions.models import ChecklistItem
from institutions.rules.checklist_points import (
    EVIDENCE_TO_CHOOSE,
    EVIDENCE_WORDS,
    LEVEL_WORDS,
    LEVELS_TO_CHOOSE,
    LONGEST_HINT,
    LONGEST_TEXT,
    PHASES,
)


class PointForm(PlainForm):
    """A point's words and what it demands. Where a page of its own stands behind a point, when
    and how it is answered cannot be chosen."""

    letter = forms.ChoiceField(
        label=_("Hvornår i forløbet?"), choices=list(PHASES.items()), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Hvad skal være i orden?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence_hint = forms.CharField(label=_("Hvad skal lederen svare?"), max_length=LONGEST_HINT)
    level = forms.ChoiceField(
        label=_("Hvornår svares der?"),
        choices=[(level.value, LEVEL_WORDS[level]) for level in LEVELS_TO_CHOOSE],
        widget=forms.RadioSelect,
    )
    evidence = forms.ChoiceField(
        label=_("Hvad er beviset?"),
        choices=[(kind.value, EVIDENCE_WORDS[kind]) for kind in EVIDENCE_TO_CHOOSE],
        widget=forms.RadioSelect,
    )
    gates = forms.BooleanField(
        label=_("Skal være i orden, før noget kan lægges ud"), required=False
    )
    reopened_by_rules = forms.BooleanField(
        label=_("Åbnes igen, når der kommer nye spilleregler"), required=False
    )

    def __init__(self, *args: Any, item: ChecklistItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item is None:
            return
        del self.fields["letter"]
        own = (*map(str, LEVELS_TO_CHOOSE),), (*map(str, EVIDENCE_TO_CHOOSE),)
        if item.level not in own[0] or item.evidence not in own[1]:
            del self.fields["level"]
            del self.fields["evidence"]

    def point(self) -> dict[str, Any]:
        """The fields as the action takes them."""
        given = dict(self.cleaned_data)
        if self.item is None:
            return {**given, "phase": PHASES[given.pop("letter")]}
        return {"level": self.item.level, "evidence": self.item.evidence, **given}
