"""Writing down what a person said on the telephone or at the door."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.forms import PlainForm
from backend.web.looks import looks_at
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from volunteers.actions import answers
from volunteers.models import Assignment, Offer
from volunteers.queries.scope import offers_for
from volunteers.rules.states import AnswerChannel

YES, NO, LINE, BACK = "ja", "nej", "venteliste", "afbud"


class BehalfForm(PlainForm):
    """What was said, how it reached us, and whether the rules were told the first time."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Hvad blev svaret?"),
        choices=[
            (YES, gettext_lazy("Ja")),
            (NO, gettext_lazy("Nej")),
            (LINE, gettext_lazy("Vil stå på venteliste")),
            (BACK, gettext_lazy("Afbud")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvad der blev svaret.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hvordan fik I svaret?"),
        choices=[
            (AnswerChannel.PHONE.value, gettext_lazy("I telefonen")),
            (AnswerChannel.IN_PERSON.value, gettext_lazy("Ansigt til ansigt")),
            (AnswerChannel.SMS.value, gettext_lazy("På sms")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvordan I fik svaret.")},
    )
    accepts_rules = forms.BooleanField(
        label=gettext_lazy("Jeg har fortalt om spillereglerne og tavsheden, og der blev sagt ja"),
        help_text=gettext_lazy("Skal kun bruges første gang hos stedet."),
        required=False,
    )


class BehalfPage(OneSlot, ActionFormView):
    """One person's answer, written by somebody who could have asked; the log has both names."""

    deed = Deed.ASK_PEOPLE
    form_class = BehalfForm
    template_name = "institutions/behalf.html"
    heading = gettext_lazy("Skriv svaret")  # type: ignore[assignment]
    button = gettext_lazy("Gem svaret")  # type: ignore[assignment]

    @cached_property
    def offer(self) -> Offer:
        """The question to the person; somebody who was never asked is not found."""
        rows = offers_for(self.actor, self.deed).filter(slot=self.slot)
        return get_object_or_404(
            rows.select_related("volunteer"), volunteer__uuid=self.kwargs["person"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the time and the person's first name and initial."""
        looks_at(self.request, self.offer.volunteer_id, by=self.actor)
        return super().get_context_data(slot=self.slot, offer=self.offer, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        """Does what the person's own button would, with the channel."""
        words = _write(self.offer, form.cleaned_data, by=self.actor)
        messages.success(self.request, words)
        return redirect(self.address("slot"))


def _write(offer: Offer, said: dict[str, Any], *, by: Any) -> str:
    at, channel = now(), AnswerChannel(said["channel"])
    if said["answer"] == NO:
        answers.decline_offer(offer=offer, channel=channel, by=by, at=at)
        return _("Nej er noteret.")
    if said["answer"] == LINE:
        answers.join_waiting_list(offer=offer, channel=channel, by=by, at=at)
        return _("Ventelisten er noteret.")
    if said["answer"] == BACK:
        held = get_object_or_404(
            Assignment.objects.select_related("offer"), offer=offer, volunteer=offer.volunteer_id
        )
        answers.withdraw(assignment=held, channel=channel, by=by, at=at)
        return _("Afbud er noteret, og pladsen er givet videre.")
    outcome = answers.accept_offer(
        offer=offer, accepts_rules=said["accepts_rules"], channel=channel, by=by, at=at
    )
    return str(_OUTCOMES[outcome])


_OUTCOMES = {
    answers.Outcome.CONFIRMED: gettext_lazy("Ja er noteret, og der er sendt en sms."),
    answers.Outcome.WAITING: gettext_lazy("Ja er noteret. Personen står på venteliste."),
    answers.Outcome.FULL: gettext_lazy("Pladserne er besat. Spørg, om personen vil på venteliste."),
    answers.Outcome.PAPERS: gettext_lazy("Ja er noteret og bliver bekræftet, når det er på plads."),
}
