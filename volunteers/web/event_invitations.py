"""Inviting to an event: choose groups, see the count and the price, then send."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from backend.common.refusals import Refusal
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from backend.web.refusals import status_of
from volunteers.actions.event_invitations import invite_to_event, preview_invitation
from volunteers.queries.event_recipients import Audience, areas_of
from volunteers.queries.events import planning_departments, standing_of
from volunteers.web.event_forms import InviteForm
from volunteers.web.events import KeptEvent


class InvitePage(KeptEvent, TemplateView):
    """GET with groups shows what sending would do; POST with the same groups sends."""

    template_name = "volunteers/event_invite.html"
    http_method_names = ["get", "head", "post", "options"]

    def make_form(self, data: Any) -> InviteForm:
        """The form with the departments and areas of the municipality."""
        form = InviteForm(data, use_required_attribute=False)
        fields: Any = form.fields
        fields["departments"].queryset = planning_departments(self.actor)
        fields["postcodes"].queryset = areas_of(self.actor.municipality_id)
        if self.event.series_id is None:
            fields["audiences"].choices = [
                pair for pair in fields["audiences"].choices if pair[0] != Audience.EARLIER
            ]
        return form

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The form; below it, when groups are chosen, the forecast. Nothing is written."""
        chosen = "audiences" in request.GET or "vis" in request.GET
        form = self.make_form(request.GET if chosen else None)
        wrong = chosen and not form.is_valid()
        return self._show(form, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Sends to as many as the page said, or says that the list has changed."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        shown = request.POST.get("antal", "")
        try:
            asked = invite_to_event(
                event=self.event,
                choice=form.choice,
                expected=int(shown) if shown.isdecimal() else None,
                by=self.actor,
                at=now(),
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(form, status_of(refusal))
        text = ngettext("%(n)d er inviteret.", "%(n)d er inviteret.", len(asked))
        messages.success(request, text % {"n": len(asked)})
        return redirect("volunteers:event", self.event.uuid)

    def _show(self, form: InviteForm, status: HTTPStatus) -> HttpResponse:
        usable = (
            form.is_bound and hasattr(form, "cleaned_data") and "audiences" in form.cleaned_data
        )
        forecast = self._forecast(form) if usable else None
        context = self.get_context_data(
            form=form,
            heading=_("Inviter"),
            event=self.event,
            standing=standing_of(self.event),
            forecast=forecast,
            kroner=forecast.ore / 100 if forecast else 0,
        )
        return self.render_to_response(context, status=status)

    def _forecast(self, form: InviteForm) -> Any:
        return preview_invitation(event=self.event, choice=form.choice, by=self.actor, at=now())
