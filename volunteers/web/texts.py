"""The texts that people get, and the coordinator's own wording of them."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from volunteers.actions.wordings import word_text
from volunteers.queries.wordings import OwnText, template_for, texts_of
from volunteers.texts.gsm7 import ONE_SEGMENT, normalise, segments, septets
from volunteers.texts.lint import Finding, lint, longest
from volunteers.texts.templates import (
    LANGUAGES,
    TextTemplate,
    allowed_fields,
    render,
    shipped_templates,
)
from volunteers.web.messages_forms import TextForm

# A made-up person and place: what a preview may show.
_SAMPLE: dict[str, str | int] = {
    "navn": "Birgitte",
    "sted": "Plejehj. Søglimt",
    "opgave": "gåtur med beboere",
    "arrangement": "Temaaften om samspil",
    "dag": "tor 26/11",
    "tid": "14.00-15.30",
    "frist": "tor 26/11 12.00",
    "tlf": "12 34 56 78",
    "kontakt": "Hanne",
    "nr": 2,
    "kode": "482913",
    "antal": 2,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A wording as the editor shows it: filled in, counted at its longest, with its faults."""

    text: str
    longest: int
    room: int
    parts: int
    faults: list[Finding]


class TextsPage(SignedIn, TemplateView):
    """All texts, Danish and English."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/texts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its length at the longest."""
        place = Municipality.objects.get(pk=self.actor.municipality_id)
        texts = [(one, show(one, place)) for one in texts_of(place.pk)]
        return super().get_context_data(texts=texts, **kwargs)


class TextPage(SignedIn, ActionFormView):
    """One text in one language; "Vis" shows and counts it, "Gem" uses it."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/texts_edit.html"
    form_class = TextForm

    @cached_property
    def municipality(self) -> Municipality:
        """The actor's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)

    @cached_property
    def kind(self) -> str:
        """The text of the address; an unknown one, or one without this language, is 404."""
        language = self.kwargs["language"]
        if language not in LANGUAGES or self.kwargs["code"] not in shipped_templates(language):
            raise Http404
        return str(self.kwargs["code"])

    def get_initial(self) -> dict[str, Any]:
        """The wording that is used now."""
        template = template_for(self.municipality.pk, self.kind, self.kwargs["language"])
        return {"body": template.body}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the preview of what stands in the form."""
        context = super().get_context_data(**kwargs)
        body = normalise(str(context["form"]["body"].value() or ""))
        template = TextTemplate(self.kind, body)
        return {
            **context,
            "kind": self.kind,
            "shown": show(OwnText(template, self.kwargs["language"], own=False), self.municipality),
            "fields": sorted(allowed_fields(self.kind)),
            "shipped": shipped_templates(self.kwargs["language"])[self.kind].body,
        }

    def form_valid(self, form: TextForm) -> HttpResponse:  # type: ignore[override]
        """A look changes nothing."""
        if "vis" in self.request.POST:
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.OK)
        return super().form_valid(form)

    def act(self, form: TextForm) -> HttpResponse:
        """Used from the next message on."""
        word_text(
            municipality=self.municipality,
            kind=self.kind,
            language=self.kwargs["language"],
            body=form.cleaned_data["body"],
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Teksten er gemt."))
        return redirect("volunteers:texts")


def show(text: OwnText, place: Municipality) -> Shown:
    """The wording filled in with made-up people, and what the linter says of it."""
    template = text.template
    faults = lint(template, place.link_host)
    longest_text = longest(template, place.link_host)
    length = septets(normalise(longest_text))
    sample = template.body if faults else _filled(template, place)
    return Shown(sample, length, ONE_SEGMENT, segments(longest_text).count, faults)


def _filled(template: TextTemplate, place: Municipality) -> str:
    known = {
        **_SAMPLE,
        "kommune": place.name,
        "link": f"https://{place.link_host}/s/{'x' * 22}",
    }
    fields = {name: value for name, value in known.items() if name in allowed_fields(template.name)}
    return render(template, **fields)
