"""The buttons about the last talk with who stopped, on the coordinator's page of a person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from volunteers.actions.afterwards.exit_talks import (
    answer_exit_talk,
    hold_exit_talk,
    offer_exit_talk,
)
from volunteers.queries.afterwards.exit_talks import exit_talks_for
from volunteers.queries.scope import volunteers_for


class ExitTalkButton(SignedIn, View):
    """``deed``: tilbyd, ja, nej, holdt. What one answers for must have been offered."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Back to the person."""
        person = get_object_or_404(volunteers_for(self.actor), uuid=kwargs["person"])
        deed = request.POST.get("deed")
        who: dict[str, Any] = {"by": self.actor, "at": now()}
        if deed in ("ja", "nej", "holdt"):
            talks = exit_talks_for(self.actor).filter(volunteer=person, held_at=None)
            talk = get_object_or_404(talks)
            if deed == "holdt":
                hold_exit_talk(talk=talk, **who)
            else:
                answer_exit_talk(talk=talk, wanted=deed == "ja", **who)
        else:
            offer_exit_talk(volunteer=person, **who)
        messages.success(request, _("Det er noteret."))
        return redirect("volunteers:person", person.uuid)
