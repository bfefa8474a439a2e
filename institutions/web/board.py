"""The leader's board (W3): exceptions first, then every time."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Institution
from institutions.queries.agreements import places_of_board
from institutions.rules.deeds import Deed, may
from volunteers.queries.board import BoardFilter, board_of

ROLES = (
    RoleKind.LEADER,
    RoleKind.DEPUTY,
    RoleKind.DELEGATE,
    RoleKind.SHARED_ADMINISTRATION,
    RoleKind.COORDINATOR,
)
# Each filter's name in the address. "stille" stops the board from refreshing itself.
FILTERS = ("uge", "mangler", "tidligere", "stille")


class BoardPage(SignedIn):
    """The times of the places within reach. The filters live in the address; GET changes nothing.

    An institution that is not within reach is not found.
    """

    roles = ROLES
    http_method_names = ["get", "head"]

    @staticmethod
    def sign_in(request: HttpRequest) -> HttpResponse:
        """A board that refreshes itself when the session is over goes to sign-in as a whole.

        Otherwise the sign-in page would be put where the board stood.
        """
        answer = SignedIn.sign_in(request)
        if request.headers.get("HX-Request") != "true":
            return answer
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": answer["Location"]}
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the board as the address asks for it."""
        at = now()
        places = places_of_board(self.actor)
        chosen = _chosen(request.GET.get("sted", ""), places)
        board = board_of(self.actor, _filter(request, chosen), at)
        asking = [place for place in places if self._asks_for(place)]
        context = {
            "at": at,
            "board": board,
            "places": places,
            "to_accept": [place for place in places if place.asked_number],
            "asking": asking,
            "beginning": [place for place in asking if place.begins],
            "handed": [(place, point) for place in places for point in place.handed],
            "chosen": chosen,
            "place": chosen or (places[0] if len(places) == 1 else None),
            "several": len(places) > 1 and chosen is None,
            **_addresses(request),
        }
        if places:
            context["municipality"] = places[0].municipality
        return render(request, "institutions/board.html", context)

    def _asks_for(self, place: Institution) -> bool:
        """Whether the person works there, and does not only see it as the coordinator does."""
        ids = {"department_id": place.department_id, "institution_id": place.pk}
        return may(self.actor, Deed.ASK_FOR_HELP, **ids)


def _filter(request: HttpRequest, chosen: Institution | None) -> BoardFilter:
    return BoardFilter(
        this_week="uge" in request.GET,
        unanswered="mangler" in request.GET,
        earlier="tidligere" in request.GET,
        institution_id=chosen.pk if chosen else None,
    )


def _chosen(text: str, places: Sequence[Institution]) -> Institution | None:
    if not text:
        return None
    try:
        wanted = UUID(text)
    except ValueError:
        raise Http404 from None
    for place in places:
        if place.external_uuid == wanted:
            return place
    raise Http404


def _addresses(request: HttpRequest) -> dict[str, Any]:
    """For each filter whether it is on, and the address that turns it round."""
    on = {name: "1" for name in FILTERS if name in request.GET}
    place = {"sted": request.GET["sted"]} if request.GET.get("sted") else {}
    turned: dict[str, dict[str, Any]] = {}
    for name in FILTERS:
        others = {key: value for key, value in on.items() if key != name}
        query = others if name in on else {**others, name: "1"}
        turned[name] = {"on": name in on, "url": f"?{urlencode({**query, **place})}"}
    return {"filters": turned, "kept": on, "here": request.get_full_path()}
