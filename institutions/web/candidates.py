"""Who fits one time and why, what stops the others, and asking people by hand."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from backend.common.refusals import Refusal
from backend.web.clock import now
from backend.web.refusals import status_of
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from volunteers.actions.picking import ask_by_hand
from volunteers.models import Volunteer
from volunteers.queries.suitors import people_by_uuid, suitors_of

PER_PAGE = 50


class CandidatesPage(OneSlot):
    """Those who fit, in order, and the others with what stops them. POST asks those ticked.

    ``?grund=`` shows only those whom one obstacle stops, ``?side=`` the next of them.
    """

    deed = Deed.ASK_PEOPLE
    http_method_names = ["get", "head", "post"]
    beside = ("task__institution__municipality__asking_policy",)

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Shows how it stands at this moment."""
        return self._page(request, frozenset())

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Asks the people ticked, all or none; a refusal is shown with the ticks kept."""
        people = self._chosen(request)
        try:
            wave = ask_by_hand(slot=self.slot, people=people, by=self.actor, at=now())
        except Refusal as refusal:
            ticked = frozenset(person.uuid for person in people)
            return self._page(request, ticked, refusal)
        words = ngettext(
            "%(n)s frivillig bliver spurgt.", "%(n)s frivillige bliver spurgt.", wave.asked
        )
        messages.success(request, words % {"n": wave.asked})
        return redirect(self.address("slot"))

    def _chosen(self, request: HttpRequest) -> list[Volunteer]:
        """The people ticked; one that is not of this municipality is not found."""
        try:
            wanted = {UUID(text) for text in request.POST.getlist("person")}
        except ValueError:
            raise Http404 from None
        found = people_by_uuid(self.slot, wanted)
        if len(found) < len(wanted):
            raise Http404
        return found

    def _page(
        self, request: HttpRequest, ticked: frozenset[UUID], refusal: Refusal | None = None
    ) -> HttpResponse:
        at, why = now(), request.GET.get("grund", "")
        side = request.GET.get("side", "1")
        first = PER_PAGE * (max(int(side), 1) - 1) if side.isdecimal() else 0
        suitors = suitors_of(self.slot, self.actor, at, why=why, first=first, most=PER_PAGE)
        context = {
            "slot": self.slot,
            "municipality": self.slot.task.institution.municipality,
            "suitors": suitors,
            "why": why,
            "ticked": ticked,
            "refusal": refusal,
            "page": Paginator(range(suitors.stopped), PER_PAGE).get_page(side),
        }
        status = status_of(refusal) if refusal else HTTPStatus.OK
        return render(request, "institutions/candidates.html", context, status=status)
