"""What was forgotten when, and who has been asked whether to stay."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from volunteers.actions.retention import stay
from volunteers.queries.retention import asked_to_stay, nights_of

_NIGHTS = 60


class ForgettingPage(SignedIn, TemplateView):
    """Nights as numbers; names only of those who are still on the list and have been asked."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/forgetting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest sixty nights."""
        return super().get_context_data(
            nights=nights_of(self.actor)[:_NIGHTS],
            asked=asked_to_stay(self.actor),
            **kwargs,
        )


class Stays(SignedIn, View):
    """The person said by telephone that they stay."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Back to the page; somebody who is not asked is not found."""
        person = get_object_or_404(asked_to_stay(self.actor), uuid=kwargs["person"])
        stay(volunteer=person, by=self.actor, at=now())
        messages.success(request, _("%(name)s bliver på listen.") % {"name": person.full_name})
        return redirect("volunteers:forgetting")
