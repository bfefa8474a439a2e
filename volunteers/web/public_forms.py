"""The filter of the open needs."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm
from volunteers.queries.open_needs import Areas, Wanted

_ALL = ("", _("Alle"))


class WantedForm(PlainForm):
    """Area, kind and day, each optional; a choice that is not there counts as none."""

    omraade = forms.ChoiceField(label=_("Område"), required=False)
    slags = forms.ChoiceField(label=_("Slags opgave"), required=False)
    dag = forms.ChoiceField(label=_("Dag"), required=False)

    def __init__(self, data: Any, *, areas: Areas) -> None:
        super().__init__(data, use_required_attribute=False)
        choices = {
            "omraade": areas.postcodes,
            "slags": [(str(kind.pk), kind.name) for kind in areas.kinds],
            "dag": [(str(n + 1), name) for n, name in WEEKDAYS.items()],
        }
        for name, those in choices.items():
            self.fields[name].choices = [_ALL, *those]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        self.is_valid()
        read = self.cleaned_data
        return Wanted(
            postcode=read.get("omraade", ""),
            kind=_number(read.get("slags")),
            weekday=_number(read.get("dag")),
        )


def _number(text: str | None) -> int | None:
    return int(text) if text else None
