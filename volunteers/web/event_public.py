"""Open events for anybody, and joining one by a code to one's own telephone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView

from backend.web.clock import now
from volunteers.actions.event_sign_up import ask_to_join, join_event
from volunteers.models import Event
from volunteers.queries.event_openings import open_event, open_events
from volunteers.queries.events import seats_left
from volunteers.web.code_steps import CodeForm, ConfirmedByCode
from volunteers.web.event_request_forms import GuestForm
from volunteers.web.public import MunicipalPage


class OpenEvents(MunicipalPage, TemplateView):
    """What anybody may come to, the next one first."""

    template_name = "volunteers/event_openings.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the events."""
        events = open_events(self.municipality.pk, now())
        return super().get_context_data(events=events, **self.placed, **kwargs)


class JoinEvent(MunicipalPage, ConfirmedByCode):
    """One open event, a form to join, then the code. Every step answers all numbers alike."""

    template_name = "volunteers/event_join.html"
    code_template_name = "volunteers/event_join_code.html"

    @cached_property
    def event(self) -> Event:
        """The event of the address; 404 for one that is not open to everybody."""
        found = open_event(self.municipality.pk, self.kwargs["event"])
        if found is None:
            raise Http404
        return found

    def make_form(self, data: Any = None) -> GuestForm:
        """Name, telephone, and as what."""
        return GuestForm(data)

    def context(self) -> dict[str, Any]:
        """The event and whether there is room."""
        event = self.event
        over = event.starts_at <= now() or event.cancelled_at is not None
        return {**self.placed, "event": event, "left": seats_left(event), "over": over}

    def ask(self, form: GuestForm) -> None:
        """Sends the code."""
        language = get_language() or "da"
        ask_to_join(event=self.event, fields=form.cleaned_data, at=now(), language=language)

    def act(self, form: GuestForm, codes: CodeForm) -> HttpResponse:
        """Joins; the SMS says whether it is a seat or a place in line."""
        join_event(
            event=self.event,
            fields=form.cleaned_data,
            code=codes.cleaned_data["code"],
            at=now(),
        )
        return redirect(reverse("volunteers:event_joined") + self.placed["which"])
