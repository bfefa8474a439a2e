"""What surrounds every request: who acts, how a refusal is shown, privacy of personal links."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from backend.accounts.fence import widen
from backend.common.actors import Actor
from backend.common.refusals import Refusal
from backend.web.clock import now
from backend.web.refusals import status_of
from backend.web.second_factor import is_missing
from institutions.queries.actors import actor_for

GetResponse = Callable[[HttpRequest], HttpResponse]
LINK_PREFIX = "/s/"


class FenceMiddleware:
    """Ends the fence that a door put up, so that the next request on this connection has none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, templates and all, and widens whatever happened."""
        try:
            return self.get_response(request)
        finally:
            widen()


class ActorMiddleware:
    """Puts the signed-in person's ``Actor`` on ``request.actor``; None when signed out.

    Nobody acts before the second factor: until it is used, ``request.actor`` is None and
    ``request.factor_missing`` says why. So no page or API call can forget to ask.
    A request without a session cookie is not looked up at all, so that a volunteer's link page
    costs no query for it and depends on no cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Looks the actor up once, at this moment's roles."""
        actor = self._actor(request)
        missing = actor is not None and is_missing(request, actor)
        request.actor = None if missing else actor  # type: ignore[attr-defined]
        request.factor_missing = missing  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated:
            return None
        return actor_for(request.user, now())


class RefusalMiddleware:
    """Shows a refusal that no form caught as a page with its sentence and its status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; the work is in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers refusals only: every other exception is a bug and stays a 500."""
        if not isinstance(exception, Refusal):
            return None
        context: dict[str, Any] = {"refusal": exception}
        template = "refusal_link.html" if request.path.startswith(LINK_PREFIX) else "refusal.html"
        return render(request, template, context, status=status_of(exception))


class LinkPrivacyMiddleware:
    """Keeps personal links out of referrers, caches and search engines.

    Stands inside SecurityMiddleware, which only fills in a Referrer-Policy that is missing, so
    the stricter one set here wins.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds three headers to every answer below ``/s/``, errors too."""
        response = self.get_response(request)
        if request.path.startswith(LINK_PREFIX):
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


class LanguageMiddleware:
    """Danish unless the person chose otherwise: ``?sprog=en`` first, then the cookie.

    Unlike Django's LocaleMiddleware it does not read Accept-Language: many Danes have an English
    browser, and would otherwise meet a half English page. The query needs no cookie, which is
    what a volunteer's link page is built on.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activates the language for this request only."""
        language = self._chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def _chosen(request: HttpRequest) -> str:
        known = {code for code, _name in settings.LANGUAGES}
        for choice in (
            request.GET.get("sprog"),
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        ):
            if choice in known:
                return str(choice)
        return settings.LANGUAGE_CODE
