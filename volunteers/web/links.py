"""The volunteer's personal link: GET shows and never writes, POST acts.

The token in the address is the only authority. No session is read and no cookie is set; a
leader who is signed in on the same telephone has no more rights here than anybody else.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from backend.accounts.fence import narrow_to
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import NotAllowed, Refusal
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from backend.web.dialogue_forms import LineForm
from backend.web.refusals import status_of
from volunteers.actions.answers import mark_seen
from volunteers.actions.dialogue import mark_thread_seen
from volunteers.invites.calendars import slot_file
from volunteers.models import Link, Volunteer
from volunteers.queries.answers import answer_page
from volunteers.queries.calendars import event_of
from volunteers.queries.dialogue import thread_beside
from volunteers.queries.event_openings import participant_of_token
from volunteers.queries.further import pages_beside
from volunteers.queries.links import PAGES, find_link, seat_of
from volunteers.web.contact_routes import contact_route
from volunteers.web.link_deeds import NOT_ME, Tap, answer, opened_at
from volunteers.web.link_forms import AGREEMENT, DECLINE_REASONS, SCORES, YesForm
from volunteers.web.strangers import gone, turned_away

_ELSEWHERE = {
    Link.Purpose.MY_PAGE.value: "volunteers:my_page",
    Link.Purpose.DIALOGUE.value: "volunteers:thread",
}


@method_decorator(csrf_exempt, name="dispatch")
class LinkView(View):
    """Finds the link, or shows the one page for unknown, expired and revoked ones.

    Refuses a POST that another site's page sends (403): only our own forms may answer.
    """

    link: Link
    at: datetime
    # A link is never valid for another purpose: the rest look like a lost one.
    opens: tuple[Link.Purpose, ...] = PAGES

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses foreign posts first, so that they learn nothing about the token."""
        require_own_form(request)
        self.at = now()
        link = find_link(kwargs["token"], self.at, self.opens)
        if link is None:
            return self.missed(request)
        self.link = link
        narrow_to(link.municipality_id)
        return super().dispatch(request, *args, **kwargs)

    def missed(self, request: HttpRequest) -> HttpResponseBase:
        """The page of links that open nothing."""
        return turned_away(request)


class AnswerView(LinkView):
    """The page of one question to one person, in every situation it can be in.

    The links of a person's own page and of a dialogue have the same shape, so that every SMS looks
    alike; they are sent on to that page, and answer nothing here.
    """

    http_method_names = ["get", "head", "post"]
    opens = (*PAGES, Link.Purpose.MY_PAGE, Link.Purpose.DIALOGUE)

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Shows; a message scanner that follows the link answers nothing."""
        elsewhere = _ELSEWHERE.get(self.link.purpose)
        if elsewhere is not None:
            return redirect(elsewhere, self.kwargs["token"])
        return self._show(request, YesForm(), None, HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Acts once and comes back to the page; a refusal is shown on it, with its status."""
        if self.link.purpose not in PAGES:
            return gone(request)
        by = actor_of_link(self.link.volunteer)
        try:
            opened = opened_at(self.link, request.POST, self.at)
            elsewhere = answer(Tap(opened, request.POST, by, self.at))
        except Refusal as refusal:
            form = YesForm(request.POST)
            put_on_form(form, refusal)
            return self._show(request, form, refusal, status_of(refusal))
        return HttpResponseRedirect(elsewhere or request.get_full_path())

    def missed(self, request: HttpRequest) -> HttpResponseBase:
        """An invitation and an association's question have their pages below this address."""
        token = self.kwargs["token"]
        if request.method == "POST":
            return super().missed(request)
        if participant_of_token(token, self.at) is not None:
            return redirect("volunteers:event_answer", token)
        page = contact_route(token, self.at)
        return redirect(page, token) if page else super().missed(request)

    def _show(
        self, request: HttpRequest, form: YesForm, refusal: Refusal | None, status: HTTPStatus
    ) -> HttpResponse:
        page = answer_page(self.link, self.at)
        context = {
            "page": page,
            "further": pages_beside(self.link, self.at),
            "form": form,
            "refusal": refusal,
            "person": self.link.volunteer,
            "municipality": self.link.volunteer.municipality,
            "decline_reasons": DECLINE_REASONS,
            "scores": SCORES,
            "agreement": AGREEMENT,
            "thread": thread_beside(page.offer, page.assignment, self.at),
            "line_form": LineForm(),
            "token": self.kwargs["token"],
            "told_not_me": NOT_ME in request.GET,
        }
        return render(request, "volunteers/answer.html", context, status=status)


class CalendarFile(LinkView):
    """The file behind "Føj til kalender"; the page of a lost link for one without a seat."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """One event in UTC. Nothing is written."""
        seat = seat_of(self.link)
        if seat is None:
            return gone(request)
        content = slot_file(event_of(seat, self.at))
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="samspil.ics"'
        return response


class SeenView(LinkView):
    """The page itself says that a person looks at it; a program that fetches it does not."""

    http_method_names = ["post"]

    def post(self, *_args: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Notes the first look; later ones change nothing."""
        if self.link.offer is not None and self.link.purpose == Link.Purpose.ANSWER:
            mark_seen(offer=self.link.offer, at=self.at)
            mark_thread_seen(offer=self.link.offer, at=self.at)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


def require_own_form(request: HttpRequest) -> None:
    """Refuses a POST that another site's page sends (403): only our own forms may answer."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAllowed(
            "cross_site", _("Svaret kom fra en anden side. Åbn linket i din sms, og svar dér.")
        )


def actor_of_link(volunteer: Volunteer) -> Actor:
    """The person as the one who acts; no grants, the link's own object is all they reach."""
    return Actor(
        kind=ActorKind.LINK,
        municipality_id=volunteer.municipality_id,
        name=volunteer.short_name,
        volunteer_id=volunteer.pk,
    )
