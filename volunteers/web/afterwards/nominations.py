"""Prizes: who is put forward, year by year, and who won."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.rules.deeds import MAY, Deed
from volunteers.actions.afterwards.nominations import (
    Nominee,
    award_prize,
    nominate,
    withdraw_nomination,
)
from volunteers.models import Association, Volunteer
from volunteers.queries.afterwards.nominations import (
    associations_to_nominate,
    known_prizes,
    nominations_for,
    people_to_nominate,
)
from volunteers.web.event_forms import number_field, text_field

NOMINATORS = tuple(MAY[Deed.NOMINATE])
AWARDERS = tuple(MAY[Deed.AWARD_PRIZES])


class NominationForm(PlainForm):
    """Who, for what, and why."""

    year = number_field(gettext_lazy("År"), required=True)
    prize = forms.CharField(
        label=gettext_lazy("Pris"), max_length=60, help_text=gettext_lazy("Fx Frivilligprisen.")
    )
    volunteer = forms.ModelChoiceField(
        Volunteer.objects.none(),
        label=gettext_lazy("En frivillig, der har været hos jer"),
        empty_label=gettext_lazy("Ingen"),
        required=False,
    )
    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=gettext_lazy("Eller en forening"),
        empty_label=gettext_lazy("Ingen"),
        required=False,
    )
    reason = text_field(gettext_lazy("Hvorfor?"), 500, 4)


class Prizes(SignedIn, TemplateView):
    """By year: who won first, then the others by prize. No points, no order of people."""

    roles = NOMINATORS
    template_name = "volunteers/sharing/prizes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the years; one query."""
        rows = nominations_for(self.actor)
        years = [(year, list(some)) for year, some in groupby(rows, key=lambda one: one.year)]
        awards = self.actor.has(*AWARDERS)
        return super().get_context_data(years=years, awards=awards, **kwargs)


class Nominate(SignedIn, BackPage):
    """One more."""

    roles = NOMINATORS
    form_class = NominationForm
    heading = gettext_lazy("Indstil til en pris")  # type: ignore[assignment]
    button = gettext_lazy("Indstil")  # type: ignore[assignment]
    back = "volunteers:prizes"
    back_words = gettext_lazy("Priser")

    def get_initial(self) -> dict[str, Any]:
        """This year; the only prize there has been."""
        prizes = known_prizes(self.actor.municipality_id)
        prize = prizes[0] if len(prizes) == 1 else ""
        return {"year": local(now()).year, "prize": prize}

    def get_form(self, form_class: Any = None) -> Form:
        """Whom the person may put forward, volunteers by first name and initial."""
        form = super().get_form(form_class)
        people: Any = form.fields["volunteer"]
        people.queryset = people_to_nominate(self.actor)
        people.label_from_instance = lambda person: person.short_name
        partners: Any = form.fields["association"]
        partners.queryset = associations_to_nominate(self.actor)
        return form

    def act(self, form: Any) -> HttpResponse:
        """Puts them forward."""
        given = form.cleaned_data
        nominate(
            year=given["year"],
            prize=given["prize"],
            nominee=Nominee(given["volunteer"], given["association"]),
            reason=given["reason"],
            by=self.actor,
            at=now(),
        )
        return self.done(_("Indstillingen er gemt."))


class NominationButton(SignedIn, View):
    """``deed``: traek, vandt."""

    roles = NOMINATORS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Back to the list."""
        row = get_object_or_404(nominations_for(self.actor), uuid=kwargs["nomination"])
        deed = award_prize if request.POST.get("deed") == "vandt" else withdraw_nomination
        deed(nomination=row, by=self.actor, at=now())
        messages.success(request, _("Det er noteret."))
        return redirect("volunteers:prizes")
