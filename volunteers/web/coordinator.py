"""The coordinator's pages: what needs action first, then the figures."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.tasks import send_back_task
from institutions.models import Task
from institutions.queries.scope import tasks_for
from institutions.rules.deeds import Deed
from volunteers.actions.publishing import approve_need
from volunteers.queries.overview import exceptions_for
from volunteers.success.periods import period_of, periods
from volunteers.web.coordinator_forms import SendBackForm
from volunteers.web.figures.overview import criteria_cards, filled_seats


class Overview(SignedIn, TemplateView):
    """Exceptions, the project group's criteria, filled seats per week; ``?periode=`` chooses."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/coordinator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counted at this moment."""
        at = now()
        period = period_of(self.request.GET.get("periode", ""), at)
        return super().get_context_data(
            exceptions=exceptions_for(self.actor, at),
            cards=criteria_cards(self.actor, period, at),
            filled=filled_seats(self.actor.municipality_id, period, at),
            period=period,
            periods=periods(at),
            as_of=at,
            **kwargs,
        )


class _OneNeed(SignedIn):
    """A need that the coordinator may decide on; another municipality's is not found."""

    roles = (RoleKind.COORDINATOR,)

    @cached_property
    def need(self) -> Task:
        """The need of the address with what its page shows."""
        return get_object_or_404(
            tasks_for(self.actor, Deed.APPROVE_NEED)
            .select_related("institution__department", "kind", "created_by")
            .prefetch_related("word_hits", "slots"),
            uuid=self.kwargs["need"],
        )


class Review(_OneNeed, ActionFormView):
    """A need with its red words and the leader's reasons; the form sends it back with advice."""

    template_name = "volunteers/review.html"
    form_class = SendBackForm
    heading = gettext_lazy("Send tilbage til lederen")  # type: ignore[assignment]
    button = gettext_lazy("Send tilbage")  # type: ignore[assignment]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the need, so that a foreign one is 404 before anything is shown."""
        return super().get_context_data(need=self.need, **kwargs)

    def act(self, form: SendBackForm) -> HttpResponse:
        """The leader gets the draft back with the reason."""
        reason = form.cleaned_data["reason"]
        send_back_task(task=self.need, reason=reason, by=self.actor, at=now())
        messages.success(self.request, _("Sendt tilbage til lederen med din besked."))
        return redirect("volunteers:coordinator")


class Approve(_OneNeed, View):
    """The coordinator's yes: the need opens and the first people are asked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: uuid.UUID) -> HttpResponse:
        """Opens it and says how many are asked; the second time nobody is asked again."""
        waves = approve_need(task=self.need, by=self.actor, at=now())
        asked = sum(wave.asked for wave in waves)
        words = ngettext(
            "Godkendt. %(asked)s frivillig bliver spurgt.",
            "Godkendt. %(asked)s frivillige bliver spurgt.",
            asked,
        )
        messages.success(request, words % {"asked": asked})
        return redirect("volunteers:coordinator")
