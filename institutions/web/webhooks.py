"""Other systems that are told what happens: their addresses, secrets, and calls given up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from backend.web.clock import now
from backend.web.forms import PlainForm
from backend.webhooks.models import DeliveryState, Endpoint, Event
from institutions.actions.webhooks import (
    add_endpoint,
    change_endpoint,
    replay_dead,
    rotate_secret,
    switch_endpoint,
)
from institutions.queries.webhooks import deliveries_for, endpoints_for
from institutions.web.organisation import BackPage, Keeper

EVENT_WORDS = {
    Event.TASK_OPENED: gettext_lazy("Et behov er lagt ud"),
    Event.SLOT_FILLED: gettext_lazy("Et tidspunkt er fyldt op"),
    Event.OFFER_ANSWERED: gettext_lazy("Nogen har svaret ja eller nej"),
    Event.ASSIGNMENT_CHANGED: gettext_lazy("En tilmelding er ændret"),
    Event.CRITERION_CHANGED: gettext_lazy("Et succeskriterium er ændret"),
}
OUTCOME_WORDS = {
    "forbidden": gettext_lazy("Adressen må ikke kaldes"),
    "timeout": gettext_lazy("Svarede ikke i tide"),
    "tls": gettext_lazy("Certifikatet er ikke i orden"),
    "unreachable": gettext_lazy("Kunne ikke nås"),
}
STATE_WORDS = {
    DeliveryState.QUEUED: gettext_lazy("venter"),
    DeliveryState.SENDING: gettext_lazy("på vej"),
    DeliveryState.DELIVERED: gettext_lazy("modtaget"),
    DeliveryState.DEAD: gettext_lazy("opgivet"),
}
_SHOWN = 50


class SystemForm(PlainForm):
    """Name, address and events; whether the address may be called is the action's to say."""

    name = forms.CharField(
        label=gettext_lazy("Hvilket system?"), help_text=gettext_lazy("Fx intranettet")
    )
    url = forms.CharField(
        label=gettext_lazy("Adresse"),
        help_text=gettext_lazy("Fx https://intranet.kommunen.dk/samspil"),
        widget=forms.URLInput,
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad skal det have besked om?"),
        choices=[(event.value, words) for event, words in EVENT_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )


class Systems(Keeper, TemplateView):
    """The systems, and whether they answer."""

    template_name = "institutions/systems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the addresses in the order they came."""
        return super().get_context_data(systems=endpoints_for(self.actor), **kwargs)


class SystemPage(BackPage):
    """What the pages with the form share."""

    form_class = SystemForm
    back = "institutions:systems"
    back_words = gettext_lazy("Andre systemer")


class NewSystem(Keeper, SystemPage):
    """One more system, and its secret."""

    heading = gettext_lazy("Nyt system")  # type: ignore[assignment]
    button = gettext_lazy("Tilføj")  # type: ignore[assignment]
    intro = gettext_lazy(
        "Systemet får besked med det samme, uden navne: kun hvad der skete, og et nummer, det kan "
        "slå op med sin egen nøgle."
    )

    def act(self, form: SystemForm) -> HttpResponse:
        """Keeps it, and shows the secret now or never."""
        endpoint, secret = add_endpoint(**form.cleaned_data, by=self.actor, at=now())
        return secret_page(self.request, endpoint, secret)


class OneSystem(Keeper):
    """A page of one system; not found for other municipalities."""

    @cached_property
    def endpoint(self) -> Endpoint:
        """The one in the address."""
        return get_object_or_404(endpoints_for(self.actor), uuid=self.kwargs["system"])

    def told(self, text: str) -> HttpResponse:
        """To the system's own page, with a sentence."""
        messages.success(self.request, text)
        return redirect("institutions:system", self.endpoint.uuid)


class ChangeSystem(OneSystem, SystemPage):
    """One system with its newest calls."""

    template_name = "institutions/system.html"

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        endpoint = self.endpoint
        return {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}

    def act(self, form: SystemForm) -> HttpResponse:
        """Keeps it."""
        change_endpoint(endpoint=self.endpoint, **form.cleaned_data, by=self.actor, at=now())
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the newest calls and how many were given up."""
        calls = deliveries_for(self.actor).filter(endpoint=self.endpoint)
        rows = [
            {
                "call": call,
                "event": EVENT_WORDS[Event(call.event)],
                "state": STATE_WORDS[DeliveryState(call.state)],
                "outcome": OUTCOME_WORDS.get(call.outcome, call.outcome),
            }
            for call in calls.order_by("-id")[:_SHOWN]
        ]
        dead = calls.filter(state=DeliveryState.DEAD).count()
        shown = super().get_context_data(rows=rows, dead=dead, at=now(), **kwargs)
        return {**shown, "system": self.endpoint, "heading": self.endpoint.name}


class NewSecret(OneSystem, View):
    """Another secret, shown now or never."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, system: object) -> HttpResponse:  # noqa: ARG002
        """The old one signs too for a day."""
        endpoint, secret = rotate_secret(endpoint=self.endpoint, by=self.actor, at=now())
        return secret_page(request, endpoint, secret)


class SwitchSystem(OneSystem, View):
    """Sends, or sends no more."""

    http_method_names = ["post", "options"]
    on = True

    def post(self, request: HttpRequest, system: object) -> HttpResponse:  # noqa: ARG002
        """Back to the system."""
        switch_endpoint(endpoint=self.endpoint, on=self.on, by=self.actor, at=now())
        return self.told(_("Systemet får besked.") if self.on else _("Systemet får ikke besked."))


class ReplayCalls(OneSystem, View):
    """Makes the calls anew that were given up."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, system: object) -> HttpResponse:  # noqa: ARG002
        """Back to the system."""
        count = replay_dead(endpoint=self.endpoint, by=self.actor, at=now())
        text = ngettext("%(count)d besked sendes igen.", "%(count)d beskeder sendes igen.", count)
        return self.told(text % {"count": count})


def secret_page(request: HttpRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    """The secret on a page that no browser keeps."""
    shown = {"system": endpoint, "secret": secret}
    response = render(request, "institutions/system_secret.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response
