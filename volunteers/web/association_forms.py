"""The coordinator's forms about associations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import DanishDateField, PhoneField
from backend.web.forms import PlainForm
from volunteers.models import Association
from volunteers.web.contact_forms import cvr_field, email_field


class AssociationForm(PlainForm):
    """The association's own facts."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Slags"), choices=Association.Kind.choices, widget=forms.RadioSelect
    )
    cvr = cvr_field()
    agreement_on = DanishDateField(
        label=_("Aftalt den"), help_text=_("Fx 15-01-2027"), required=False
    )
    review_on = DanishDateField(
        label=_("Aftalen ses efter den"), help_text=_("Fx 15-01-2028"), required=False
    )
    insurance_note = forms.CharField(
        label=_("Forsikring"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_cvr(self) -> str:
        """The digits alone."""
        return "".join(str(self.cleaned_data["cvr"]).split())


class NewAssociationForm(AssociationForm):
    """With its first contact."""

    contact_name = forms.CharField(label=_("Kontaktpersonens navn"), max_length=80)
    contact_phone = PhoneField(label=_("Kontaktpersonens mobilnummer"))
    contact_email = email_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_email"].label = _("Kontaktpersonens e-mail")


class PaperForm(PlainForm):
    """The words that are sent to be accepted."""

    text = forms.CharField(
        label=_("Teksten"), max_length=8000, widget=forms.Textarea(attrs={"rows": 16})
    )
    ends_on = DanishDateField(label=_("Gælder til"), help_text=_("Fx 15-01-2028"))


class MemberPhoneForm(PlainForm):
    """A volunteer we know already."""

    phone = PhoneField(label=_("Den frivilliges mobilnummer"))
