"""The doors of an association's contact: a link in an SMS, and the page that a code opens."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from backend.accounts.fence import narrow_to
from backend.common.actors import Actor, ActorKind
from backend.common.tokens import token_hash
from backend.web.clock import now
from volunteers.actions.contact_links import slide_contact_link
from volunteers.models import ContactLink
from volunteers.queries.associations import find_contact_link
from volunteers.web.links import require_own_form
from volunteers.web.strangers import turned_away

Purpose = ContactLink.Purpose


@method_decorator(csrf_exempt, name="dispatch")
class ContactView(View):
    """Finds the contact's link, or shows the one page for unknown, expired and revoked ones.

    The token is the only authority: no session is read, no cookie is set. Refuses a POST that
    another site's page sends (403). A link of another purpose looks like a lost one.
    """

    link: ContactLink
    at: datetime
    opens: tuple[ContactLink.Purpose, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A deed on the page keeps it open for another hour; a look does not."""
        require_own_form(request)
        self.at = now()
        link = find_contact_link(token_hash(kwargs["token"]), self.at, self.opens)
        if link is None:
            return turned_away(request)
        self.link = link
        narrow_to(link.municipality_id)
        answer = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            slide_contact_link(link=link, at=self.at)
        return answer

    @property
    def around(self) -> dict[str, Any]:
        """What every template of these pages needs."""
        contact = self.link.contact
        return {
            "contact": contact,
            "association": contact.association,
            "municipality": contact.municipality,
            "token": self.kwargs["token"],
        }

    @property
    def by(self) -> Actor:
        """The contact as the one who acts: in the association's name, with no grants."""
        return Actor(
            ActorKind.LINK, self.link.municipality_id, self.link.contact.association.name[:80]
        )


# Said again: a dispatch of one's own does not inherit it.
@method_decorator(csrf_exempt, name="dispatch")
class PageView(ContactView):
    """A door behind the code."""

    opens = (Purpose.PAGE,)

    def back(self, said: str, anchor: str = "") -> HttpResponse:
        """To the association's page, which says what was done."""
        address = reverse("volunteers:contact_page", args=[self.kwargs["token"]])
        return HttpResponseRedirect(f"{address}?{said}=1{anchor and '#'}{anchor}")
