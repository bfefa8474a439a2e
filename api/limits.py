"""So many calls a minute for each caller; the count is the database's."""

from typing import cast

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from backend.accounts.limits import count_call
from backend.accounts.models import ApiToken, User
from backend.web.clock import now


class CallsAMinute(BaseThrottle):
    """Refuses (429) with Retry-After, the seconds until the next minute begins."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Counts the call, those that are refused too."""
        token = request.auth if isinstance(request.auth, ApiToken) else None
        self._wait = count_call(cast("User", request.user), token, now())
        return self._wait is None

    def wait(self) -> float | None:
        """What Retry-After says."""
        return None if self._wait is None else self._wait.total_seconds()
