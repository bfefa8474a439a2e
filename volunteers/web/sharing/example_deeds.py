"""What is done with an example: shared, taken down, used again."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.web.action_forms import BackPage
from backend.web.clock import now
from institutions.queries.scope import places_to_draft
from volunteers.actions.sharing.examples import retire_example, share_example, use_example
from volunteers.web.sharing.examples import KeptExample, OneExample
from volunteers.web.sharing.forms import UseForm


class ShareExample(KeptExample, View):
    """The button "Del med alle"."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the example, which everybody can read."""
        share_example(example=self.example, by=self.actor, at=now())
        messages.success(request, _("Eksemplet er delt."))
        return redirect("volunteers:example", self.example.uuid)


class RetireExample(KeptExample, View):
    """The button "Tag ned"."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the library."""
        retire_example(example=self.example, by=self.actor, at=now())
        messages.success(request, _("Eksemplet er taget ned."))
        return redirect("volunteers:examples")


class UseExample(OneExample, BackPage):
    """ "Brug igen": where, and on to the draft."""

    form_class = UseForm
    heading = gettext_lazy("Brug eksemplet igen")  # type: ignore[assignment]
    button = gettext_lazy("Begynd et behov")  # type: ignore[assignment]
    intro = gettext_lazy("Du får en kladde med eksemplets ord. Ingen bliver spurgt endnu.")
    back_words = gettext_lazy("Eksemplet")

    @property
    def back_url(self) -> str:
        """The example."""
        return reverse("volunteers:example", args=[self.example.uuid])

    def get_form(self, form_class: Any = None) -> Form:
        """The places the person may begin a need for."""
        form = super().get_form(form_class)
        form.fields["institution"].queryset = places_to_draft(self.actor)  # type: ignore[attr-defined]
        return form

    def act(self, form: Any) -> HttpResponse:
        """To the draft's first page."""
        place = form.cleaned_data["institution"]
        task = use_example(example=self.example, institution=place, by=self.actor, at=now())
        return redirect("institutions:need_task", task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks the example up before anything is shown."""
        kwargs["example"] = self.example
        return super().get_context_data(**kwargs)
