"""The volunteer's side of a dialogue: by the link in the SMS, by the question's, by the own page.

GET shows and never writes. The secret in the address is the only authority.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from backend.common.refusals import Refusal
from backend.web.action_forms import put_on_form
from backend.web.dialogue_forms import LineForm
from backend.web.refusals import status_of
from volunteers.actions.dialogue import mark_thread_seen, write_as_volunteer
from volunteers.models import Link, Offer
from volunteers.queries.dialogue import thread_of
from volunteers.queries.links import PAGES
from volunteers.queries.my_page import seat_of_person
from volunteers.web.links import LinkView, actor_of_link
from volunteers.web.my_page import MyPageView
from volunteers.web.strangers import gone


class ThreadView(LinkView):
    """The thread about the question of the link."""

    http_method_names = ["get", "head", "post"]
    opens: tuple[Link.Purpose, ...] = (*PAGES, Link.Purpose.DIALOGUE)

    def offer(self) -> Offer | None:
        """The question the thread is about; None looks like a lost link."""
        return self.link.offer

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Shows the lines."""
        return self._show(request, LineForm(), HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keeps a line and comes back; a refusal is shown with what was typed."""
        offer = self.offer()
        if offer is None:
            return gone(request)
        form = LineForm(request.POST)
        form.full_clean()
        by = actor_of_link(self.link.volunteer)
        try:
            write_as_volunteer(offer=offer, by=by, at=self.at, **form.cleaned_data)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return HttpResponseRedirect(request.get_full_path())

    def _show(self, request: HttpRequest, form: LineForm, status: HTTPStatus) -> HttpResponse:
        offer = self.offer()
        if offer is None:
            return gone(request)
        context = {
            "thread": thread_of(offer, self.at),
            "form": form,
            "person": self.link.volunteer,
            "municipality": self.link.volunteer.municipality,
            "token": self.kwargs["token"],
        }
        return render(request, "volunteers/dialogue.html", context, status=status)


class ThreadSeen(ThreadView):
    """The page itself says that the person looks at it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Notes the look; later ones change nothing."""
        offer = self.offer()
        if offer is not None:
            mark_thread_seen(offer=offer, at=self.at)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


class _OwnSeat:
    """The thread of a seat on the own page; another person's is not found."""

    link: Link
    kwargs: dict[str, Any]

    def offer(self) -> Offer | None:
        """The question behind the seat."""
        seat = seat_of_person(self.link.volunteer, self.kwargs["seat_uuid"])
        return seat.offer if seat is not None else None


class MyThread(_OwnSeat, MyPageView, ThreadView):
    """The same thread by the link of the own page."""

    opens = MyPageView.opens


class MyThreadSeen(_OwnSeat, MyPageView, ThreadSeen):
    """The page itself says that the person looks at it."""

    opens = MyPageView.opens
