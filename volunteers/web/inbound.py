"""Where the SMS provider hands over what people write, and the list of the unclear."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.callbacks import is_signed
from backend.web.clock import now
from volunteers.actions.inbound import settle_inbound, take_inbound
from volunteers.queries.inbox import inbound_for, unclear_for
from volunteers.queries.questions import municipality_of_sender

# An empty answer in the provider's language: our own replies go through the outbox.
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt
@require_POST
def twilio_inbound(request: HttpRequest) -> HttpResponse:
    """A text from a person. 403 unless signed for our public address, 404 for no municipality.

    The provider's own stop handling names itself in OptOutType; it counts as the word.
    """
    if not is_signed(request):
        return HttpResponseForbidden()
    form = request.POST
    municipality = municipality_of_sender(form.get("To", ""))
    if municipality is None or not form.get("MessageSid"):
        raise Http404
    take_inbound(
        municipality=municipality,
        provider_id=form["MessageSid"][:80],
        phone=form.get("From", "")[:16],
        body=form.get("OptOutType") or form.get("Body", ""),
        at=now(),
    )
    return HttpResponse(_NOTHING, content_type="text/xml")


class Unclear(SignedIn, TemplateView):
    """Texts that only a person can answer, the oldest first."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/inbound.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the person where the number is known."""
        return super().get_context_data(texts=unclear_for(self.actor), **kwargs)


class Settle(SignedIn, View):
    """The button "Klaret"; another municipality's text is 404."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Takes the text off the list."""
        text = get_object_or_404(inbound_for(self.actor), uuid=kwargs["text"])
        settle_inbound(text=text, by=self.actor, at=now())
        messages.success(request, _("Beskeden er klaret."))
        return redirect("volunteers:inbox")
