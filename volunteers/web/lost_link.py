"""A new link to the own page, by SMS, for whoever has lost theirs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from volunteers.actions.contact_links import send_lost_links
from volunteers.web.public import MunicipalPage
from volunteers.web.sign_up import stranger
from volunteers.web.sign_up_forms import LostLinkForm


class LostLink(MunicipalPage, ActionFormView):
    """One field; the answer is the same for numbers nobody has."""

    template_name = "volunteers/lost_link.html"
    form_class = LostLinkForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The municipality, and the words in the language of this moment."""
        words = {"heading": _("Få et nyt link"), "button": _("Send linket")}
        return {**super().get_context_data(**kwargs), **self.placed, **words}

    def act(self, form: LostLinkForm) -> HttpResponse:
        """Sends it when somebody has the number, at most once in ten minutes."""
        send_lost_links(
            municipality=self.municipality,
            phone=form.cleaned_data["phone"],
            by=stranger(self.municipality.pk),
            at=now(),
        )
        return redirect(reverse("volunteers:lost_link_sent") + self.placed["which"])
