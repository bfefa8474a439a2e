"""The personal link of an invitation: GET shows and never writes, POST answers.

As with every personal link the token in the address is the only authority; no session is read.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from backend.accounts.fence import narrow_to
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import NotAllowed, Refusal
from backend.web.clock import now
from backend.web.refusals import status_of
from volunteers.actions.event_answers import accept_event, decline_event, wait_for_event
from volunteers.invites.calendars import slot_file
from volunteers.models import Participant
from volunteers.queries.event_calendars import event_of_participant
from volunteers.queries.event_openings import participant_of_token
from volunteers.queries.events import seats_left
from volunteers.web.links import actor_of_link
from volunteers.web.my_page import MyPageView
from volunteers.web.strangers import gone, turned_away

_DEEDS = {"ja": accept_event, "nej": decline_event, "venteliste": wait_for_event}


@method_decorator(csrf_exempt, name="dispatch")
class EventLinkView(View):
    """Finds the invitation, or shows the one page for links that open nothing."""

    participant: Participant
    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses a POST from another site's page (403) before it learns about the token."""
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise NotAllowed(
                "cross_site", _("Svaret kom fra en anden side. Åbn linket i din sms, og svar dér.")
            )
        self.at = now()
        found = participant_of_token(kwargs["token"], self.at)
        if found is None:
            return turned_away(request)
        self.participant = found
        narrow_to(found.municipality_id)
        return super().dispatch(request, *args, **kwargs)


class EventAnswer(EventLinkView):
    """The page of one invitation, whatever has become of it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Shows; a message scanner that follows the link answers nothing."""
        return self._show(request, None, HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Answers once and comes back; a refusal is shown on the page with its status."""
        deed = _DEEDS.get(request.POST.get("svar", ""))
        if deed is None:
            return self._show(request, None, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            deed(participant=self.participant, by=_actor(self.participant), at=self.at)
        except Refusal as refusal:
            return self._show(request, refusal, status_of(refusal))
        return HttpResponseRedirect(request.get_full_path())

    def _show(
        self, request: HttpRequest, refusal: Refusal | None, status: HTTPStatus
    ) -> HttpResponse:
        event = self.participant.event
        context = {
            "participant": self.participant,
            "event": event,
            "refusal": refusal,
            "left": seats_left(event),
            "begun": event.starts_at <= self.at,
            "municipality": event.municipality,
            "token": self.kwargs["token"],
        }
        return render(request, "volunteers/event_answer.html", context, status=status)


class AnswerFromMyPage(MyPageView):
    """The buttons beside an event on a volunteer's own page; another's is not found."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answers; a yes to a full event is a place in line."""
        mine = self.link.volunteer.participations.filter(uuid=kwargs["participant"]).first()
        if mine is None:
            return gone(request)
        deed = decline_event if request.POST.get("svar") == "nej" else wait_for_event
        deed(participant=mine, by=actor_of_link(self.link.volunteer), at=self.at)
        return self.back("arrangement")


class EventCalendarFile(EventLinkView):
    """The file behind "Føj til kalender"."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """One event in UTC. Nothing is written."""
        content = slot_file(event_of_participant(self.participant, self.at))
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="samspil.ics"'
        return response


def _actor(participant: Participant) -> Actor:
    """The person as the one who acts; no grants, the link's own object is all they reach."""
    return Actor(
        kind=ActorKind.LINK,
        municipality_id=participant.municipality_id,
        name=participant.short_name,
        volunteer_id=participant.volunteer_id,
    )
