"""Fewer than the minimum: go ahead, ask more, or call it off; and enough people already."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Slot
from institutions.queries.scope import slots_for
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from volunteers.actions.minimums import go_ahead
from volunteers.actions.series import close_slot


class MinimumPage(SignedIn, View):
    """The leader's decision. The address is short, because it stands in an SMS."""

    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def slot(self) -> Slot:
        """The time of the address; not found for those who may not post there."""
        within = slots_for(self.actor, Deed.POST_NEED).filter(task__published_at__isnull=False)
        return get_object_or_404(
            within.select_related("task__institution__municipality"), pk=self.kwargs["slot"]
        )

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """How many come, how many are needed, and what one can do."""
        context = {"slot": self.slot, "at": now()}
        return render(request, "institutions/slot_minimum.html", context)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """It goes ahead."""
        go_ahead(slot=self.slot, by=self.actor, at=now())
        messages.success(request, _("Det bliver gennemført med dem, der er tilmeldt."))
        return redirect("institutions:slot", self.slot.uuid)


class CloseSlot(OneSlot):
    """Enough people: nobody more is asked."""

    deed = Deed.POST_NEED
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the time's page."""
        close_slot(slot=self.slot, by=self.actor, at=now())
        messages.success(request, _("Der er lukket for flere. De tilmeldte beholder pladsen."))
        return redirect(self.address("slot"))
