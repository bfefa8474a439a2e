"""The forms of the ground rules' versions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.common.danish_dates import local
from backend.web.clock import now
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from institutions.queries.documents import shipped_content


class NewVersionForm(PlainForm):
    """Who the agreement is between, and which optional rules it has."""

    parties = forms.CharField(
        label=_("Hvem er spillereglerne aftalt mellem?"),
        help_text=_("Fx: Byrådet og de faglige organisationer"),
        max_length=300,
    )
    optional = forms.MultipleChoiceField(
        label=_("Regler, I kan vælge til"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["optional"].choices = [  # type: ignore[attr-defined]
            (rule["code"], f"{rule['code']} {rule['title']}: {rule['text']}")
            for rule in shipped_content()["optional_rules"]
        ]


class ApprovalForm(PlainForm):
    """Who approved a version, and when. Refuses a day to come."""

    approved_by = forms.CharField(
        label=_("Hvem har godkendt?"),
        help_text=_("Fx: Byrådet og de faglige organisationer"),
        max_length=120,
    )
    approved_on = DanishDateField(label=_("Hvornår?"), help_text=_("Fx 24-11-2026"))

    def clean(self) -> dict[str, Any]:
        """Refuses a day to come."""
        given: dict[str, Any] = super().clean() or {}
        day = given.get("approved_on")
        if day is not None and day > local(now()).date():
            self.add_error("approved_on", _("Datoen ligger i fremtiden."))
        return given
