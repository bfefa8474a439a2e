"""Somebody came without being asked: the leader writes them on the list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from volunteers.actions.walk_ins import register_walk_in


class WalkInForm(PlainForm):
    """Who it is, and that the rules have been said aloud."""

    first_name = forms.CharField(label=gettext_lazy("Fornavn"), max_length=60)
    last_name = forms.CharField(label=gettext_lazy("Efternavn"), max_length=80)
    phone = PhoneField(label=gettext_lazy("Mobilnummer"))
    postcode = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("Postnummer"),
        error_messages={"invalid": gettext_lazy("Skriv postnummeret, fire cifre.")},
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Fødselsår, hvis personen er under 18"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
    )
    accepts_rules = forms.BooleanField(
        label=gettext_lazy("Personen har hørt spillereglerne og tavshedspligten og sagt ja"),
        required=False,
    )


class WalkIn(OneSlot, ActionFormView):
    """On the day and for 14 days after, as attendance itself."""

    deed = Deed.RECORD_ATTENDANCE
    form_class = WalkInForm
    template_name = "institutions/attendance_walk_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the time, so that a foreign one is not found."""
        return super().get_context_data(slot=self.slot, **kwargs)

    def act(self, form: WalkInForm) -> HttpResponse:
        """Back to the list, where the person now stands as there."""
        fields = dict(form.cleaned_data)
        accepts = fields.pop("accepts_rules")
        seat = register_walk_in(
            slot=self.slot, fields=fields, accepts_rules=accepts, by=self.actor, at=now()
        )
        name = seat.volunteer.first_name
        messages.success(self.request, _("%(name)s er skrevet på.") % {"name": name})
        return HttpResponseRedirect(f"{self.address('attendance')}#person-{seat.uuid}")
