"""What every answer says to a browser, and how large a request may be."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# An upload of more than 1 MB gets a sentence at its field; one above this is not read at all.
LARGEST_REQUEST = 25_000_000
_TEXT = "text/plain; charset=utf-8"
_NOTHING = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
_OWN = ("publickey-credentials-get", "publickey-credentials-create")
PERMISSIONS = ", ".join([*(f"{it}=()" for it in _NOTHING), *(f"{it}=(self)" for it in _OWN)])


def view_of(request: HttpRequest) -> str:
    """The full name of the route that answered; empty where none did."""
    return request.resolver_match.view_name if request.resolver_match else ""


class AnswerHeadersMiddleware:
    """Adds what Django's own middleware does not say; what a view has said itself stands.

    Whoever carries a session gets pages that no cache may keep: the next person at the telephone
    or the shared computer finds nothing by going back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuses (413) a request above the largest unread; else answers with the headers."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_REQUEST:
            too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            response = HttpResponse("For stort.\n", status=too_large, content_type=_TEXT)
        else:
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and view_of(request) == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
