"""The pages that need no sign-in, the health check, and the municipality's colour."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from backend.accounts.models import Municipality
from backend.web.access import actor_of
from backend.web.clock import now
from backend.web.colours import DEFAULT, stylesheet
from backend.web.navigation import home_route
from institutions.actions.languages import choose_language

_A_DAY = 24 * 3600
_TEXT = "text/plain; charset=utf-8"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Samspil is, where to sign in, whom to call. Knows nothing about anyone."""
    return render(request, "public/front.html")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sends each person to the page of their role; the system owner to the admin."""
    actor = actor_of(request)
    if actor is not None:
        return redirect(home_route(actor))
    if getattr(request, "factor_missing", False):
        return redirect("mfa_index")
    if request.user.is_authenticated and request.user.is_staff:
        return redirect("admin:index")
    return redirect("front")


@require_safe
def genuine_sms(request: HttpRequest) -> HttpResponse:
    """How to tell our SMS from a false one."""
    return render(request, "public/genuine_sms.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html")


@require_safe
def statement_shortcut(_request: HttpRequest) -> HttpResponse:
    """``/was``, the address where Danish authorities' statements are looked for."""
    return HttpResponsePermanentRedirect(reverse("accessibility"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """How the municipality uses what it knows about people."""
    return render(request, "public/privacy.html")


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not. For load balancers; says no more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("databasen svarer ikke\n", status=503, content_type=_TEXT)
    return HttpResponse("ok\n", content_type=_TEXT)


@require_safe
def colours(_request: HttpRequest, slug: str = "") -> HttpResponse:
    """The municipality's colour as a stylesheet; an unknown slug gets the default colour.

    Cached for a day: the address carries the colour itself, so a change is seen at once.
    """
    colour = Municipality.objects.filter(slug=slug).values_list("colour", flat=True).first()
    response = HttpResponse(stylesheet(colour or DEFAULT), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_A_DAY}"
    return response


# Without CSRF check on purpose: a page below /s/ sends no referrer, hence "Origin: null", and
# has no cookie. The worst a stranger can do is to show someone the page in English: another site's
# POST brings no session (SameSite), so it does not reach the texts of who is signed in.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Shows the pages in the language from now on, and writes so to those who are signed in."""
    actor = actor_of(request)
    chosen = request.POST.get("language", "")
    if actor is not None and chosen in dict(settings.LANGUAGES):
        choose_language(language=chosen, by=actor, at=now())
    return set_language(request)
