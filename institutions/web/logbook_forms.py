"""The shape of a search in the record."""

from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from volunteers.texts.deeds import known_words


def _deeds() -> list[tuple[str, Any]]:
    return [("", _("Alt")), *sorted(known_words()["deeds"].items(), key=itemgetter(1))]


class LogSearchForm(PlainForm):
    """Who, what and when; nothing is required, and the first day may not be after the last."""

    hvem = forms.CharField(required=False, max_length=80, label=_("Hvem (en del af navnet)"))
    hvad = forms.ChoiceField(required=False, label=_("Hvad"), choices=_deeds)
    fra = DanishDateField(required=False, label=_("Fra og med"))
    til = DanishDateField(required=False, label=_("Til og med"))

    def clean_til(self) -> object:
        """Refuses a last day before the first."""
        first, last = self.cleaned_data.get("fra"), self.cleaned_data["til"]
        if first and last and last < first:
            raise forms.ValidationError(_("Vælg en dag, der er den første dag eller senere."))
        return last
