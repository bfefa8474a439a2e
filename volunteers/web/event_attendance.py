"""The event's day: who came, how many more came, and what was begun."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.rules.deeds import Deed, grants_for
from volunteers.actions.event_answers import decline_event, wait_for_event
from volunteers.actions.event_attendance import count_heads, mark_presence, note_initiatives
from volunteers.models import Participant
from volunteers.queries.events import standing_of
from volunteers.rules.events import EventKind, Group, Presence
from volunteers.web.event_attendance_forms import HeadsForm, InitiativesForm
from volunteers.web.events import KeptEvent

_PRESENCE = {
    "moedt": Presence.PLACE,
    "online": Presence.ONLINE,
    "udeblev": Presence.ABSENT,
    "fortryd": Presence.UNKNOWN,
}


class AttendancePage(KeptEvent, TemplateView):
    """The list with two taps for each, the heads at the door, and a workshop's initiatives."""

    template_name = "volunteers/event_attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the people and the small forms."""
        event = self.event
        kwargs["event"] = event
        return super().get_context_data(
            standing=standing_of(event),
            heads=event.headcounts.order_by("group"),
            begun=event.starts_at <= now(),
            workshop=event.kind == EventKind.WORKSHOP,
            full_names=bool(grants_for(self.actor, Deed.SEE_PEOPLE)),
            **kwargs,
        )


class OneParticipant(KeptEvent):
    """Somebody on the event's list; not found for other events."""

    @cached_property
    def participant(self) -> Participant:
        """The participant of the address."""
        rows = self.event.participants.select_related("event__municipality", "event__department")
        return get_object_or_404(rows, uuid=self.kwargs["participant"])


class MarkPresence(OneParticipant, View):
    """The buttons "Mødt", "Mødt online", "Udeblev" and "Fortryd"."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the person on the list."""
        presence = _PRESENCE.get(request.POST.get("svar", ""), Presence.UNKNOWN)
        mark_presence(participant=self.participant, presence=presence, by=self.actor, at=now())
        back = redirect("volunteers:event_attendance", self.event.uuid)
        back["Location"] += f"#person-{self.participant.uuid}"
        return back


class NoteAnswer(OneParticipant, View):
    """An answer heard by telephone."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the event."""
        deed = decline_event if request.POST.get("svar") == "nej" else wait_for_event
        deed(participant=self.participant, by=self.actor, at=now())
        messages.success(request, _("Svaret er noteret."))
        return redirect("volunteers:event", self.event.uuid)


class CountHeads(KeptEvent, ActionFormView):
    """How many of a group came without being on the list."""

    template_name = "volunteers/event_small_form.html"
    form_class = HeadsForm
    heading = gettext_lazy("Kom uden tilmelding")  # type: ignore[assignment]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the event."""
        kwargs["event"] = self.event
        return super().get_context_data(**kwargs)

    def act(self, form: HeadsForm) -> HttpResponse:
        """Keeps the count."""
        given = form.cleaned_data
        count_heads(
            event=self.event,
            group=Group(given["group"]),
            at_place=given["at_place"] or 0,
            online=given["online"] or 0,
            by=self.actor,
            at=now(),
        )
        return redirect("volunteers:event_attendance", self.event.uuid)


class Initiatives(KeptEvent, ActionFormView):
    """What a workshop began."""

    template_name = "volunteers/event_small_form.html"
    form_class = InitiativesForm
    heading = gettext_lazy("Initiativer")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        return {"initiatives": self.event.initiatives}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the event."""
        kwargs["event"] = self.event
        return super().get_context_data(**kwargs)

    def act(self, form: InitiativesForm) -> HttpResponse:
        """Keeps them."""
        note_initiatives(event=self.event, by=self.actor, at=now(), **form.cleaned_data)
        return redirect("volunteers:event", self.event.uuid)
