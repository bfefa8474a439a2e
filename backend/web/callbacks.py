"""Where the SMS provider reports, and the demo's telephone, which stands in for it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from backend.messaging.inbox import arrived_at, newest_per_number, pieces
from backend.messaging.models import Message
from backend.messaging.providers.base import Accepted
from backend.messaging.providers.twilio_sms import check_signature
from backend.messaging.receipts import take_receipt
from backend.web.clock import now


def is_signed(request: HttpRequest) -> bool:
    """Whether one of our tokens signed this form for exactly our public address.

    The address comes from the settings and never from the request: a proxy's headers can lie.
    """
    signature = request.headers.get("X-Twilio-Signature", "")
    return check_signature(settings.PUBLIC_URL + request.get_full_path(), request.POST, signature)


@csrf_exempt
@require_POST
def twilio_status(request: HttpRequest, message_uuid: UUID) -> HttpResponse:
    """A status callback. 403 unless one of our tokens signed it for our public address.

    A message we do not know is 404. Repetitions and any order are fine.
    """
    if not is_signed(request):
        return HttpResponseForbidden()
    told = Accepted(
        provider_id=request.POST.get("MessageSid", "")[:80],
        status=request.POST.get("MessageStatus", ""),
        code=request.POST.get("ErrorCode", ""),
    )
    if not told.provider_id or not take_receipt(message_uuid, told, now()):
        raise Http404
    return HttpResponse(status=204)


def _demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if settings.PRODUCTION:
            raise Http404
        return view(request, **kwargs)

    return guarded


@_demo_only
@never_cache
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """The telephones of the demo, those with the newest text first. 404 in production."""
    search = request.GET.get("nr", "")
    return render(
        request,
        "messaging/phone.html",
        {"telephones": newest_per_number(search), "search": search},
    )


@_demo_only
@never_cache
@require_safe
def phone_screen(request: HttpRequest, to: str) -> HttpResponse:
    """One telephone with all that arrived at it, newest first. 404 in production."""
    arrived = [(message, pieces(message.body)) for message in arrived_at(to)]
    return render(request, "messaging/phone_screen.html", {"to": to, "arrived": arrived})


@_demo_only
@require_safe
def phone_calendar(_request: HttpRequest, message_uuid: UUID) -> HttpResponse:
    """The invitation of a mail as a file. 404 in production and where a mail carries none."""
    message = Message.objects.filter(uuid=message_uuid).exclude(calendar="").first()
    if message is None:
        raise Http404
    method = message.calendar_method
    answer = HttpResponse(
        message.calendar, content_type=f"text/calendar; charset=utf-8; method={method}"
    )
    answer["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return answer
