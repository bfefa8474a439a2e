"""Suggestions and bøvl: sent by colleagues, listed and answered by the coordinator."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.accounts.models import Municipality
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from institutions.queries.scope import own_places
from institutions.rules.deeds import MAY, Deed
from volunteers.actions.sharing.suggestions import (
    answer_suggestion,
    end_campaign,
    look_at_suggestion,
    plan_campaign,
    send_suggestion,
)
from volunteers.models import Campaign, Suggestion, Theme
from volunteers.queries.sharing.campaigns import campaigns_for, next_campaign, takes_suggestions
from volunteers.queries.sharing.suggestions import (
    gain_counts,
    own_suggestions,
    suggestions_for,
    theme_counts,
)
from volunteers.web.sharing.forms import (
    CampaignForm,
    StaffSuggestionForm,
    SuggestionAnswerForm,
)

ANSWERERS = tuple(MAY[Deed.ANSWER_SUGGESTIONS])


class Suggest(SignedIn, BackPage):
    """The form for everybody signed in, and one's own suggestions with their answers."""

    template_name = "volunteers/sharing/suggest.html"
    form_class = StaffSuggestionForm
    heading = gettext_lazy("Bøvl og forslag")  # type: ignore[assignment]
    button = gettext_lazy("Send")  # type: ignore[assignment]

    @cached_property
    def municipality(self) -> Municipality:
        """The person's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)

    def get_form(self, form_class: Any = None) -> Form:
        """With the places the person works at."""
        form = super().get_form(form_class)
        form.fields["institution"].queryset = own_places(self.actor)  # type: ignore[attr-defined]
        return form

    def act(self, form: Any) -> HttpResponse:
        """To the receipt."""
        given = dict(form.cleaned_data)
        given["theme"] = Theme(given["theme"])
        sent = send_suggestion(municipality=self.municipality, by=self.actor, at=now(), **given)
        return redirect("volunteers:suggestion_receipt", sent.receipt)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the person's own, and when the form opens again."""
        today, town = local(now()).date(), self.actor.municipality_id
        return super().get_context_data(
            mine=list(own_suggestions(self.actor)[:30]),
            takes=takes_suggestions(town, today),
            coming=next_campaign(town, today),
            answers=self.actor.has(*ANSWERERS),
            **kwargs,
        )


class SuggestionInbox(SignedIn, TemplateView):
    """Those that wait, soonest due first; ``?besvarede`` shows the others. Counts by theme."""

    roles = ANSWERERS
    template_name = "volunteers/sharing/suggestion_inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the list and the counts."""
        answered = "besvarede" in self.request.GET
        rows = suggestions_for(self.actor)
        if answered:
            rows = rows.filter(answered_at__isnull=False).order_by("-answered_at", "-id")
        else:
            rows = rows.filter(answered_at=None)
        return super().get_context_data(
            suggestions=list(rows[:100]),
            answered=answered,
            today=local(now()).date(),
            themes=theme_counts(self.actor),
            gains=gain_counts(self.actor),
            campaigns=campaigns_for(self.actor),
            **kwargs,
        )


class OneSuggestion(SignedIn):
    """A page about one suggestion, for those who answer."""

    roles = ANSWERERS

    @cached_property
    def suggestion(self) -> Suggestion:
        """The suggestion of the address."""
        return get_object_or_404(suggestions_for(self.actor), uuid=self.kwargs["suggestion"])


class AnswerSuggestion(OneSuggestion, BackPage):
    """The suggestion, and the form for its answer."""

    template_name = "volunteers/sharing/suggestion.html"
    form_class = SuggestionAnswerForm
    heading = gettext_lazy("Et forslag")  # type: ignore[assignment]
    button = gettext_lazy("Send svaret")  # type: ignore[assignment]
    back = "volunteers:suggestion_inbox"
    back_words = gettext_lazy("Bøvl og forslag")

    def act(self, form: Any) -> HttpResponse:
        """Answers."""
        answer_suggestion(suggestion=self.suggestion, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Svaret er sendt."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the suggestion."""
        kwargs["suggestion"] = self.suggestion
        return super().get_context_data(today=local(now()).date(), **kwargs)


class LookAt(OneSuggestion, View):
    """The button "Vi ser på det"."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to it."""
        look_at_suggestion(suggestion=self.suggestion, by=self.actor, at=now())
        messages.success(request, _("Afsenderen kan se, at I ser på det."))
        return redirect("volunteers:suggestion", self.suggestion.uuid)


class PlanCampaign(SignedIn, BackPage):
    """A period more."""

    roles = ANSWERERS
    form_class = CampaignForm
    heading = gettext_lazy("Ny periode for forslag")  # type: ignore[assignment]
    intro = gettext_lazy("Uden for perioderne siger formularen, hvornår den åbner igen.")
    back = "volunteers:suggestion_inbox"
    back_words = gettext_lazy("Bøvl og forslag")

    def act(self, form: Any) -> HttpResponse:
        """Keeps it."""
        town = Municipality.objects.get(pk=self.actor.municipality_id)
        plan_campaign(municipality=town, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Perioden er gemt."))


class EndCampaign(SignedIn, View):
    """The button "Luk i dag"."""

    roles = ANSWERERS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Back to the list."""
        campaign: Campaign = get_object_or_404(campaigns_for(self.actor), uuid=kwargs["campaign"])
        at = now()
        end_campaign(campaign=campaign, on=local(at).date(), by=self.actor, at=at)
        messages.success(request, _("Perioden lukker i dag."))
        return redirect("volunteers:suggestion_inbox")
