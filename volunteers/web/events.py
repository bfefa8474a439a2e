"""Events for the signed-in: the list, and one event with one's own answer."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.rules.deeds import Deed, grants_for
from volunteers.actions.event_answers import accept_event, decline_event, wait_for_event
from volunteers.actions.event_sign_up import join_as_colleague
from volunteers.invites.calendars import slot_file
from volunteers.models import Event
from volunteers.queries.event_calendars import event_of_participant
from volunteers.queries.events import (
    events_for,
    kept_events,
    listed_events,
    orders_for,
    participant_of,
    seats_left,
    standing_of,
    waiting_orders,
    years_of,
)
from volunteers.web.event_forms import EventFilterForm

if TYPE_CHECKING:
    _Events = ListView[Event]
else:
    _Events = ListView

KEEPERS = (RoleKind.COORDINATOR, RoleKind.AMBASSADOR)


class EventList(SignedIn, _Events):
    """What is to come first; kind, year and "mine" stand in the address."""

    template_name = "volunteers/events.html"
    paginate_by = 30
    page_kwarg = "side"
    context_object_name = "events"

    def get_queryset(self) -> QuerySet[Event]:
        """Those the person may see, filtered."""
        self.at = now()
        self.form = EventFilterForm(self.request.GET, years=years_of(self.actor))
        return listed_events(self.actor, self.form.wanted, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the filter, orders, and what the person may do."""
        return super().get_context_data(
            filter=self.form,
            at=self.at,
            orders=orders_for(self.actor).order_by("-ordered_at")[:10],
            waiting=waiting_orders(self.actor).count(),
            may_plan=self.actor.has(*KEEPERS),
            may_order=bool(grants_for(self.actor, Deed.ORDER_EVENT)),
            answers_orders=bool(grants_for(self.actor, Deed.ANSWER_ORDER)),
            **kwargs,
        )


class OneEvent(SignedIn):
    """A page of one event; not found for those who may not see it."""

    @cached_property
    def event(self) -> Event:
        """The event of the address."""
        rows = events_for(self.actor).select_related(
            "municipality", "department", "series", "organiser", "order__institution"
        )
        return get_object_or_404(rows, uuid=self.kwargs["event"])

    @property
    def keeps(self) -> bool:
        """Whether the person plans it."""
        return kept_events(self.actor).filter(pk=self.event.pk).exists()


class KeptEvent(OneEvent):
    """A page for those who plan the event; not found for the others."""

    roles = KEEPERS

    @cached_property
    def event(self) -> Event:
        """The event of the address."""
        rows = kept_events(self.actor).select_related("municipality", "department", "series")
        return get_object_or_404(rows, uuid=self.kwargs["event"])


class EventPage(OneEvent, TemplateView):
    """One event: what, when and where; one's own answer; for those who plan it, the people."""

    template_name = "volunteers/event.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the person's row, the seats, and the list."""
        at, event = now(), self.event
        keeps = self.keeps
        # "event" is the address's too.
        kwargs["event"] = event
        return super().get_context_data(
            mine=participant_of(self.actor, event),
            begun_here=event.begun.all(),
            left=seats_left(event),
            keeps=keeps,
            standing=standing_of(event) if keeps else None,
            begun=event.starts_at <= at,
            over=event.ends_at <= at,
            full_names=bool(grants_for(self.actor, Deed.SEE_PEOPLE)),
            **kwargs,
        )


class AnswerHere(OneEvent, View):
    """The buttons of the signed-in person: come, stand in line, not come, join."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Answers and comes back to the page; who is not on the list joins an open event."""
        mine, wish = participant_of(self.actor, self.event), request.POST.get("svar")
        if mine is None:
            join_as_colleague(event=self.event, by=self.actor, at=now())
        else:
            deed = {"nej": decline_event, "venteliste": wait_for_event}.get(
                wish or "", accept_event
            )
            deed(participant=mine, by=self.actor, at=now())
        messages.success(request, _("Dit svar er gemt."))
        return redirect("volunteers:event", self.event.uuid)


class EventFile(OneEvent, View):
    """The file behind "Føj til kalender", for somebody on the list."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One event in UTC; without a row of one's own, back to the page. Nothing is written."""
        mine = participant_of(self.actor, self.event)
        if mine is None:
            return redirect("volunteers:event", self.event.uuid)
        mine.event = self.event
        content = slot_file(event_of_participant(mine, now()))
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="samspil.ics"'
        return response
