"""A look at one person's page is noted when the page has been answered, never while it is made."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from backend.audit.looks import note_looks
from backend.common.actors import Actor
from backend.web.clock import now
from backend.web.headers import view_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def looks_at(request: HttpRequest, *people: int, by: Actor) -> None:
    """Says, in a page about one person, whose it is and who looks."""
    request.looked_at = (by, people)  # type: ignore[attr-defined]


class LookMiddleware:
    """Notes who was shown which page about whom. A page that was refused was not shown.

    The page reads and writes nothing of its own: what is written here is about the one who looked.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A row a person after a page about somebody, none after any other."""
        response = self.get_response(request)
        by, people = getattr(request, "looked_at", (None, ()))
        if by is None or by.user_id is None or request.method != "GET":
            return response
        if response.status_code == HTTPStatus.OK:
            note_looks(
                municipality_id=by.municipality_id,
                user_id=by.user_id,
                people=people,
                page=view_of(request),
                at=now(),
            )
        return response
