"""What volunteers and those who lead a place write to each other: the list, and one thread."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.web.access import SignedIn
from backend.web.clock import now
from backend.web.dialogue_forms import LineForm
from institutions.rules.deeds import MAY, Deed
from institutions.web.organisation import BackPage
from volunteers.actions.dialogue import settle_thread, write_to_volunteer
from volunteers.models import Offer
from volunteers.queries.dialogue import talks_of, thread_of, threads_for


class Talker(SignedIn):
    """The leaders and deputies of the place, and the coordinator; nobody else."""

    roles = tuple(MAY[Deed.TALK_WITH_HELPERS])

    @cached_property
    def offer(self) -> Offer:
        """The question whose thread the address names; one out of reach is not found."""
        return get_object_or_404(talks_of(self.actor), uuid=self.kwargs["thread"])

    @property
    def address(self) -> str:
        """The thread's own page."""
        return reverse("institutions:thread", args=[self.offer.uuid])


class Threads(Talker, TemplateView):
    """All threads within reach, those with something unread first."""

    template_name = "institutions/dialogues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the threads."""
        return super().get_context_data(threads=threads_for(self.actor, now()), **kwargs)


class ThreadPage(Talker, BackPage):
    """One thread, and a line more. No telephone number stands here."""

    template_name = "institutions/dialogue.html"
    form_class = LineForm
    back = "institutions:threads"
    back_words = gettext_lazy("Samtaler")
    button = gettext_lazy("Send")  # type: ignore[assignment]

    def act(self, form: LineForm) -> HttpResponse:
        """Keeps the line; the volunteer gets an SMS that there is one."""
        write_to_volunteer(offer=self.offer, by=self.actor, at=now(), **form.cleaned_data)
        messages.success(self.request, _("Beskeden er sendt."))
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the lines, and the volunteer's first name and initial as heading."""
        context = super().get_context_data(thread=thread_of(self.offer, now()), **kwargs)
        return {**context, "heading": self.offer.volunteer.short_name}


class SettleThread(Talker, View):
    """The button "Læst": no answer is needed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, thread: object) -> HttpResponse:  # noqa: ARG002
        """Back to the list."""
        settle_thread(offer=self.offer, by=self.actor, at=now())
        messages.success(request, _("Samtalen er læst."))
        return redirect("institutions:threads")
