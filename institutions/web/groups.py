"""A place and its groups: asking an association, writing its answer, and how many came."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.danish_dates import hours_between
from backend.common.numbers import format_decimal
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.rules.deeds import Deed
from institutions.web.attendance_forms import HoursForm
from institutions.web.slot import OneSlot
from volunteers.actions.group_days import record_group
from volunteers.actions.groups import answer_group, ask_association, decline_group
from volunteers.models import Association, GroupOffer
from volunteers.queries.groups import askable_associations
from volunteers.queries.scope import groups_for
from volunteers.rules.states import AnswerChannel

_NUMBER = {"class": "input-width-xs", "inputmode": "numeric"}
_ERRORS = {
    "invalid": gettext_lazy("Skriv et tal, fx 4."),
    "min_value": gettext_lazy("Skriv et tal, der ikke er mindre end %(limit_value)s."),
    "max_value": gettext_lazy("Skriv højst 99."),
}


def _number(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=99,
        error_messages=_ERRORS,
        widget=forms.TextInput(attrs=_NUMBER),
    )


class AskForm(PlainForm):
    """Which association, and for how many."""

    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=gettext_lazy("Hvem vil du spørge?"),
        empty_label=gettext_lazy("Vælg"),
        error_messages={"invalid_choice": gettext_lazy("Vælg en fra listen.")},
    )
    seats = _number(gettext_lazy("Hvor mange vil du spørge om?"), 1)


class AnswerForm(PlainForm):
    """What the contact said on the telephone."""

    seats = _number(gettext_lazy("Hvor mange kommer? Skriv 0 for et nej eller afbud."), 0)
    accepts_rules = forms.BooleanField(
        required=False,
        label=gettext_lazy("Kontakten giver spilleregler og tavshedspligt videre"),
    )


class CameForm(HoursForm):
    """How many came, and for how long."""

    came = _number(gettext_lazy("Hvor mange kom?"), 0)
    field_order = ["came", "hours"]


class AskAssociation(OneSlot, ActionFormView):
    """Asks one association by hand; the contact gets the question by SMS."""

    deed = Deed.ASK_PEOPLE
    form_class = AskForm
    template_name = "institutions/group_form.html"
    heading = gettext_lazy("Spørg en forening")  # type: ignore[assignment]
    button = gettext_lazy("Send sms til kontaktpersonen")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """All seats that are free."""
        return {"seats": self.slot.seats_left}

    def get_form(self, form_class: Any = None) -> AskForm:
        """Associations of the own municipality that have not been asked."""
        form = super().get_form(form_class)
        assert isinstance(form, AskForm)
        choices = askable_associations(self.slot.municipality_id, self.slot.pk)
        form.fields["association"].queryset = choices  # type: ignore[attr-defined]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the time."""
        return super().get_context_data(slot=self.slot, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        """Asks."""
        ask_association(slot=self.slot, **form.cleaned_data, by=self.actor, at=now())
        messages.success(self.request, _("Kontaktpersonen får spørgsmålet på sms."))
        return redirect(self.address("slot"))


class _OneGroup(SignedIn, ActionFormView):
    """A form about one group at a time within reach; another place's is not found."""

    deed = Deed.ASK_PEOPLE
    template_name = "institutions/group_form.html"

    @cached_property
    def group(self) -> GroupOffer:
        """The group of the address with its time."""
        rows = groups_for(self.actor, self.deed).select_related(
            "association", "contact", "slot__task__institution"
        )
        return get_object_or_404(rows, uuid=self.kwargs["group"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the group and its time; the heading is the association."""
        context = super().get_context_data(group=self.group, slot=self.group.slot, **kwargs)
        return {**context, "heading": self.group.association.name}


class GroupAnswer(_OneGroup):
    """Writes the answer the contact gave on the telephone."""

    form_class = AnswerForm
    button = gettext_lazy("Gem svaret")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """The number as it is."""
        return {"seats": self.group.seats or self.group.seats_asked}

    def act(self, form: forms.Form) -> HttpResponse:
        """Keeps the number; 0 is a no, or all seats handed back."""
        by, phone = self.actor, AnswerChannel.PHONE
        if form.cleaned_data["seats"]:
            answer_group(group=self.group, **form.cleaned_data, channel=phone, by=by, at=now())
        else:
            decline_group(group=self.group, channel=phone, by=by, at=now())
        messages.success(self.request, _("Svaret er gemt, og kontaktpersonen har fået en sms."))
        return redirect("institutions:slot", self.group.slot.uuid)


class GroupAttendance(_OneGroup):
    """How many of the group came, and for how long each."""

    deed = Deed.RECORD_ATTENDANCE
    form_class = CameForm

    def get_initial(self) -> dict[str, Any]:
        """Everybody, for the whole time, until somebody says otherwise."""
        group = self.group
        hours = group.hours or hours_between(group.slot.starts_at, group.slot.ends_at)
        came = group.seats if group.came is None else group.came
        return {"came": came, "hours": format_decimal(hours, 2)}

    def act(self, form: forms.Form) -> HttpResponse:
        """Counts them."""
        record_group(group=self.group, **form.cleaned_data, by=self.actor, at=now())
        return redirect("institutions:attendance", self.group.slot.uuid)
