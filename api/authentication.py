"""Who calls: a token in the Authorization header, or the signed-in session."""

from typing import cast

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.texts import text
from backend.accounts.models import ApiToken, Scope, User
from backend.accounts.tokens import find_token, note_use
from backend.common.actors import Actor
from backend.common.refusals import NotAllowed
from backend.web.access import actor_of
from backend.web.clock import now
from institutions.queries.actors import actor_for

KEYWORD = "bearer"
_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer samspil_…``. A header of another kind is left to others."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's user. Refuses (401) a key that is unknown, expired or revoked."""
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != KEYWORD:
            return None
        at = now()
        token = find_token(words[1], at) if len(words) == 2 else None  # noqa: PLR2004
        if token is None:
            raise AuthenticationFailed(text("token_refused"), code="token_refused")
        note_use(token, at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """What a 401 asks for."""
        return 'Bearer realm="samspil"'


class InScope(BasePermission):
    """A token must have the scope of the method; a signed-in person has both."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002
        """Refuses (403) a token without ``read`` for looking or ``write`` for doing.

        And a session that has yet to use the second factor, where one is required.
        """
        if getattr(request._request, "factor_missing", False) and request.auth is None:
            raise NotAllowed("second_factor_missing", text("second_factor_missing"))
        needed = Scope.READ if request.method in _LOOKING else Scope.WRITE
        if isinstance(request.auth, ApiToken) and needed not in request.auth.scopes:
            raise NotAllowed("scope_missing", text("scope_missing"))
        return True


def caller_of(request: Request) -> Actor | None:
    """The actor with this moment's roles; None for a user without a municipality."""
    if isinstance(request.auth, ApiToken):
        return actor_for(cast("User", request.user), now())
    return actor_of(request._request)
