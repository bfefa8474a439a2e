"""Planning, changing and calling off an event."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backend.accounts.models import Municipality, User
from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.addresses import uuid_in
from backend.web.clock import now
from volunteers.actions.event_orders import plan_order
from volunteers.actions.events import EVENT_FIELDS, cancel_event, change_event, plan_event
from volunteers.models import EventOrder
from volunteers.queries.events import (
    kept_events,
    orders_for,
    planning_departments,
    series_of,
    standing_of,
)
from volunteers.web.event_forms import CancelEventForm, EventForm, initial_of, initial_of_order
from volunteers.web.events import KEEPERS, KeptEvent


class EventFormPage(ActionFormView):
    """What planning and changing share."""

    template_name = "volunteers/event_form.html"
    form_class: Any = EventForm

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the departments and series there are to choose."""
        form = super().get_form(form_class)
        actor = self.actor  # type: ignore[attr-defined]
        department: Any = form.fields["department"]
        department.queryset = planning_departments(actor)
        department.required = not actor.has(RoleKind.COORDINATOR)
        department.empty_label = None if department.required else _("Hele kommunen")
        form.fields["series"].queryset = series_of(actor.municipality_id)  # type: ignore[attr-defined]
        return form

    @staticmethod
    def split(form: Any) -> dict[str, Any]:
        """The action's arguments from the form's answers."""
        given = form.cleaned_data
        return {
            "fields": {name: given[name] for name in EVENT_FIELDS},
            "new_series": given["new_series"],
        }


class NewEvent(SignedIn, EventFormPage):
    """An event more; ``?bestilling=`` fills it in from an order, ``?som=`` from another event."""

    roles = KEEPERS
    heading = gettext_lazy("Nyt arrangement")  # type: ignore[assignment]
    button = gettext_lazy("Opret")  # type: ignore[assignment]

    @cached_property
    def order(self) -> EventOrder | None:
        """The order of the address; one that is answered is refused when it is planned again."""
        asked = uuid_in(self.request, "bestilling")
        return orders_for(self.actor).filter(uuid=asked).first()

    def get_initial(self) -> dict[str, Any]:
        """The order's words, the earlier event without its day, or the planner as contact."""
        if self.order is not None:
            return initial_of_order(self.order)
        asked = uuid_in(self.request, "som")
        known = kept_events(self.actor).filter(uuid=asked).first()
        if known is not None:
            return {**initial_of(known), "day": None}
        user = User.objects.get(pk=self.actor.user_id or 0)
        return {"contact_name": user.name, "contact_phone": user.phone}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the order."""
        return super().get_context_data(order=self.order, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Plans it, and on to whom to invite."""
        given = {**self.split(form), "by": self.actor, "at": now()}
        if self.order is not None:
            event = plan_order(order=self.order, **given)
        else:
            place = Municipality.objects.get(pk=self.actor.municipality_id)
            event = plan_event(municipality=place, **given)
        messages.success(self.request, _("Arrangementet er oprettet. Hvem skal inviteres?"))
        return redirect("volunteers:event_invite", event.uuid)


class ChangeEvent(KeptEvent, EventFormPage):
    """Everything about an event; a new time or place is told at once."""

    heading = gettext_lazy("Ret arrangementet")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return initial_of(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how many would hear of a new time."""
        kwargs["event"] = self.event
        return super().get_context_data(told=standing_of(self.event).told, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Keeps it, and says how many were told."""
        told = change_event(event=self.event, by=self.actor, at=now(), **self.split(form))
        text = ngettext("Gemt. %(n)d person får besked.", "Gemt. %(n)d personer får besked.", told)
        messages.success(self.request, text % {"n": told} if told else _("Gemt."))
        return redirect("volunteers:event", self.event.uuid)


class CancelEvent(KeptEvent, ActionFormView):
    """Calling it off, with a reason."""

    template_name = "volunteers/event_cancel.html"
    form_class = CancelEventForm
    heading = gettext_lazy("Aflys arrangementet")  # type: ignore[assignment]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how many hear of it."""
        kwargs["event"] = self.event
        return super().get_context_data(told=standing_of(self.event).told, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Calls it off."""
        told = cancel_event(event=self.event, by=self.actor, at=now(), **form.cleaned_data)
        text = ngettext(
            "Aflyst. %(n)d person får besked.", "Aflyst. %(n)d personer får besked.", told
        )
        messages.success(self.request, text % {"n": told})
        return redirect("volunteers:event", self.event.uuid)
