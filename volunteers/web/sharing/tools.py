"""Tools of an example: a link, or a file that is only ever sent as a download."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from volunteers.actions.sharing.tools import add_file, add_link, remove_tool
from volunteers.models import ExampleTool
from volunteers.queries.sharing.examples import kept_examples, tools_for
from volunteers.web.sharing.examples import WRITERS, KeptExample
from volunteers.web.sharing.forms import ToolForm


class AddTool(KeptExample, BackPage):
    """A link or a file more."""

    template_name = "volunteers/sharing/tool_form.html"
    form_class = ToolForm
    heading = gettext_lazy("Læg et værktøj ved")  # type: ignore[assignment]
    intro = gettext_lazy("Fx en huskeliste, en invitation eller en aftale, som andre kan bruge.")
    back_words = gettext_lazy("Eksemplet")

    @property
    def back_url(self) -> str:
        """The example."""
        return reverse("volunteers:example", args=[self.example.uuid])

    def act(self, form: ToolForm) -> HttpResponse:
        """Keeps the file when there is one, else the link."""
        given, file = form.cleaned_data, form.cleaned_data["file"]
        same: dict[str, Any] = {
            "example": self.example,
            "title": given["title"],
            "by": self.actor,
            "at": now(),
        }
        if file:
            add_file(name=file.name, content=file.read(), **same)
        else:
            add_link(url=given["url"], **same)
        return self.done(_("Værktøjet er lagt ved."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks the example up before anything is shown."""
        kwargs["example"] = self.example
        return super().get_context_data(**kwargs)


class OneTool(SignedIn):
    """One tool of an example one may read."""

    @cached_property
    def tool(self) -> ExampleTool:
        """The tool of the address."""
        return get_object_or_404(tools_for(self.actor), uuid=self.kwargs["tool"])


class ToolFile(OneTool, View):
    """The file, as bytes to save: no browser opens what somebody uploaded."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """An attachment of no known type; a link is followed from the page instead."""
        if not self.tool.file_name:
            return redirect("volunteers:example", self.tool.example.uuid)
        answer = HttpResponse(bytes(self.tool.content or b""), "application/octet-stream")
        answer.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=self.tool.file_name
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


class RemoveTool(OneTool, View):
    """The button "Fjern"."""

    roles = WRITERS
    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the example."""
        example = get_object_or_404(kept_examples(self.actor), pk=self.tool.example_id)
        remove_tool(tool=self.tool, by=self.actor, at=now())
        return redirect("volunteers:example", example.uuid)
