""" "Bestil et oplæg": the leader's form, and the coordinator's inbox."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.models import Institution
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed, grants_for
from volunteers.actions.event_orders import ORDER_FIELDS, decline_order, order_event
from volunteers.models import EventOrder
from volunteers.queries.events import orders_for, waiting_orders
from volunteers.web.event_request_forms import DeclineOrderForm, OrderForm


class OrderPage(SignedIn, ActionFormView):
    """An order; the institution's contact is filled in where there is only one institution."""

    template_name = "volunteers/event_order.html"
    form_class = OrderForm
    heading = gettext_lazy("Bestil et oplæg")  # type: ignore[assignment]
    button = gettext_lazy("Send bestillingen")  # type: ignore[assignment]

    @cached_property
    def places(self) -> list[Institution]:
        """Where the person may order for; nobody's page without one."""
        found = list(institutions_for(self.actor, Deed.ORDER_EVENT).filter(closed_at=None))
        if not grants_for(self.actor, Deed.ORDER_EVENT):
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        """The only institution and its contact."""
        if len(self.places) != 1:
            return {}
        place = self.places[0]
        return {
            "institution": place.pk,
            "contact_name": place.contact_name,
            "contact_phone": place.contact_phone,
        }

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the person's institutions."""
        pks = [place.pk for place in self.places]
        form = super().get_form(form_class)
        form.fields["institution"].queryset = Institution.objects.filter(pk__in=pks)  # type: ignore[attr-defined]
        return form

    def act(self, form: OrderForm) -> HttpResponse:
        """Sends it."""
        given = form.cleaned_data
        order_event(
            institution=given["institution"],
            fields={name: given[name] for name in ORDER_FIELDS},
            by=self.actor,
            at=now(),
        )
        messages.success(
            self.request, _("Bestillingen er sendt. Frivilligkoordinatoren svarer med en mail.")
        )
        return redirect("volunteers:events")


class OrderInbox(SignedIn, TemplateView):
    """Orders that wait, the oldest first."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/event_orders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds those that wait, and the newest that are answered."""
        answered = orders_for(self.actor).exclude(pk__in=waiting_orders(self.actor))
        return super().get_context_data(
            waiting=waiting_orders(self.actor),
            answered=answered.order_by("-ordered_at")[:20],
            **kwargs,
        )


class DeclineOrder(SignedIn, ActionFormView):
    """One order: plan it, or say why not."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/event_order_answer.html"
    form_class = DeclineOrderForm

    @cached_property
    def order(self) -> EventOrder:
        """The order of the address."""
        return get_object_or_404(orders_for(self.actor), uuid=self.kwargs["order"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the order."""
        kwargs["order"] = self.order
        return super().get_context_data(**kwargs)

    def act(self, form: DeclineOrderForm) -> HttpResponse:
        """Says no; the leader gets the reason by mail."""
        decline_order(order=self.order, by=self.actor, at=now(), **form.cleaned_data)
        messages.success(self.request, _("Lederen får svaret på mail."))
        return redirect("volunteers:event_orders")
