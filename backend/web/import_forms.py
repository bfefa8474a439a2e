"""A file of rows, and what a page that has shown it sends back."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.xlsx_rows import SIGNATURE
from backend.web.forms import PlainForm

# It is carried through the page that shows it, so that nothing is kept before the yes.
LARGEST = 1_000_000


class ImportForm(PlainForm):
    """A spreadsheet or a CSV file; a large one is refused unread."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "Excel (.xlsx) eller CSV med semikolon, højst 1 MB. Den første linje er overskrifter."
        ),
        error_messages={
            "required": gettext_lazy("Vælg en fil."),
            "empty": gettext_lazy("Filen er tom. Vælg en fil med overskrifter og rækker."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """The file; its size is looked at before its content, and its content before its name."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("Filen er over 1 MB. Del den i flere."), code="too_large")
        begins = file.read(len(SIGNATURE))
        file.seek(0)
        if file.name.lower().endswith(".xlsx") != (begins == SIGNATURE):
            raise ValidationError(
                _("Filens navn og indhold passer ikke sammen. Vælg en .xlsx- eller en .csv-fil."),
                code="other_content",
            )
        return file


def carried(data: bytes) -> str:
    """The file as a hidden field carries it."""
    return base64.b64encode(data).decode()


def carried_back(text: str) -> bytes | None:
    """The file from the hidden field; None for what is none of ours."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
