"""What the operator watches for: sign-ins, refused sign-ins, and looks that were refused.

Lines of the logger ``samspil.security``: ids and names of routes, never names, addresses or keys.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse

from backend.accounts.models import User
from backend.web.access import actor_of
from backend.web.headers import view_of

_LOG = logging.getLogger("samspil.security")
_REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS})


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Who came in, and by which ways (password, mfa, socialaccount)."""
    ways = [str(record.get("method")) for record in get_authentication_records(request, user)]
    _LOG.info("signed in: user %s by %s", user.pk, ", ".join(ways) or "unknown")


def note_refused_sign_in(request: HttpRequest) -> None:
    """A wrong password or address, and from where."""
    _LOG.warning("sign-in refused: from %s", request.META.get("REMOTE_ADDR", ""))


class RefusedLookMiddleware:
    """Notes what a signed-in person was refused: the route, the person's id and the status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One line a refusal; addresses stay out, for they hold other people's keys and ids."""
        response = self.get_response(request)
        actor = actor_of(request)
        if actor is not None and response.status_code in _REFUSED:
            _LOG.warning(
                "refused: %s of %s to user %s, %s",
                request.method,
                view_of(request) or "no route",
                actor.user_id,
                response.status_code,
            )
        return response
