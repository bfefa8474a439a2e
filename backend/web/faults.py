"""When something fails that nobody refused: 500, or 503 while the database cannot be reached."""

import json
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import defaults

from backend.web.middleware import LINK_PREFIX

# As long as PostgreSQL takes to start again after a crash.
RETRY_SECONDS = 15
_AWAY = HTTPStatus.SERVICE_UNAVAILABLE
_API = "/api/"
# A look has no answer that could be lost.
_LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A page that needs no database and no municipality; problem+json below ``/api/``.

    503 for what the database could not do at this moment (gone, out of connections, a lock not
    got in time): the transaction is rolled back, and a second try is safe. A bug stays a 500.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return defaults.server_error(request)
    answer = _problem() if request.path.startswith(_API) else _page(request)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest) -> HttpResponse:
    """Without context processors: they ask for the municipality, which lies in the database."""
    # The same yes twice is one seat, whatever became of the first; not every form can say so.
    is_link = request.path.startswith(LINK_PREFIX)
    context = {"wrote": request.method not in _LOOKS, "is_link": is_link}
    return HttpResponse(loader.render_to_string("503.html", context), status=_AWAY)


def _problem() -> HttpResponse:
    """The shape of every no of the API (api/problems.py)."""
    body = {
        "type": "about:blank",
        "title": _AWAY.phrase,
        "status": int(_AWAY),
        "code": "database_away",
        "detail": _("Databasen svarer ikke. Prøv igen om lidt. Kaldet er ikke udført."),
    }
    answer = HttpResponse(json.dumps(body), status=_AWAY, content_type="application/problem+json")
    answer.headers["Content-Language"] = translation.get_language() or "da"
    return answer
