"""The operators' page: the queue, the failures, the price, and the buttons that help."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.messaging.models import Channel, Message
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from volunteers.actions import outgoing
from volunteers.queries.outgoing import outgoing_for
from volunteers.queries.scope import messages_for
from volunteers.web.messages_forms import CeilingsForm


class MessagesPage(SignedIn, TemplateView):
    """What waits, what failed and why, what it costs."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counted at this moment."""
        at = now()
        return super().get_context_data(page=outgoing_for(self.actor, at), as_of=at, **kwargs)


class _OneMessage(SignedIn, View):
    """A button beside one message; another municipality's is 404."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["post"]

    @property
    def message(self) -> Message:
        """The message of the address."""
        return get_object_or_404(messages_for(self.actor), uuid=self.kwargs["message"])


class Retry(_OneMessage):
    """The button "Send igen"."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Queues it anew."""
        outgoing.retry_message(message=self.message, by=self.actor, at=now())
        messages.success(request, _("Beskeden er i kø igen."))
        return redirect("volunteers:messages")


class Recall(_OneMessage):
    """The button "Hold tilbage"."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Takes it out of the queue."""
        outgoing.recall_message(message=self.message, by=self.actor, at=now())
        messages.success(request, _("Beskeden bliver ikke sendt."))
        return redirect("volunteers:messages")


class _OneChannel(SignedIn, View, ABC):
    """A button beside one channel of the own municipality."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["post"]

    def post(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Acts on the channel of the address; one we do not have is 404."""
        if kwargs["code"] not in set(Channel):
            raise Http404
        municipality = Municipality.objects.get(pk=self.actor.municipality_id)
        self.act(municipality, Channel(kwargs["code"]))
        return redirect("volunteers:messages")

    @abstractmethod
    def act(self, municipality: Municipality, channel: Channel) -> None:
        """Rests or takes up."""


class Rest(_OneChannel):
    """The button "Sæt på pause"."""

    def act(self, municipality: Municipality, channel: Channel) -> None:
        """Messages wait from now on."""
        outgoing.rest_channel(municipality=municipality, channel=channel, by=self.actor, at=now())


class TakeUp(_OneChannel):
    """The button "Genoptag"."""

    def act(self, municipality: Municipality, channel: Channel) -> None:
        """Messages go out again."""
        outgoing.take_up_channel(
            municipality=municipality, channel=channel, by=self.actor, at=now()
        )


class Ceilings(SignedIn, ActionFormView):
    """How many questions by SMS a number, a day and a month may cost."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/messages_ceilings.html"
    form_class = CeilingsForm
    heading = gettext_lazy("Loft for sms")  # type: ignore[assignment]
    button = gettext_lazy("Gem")  # type: ignore[assignment]

    @property
    def municipality(self) -> Municipality:
        """The actor's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)

    def get_initial(self) -> dict[str, Any]:
        """What holds now."""
        place = self.municipality
        return {
            "per_number": place.sms_per_number_day,
            "per_day": place.sms_per_day,
            "kroner_per_month": place.sms_kroner_per_month,
            "per_second": place.sms_per_second,
        }

    def act(self, form: CeilingsForm) -> HttpResponse:
        """Holds from the next message on."""
        outgoing.set_ceilings(
            municipality=self.municipality, **form.cleaned_data, by=self.actor, at=now()
        )
        messages.success(self.request, _("Loftet er gemt."))
        return redirect("volunteers:messages")
