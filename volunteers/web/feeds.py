"""Calendars to subscribe to: the files by secret address, and where one gets the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed
from volunteers.actions.feeds import renew_feed, subscribe
from volunteers.models import Link
from volunteers.queries.feeds import (
    Feed,
    institution_feed,
    institution_of_feed,
    person_of_feed,
    volunteer_feed,
)
from volunteers.queries.links import PAGES
from volunteers.web.links import LinkView, actor_of_link
from volunteers.web.strangers import turned_away

_KEPT_BY = (
    RoleKind.LEADER,
    RoleKind.DEPUTY,
    RoleKind.DELEGATE,
    RoleKind.SHARED_ADMINISTRATION,
    RoleKind.COORDINATOR,
)


@require_safe
def person_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A person's times. The secret is the right; 404 for everything it does not open."""
    at = now()
    person = person_of_feed(token, at)
    if person is None:
        return turned_away(request)
    return _calendar(request, volunteer_feed(person, at))


@require_safe
def institution_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """An institution's times, likewise."""
    place = institution_of_feed(token)
    if place is None:
        return turned_away(request)
    return _calendar(request, institution_feed(place, now()))


class Subscribe(LinkView):
    """The button "Abonnér" on a personal link: shows the new address once."""

    http_method_names = ["post"]
    opens = (*PAGES, Link.Purpose.MY_PAGE)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Makes the address. It is a POST, so that a scanner makes none."""
        person = self.link.volunteer
        address = subscribe(person=person, by=actor_of_link(person), at=self.at)
        context = {"address": address, "municipality": person.municipality, "back": self.kwargs}
        return render(request, "volunteers/feed_link.html", context)


class InstitutionCalendar(SignedIn, TemplateView):
    """Where a leader gets the address of the institution's calendar."""

    roles = _KEPT_BY
    template_name = "volunteers/feed_institution.html"
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The institution; another's is 404."""
        places = institutions_for(self.actor, Deed.POST_NEED).select_related("municipality")
        place = get_object_or_404(places, pk=self.kwargs["pk"])
        return super().get_context_data(**{**kwargs, "place": place})

    def post(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Makes a new address, shows it once, and ends the one before."""
        context = self.get_context_data(**kwargs)
        context["address"] = renew_feed(institution=context["place"], by=self.actor, at=now())
        return self.render_to_response(context)


def _calendar(request: HttpRequest, feed: Feed) -> HttpResponse:
    if request.headers.get("If-None-Match", "").removeprefix("W/") == feed.etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(feed.content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="samspil.ics"'
    response.headers["ETag"] = feed.etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
