"""How long one stays signed in: an hour without a sign of life, twelve hours in all."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from backend.web.clock import now
from backend.web.session_store import BEGAN, SEEN

IDLE = timedelta(hours=1)
WHOLE = timedelta(hours=12)
# The session is written at most this often, not at every page.
_NOTED_EVERY = timedelta(minutes=5)


class SessionLimitsMiddleware:
    """Signs out whoever was away for an hour, or signed in twelve hours ago.

    The limits are kept on the server, so that a copied cookie is worth no more than the browser's
    own. A request without a session cookie is left alone. Stands before whoever asks who acts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ends what is over, notes what goes on, and passes the request on either way."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._keep(request)
        return self.get_response(request)

    @staticmethod
    def _keep(request: HttpRequest) -> None:
        at = now().timestamp()
        idle, whole = (at - request.session.get(stamp, 0) for stamp in (SEEN, BEGAN))
        if idle > IDLE.total_seconds() or whole > WHOLE.total_seconds():
            logout(request)
        elif idle > _NOTED_EVERY.total_seconds():
            # Saving stamps it.
            request.session.modified = True
