"""The library of examples: searched, read, written."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from institutions.models import Task
from institutions.queries.scope import institutions_for, task_kinds_for, tasks_for
from institutions.rules.deeds import MAY, Deed, grants_for
from volunteers.actions.sharing.examples import (
    EXAMPLE_FIELDS,
    edit_example,
    write_example,
)
from volunteers.models import Example
from volunteers.queries.sharing.examples import (
    drafts_of,
    examples_for,
    fields_of,
    kept_examples,
    library,
)
from volunteers.web.sharing.forms import ExampleForm, LibraryForm, offer_places

if TYPE_CHECKING:
    _Examples = ListView[Example]
else:
    _Examples = ListView

WRITERS = tuple(MAY[Deed.SHARE_EXAMPLES])


class Library(SignedIn, _Examples):
    """The shared ones, twenty a page; words, field and target group stand in the address."""

    template_name = "volunteers/sharing/examples.html"
    paginate_by = 20
    page_kwarg = "side"
    context_object_name = "examples"

    def get_queryset(self) -> QuerySet[Example]:
        """Those that fit."""
        places = fields_of(self.actor.municipality_id)
        self.form = LibraryForm(self.request.GET, fields=places)
        return library(self.actor, self.form.sought)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the search, and the drafts of who writes."""
        may_write = bool(grants_for(self.actor, Deed.SHARE_EXAMPLES))
        return super().get_context_data(
            filter=self.form,
            may_write=may_write,
            drafts=list(drafts_of(self.actor)) if may_write else [],
            **kwargs,
        )


class OneExample(SignedIn):
    """A page about one example; what one may not read is not found."""

    @cached_property
    def example(self) -> Example:
        """The example of the address."""
        return get_object_or_404(examples_for(self.actor), uuid=self.kwargs["example"])

    @property
    def keeps(self) -> bool:
        """Whether the person may change it."""
        return kept_examples(self.actor).filter(pk=self.example.pk).exists()


class KeptExample(OneExample):
    """A page or a button for those who may change the example; not found for the others."""

    roles = WRITERS

    @cached_property
    def example(self) -> Example:
        """The example of the address."""
        return get_object_or_404(kept_examples(self.actor), uuid=self.kwargs["example"])


class ExamplePage(OneExample, TemplateView):
    """Problem, solution, result, contact, tools, and who used it again."""

    template_name = "volunteers/sharing/example.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the tools without their content."""
        uses = self.example.uses.select_related("task__institution", "initiative")
        posts = bool(grants_for(self.actor, Deed.POST_NEED))
        return super().get_context_data(
            **{**kwargs, "example": self.example},
            tools=self.example.tools.defer("content"),
            uses=uses[:20],
            keeps=self.keeps,
            may_use=posts or bool(grants_for(self.actor, Deed.PROPOSE_NEED)),
            may_start=bool(grants_for(self.actor, Deed.START_INITIATIVES)),
        )


class ExampleFormPage(SignedIn, BackPage):
    """What writing and changing an example share."""

    roles = WRITERS
    template_name = "volunteers/sharing/example_form.html"
    form_class = ExampleForm
    back = "volunteers:examples"
    back_words = gettext_lazy("Eksempler")

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the person's own places and the municipality's kinds."""
        form = super().get_form(form_class)
        places = institutions_for(self.actor, Deed.SHARE_EXAMPLES)
        offer_places(form, places, whole_town=self.actor.has(RoleKind.COORDINATOR))
        form.fields["kind"].queryset = task_kinds_for(self.actor)  # type: ignore[attr-defined]
        return form


class WriteExample(ExampleFormPage):
    """A draft; ``?behov=`` begins it with the words of a need."""

    heading = gettext_lazy("Skriv et eksempel")  # type: ignore[assignment]
    button = gettext_lazy("Gem kladden")  # type: ignore[assignment]

    @cached_property
    def task(self) -> Task | None:
        """The need of the address; None for what is none of the person's."""
        asked = self.request.GET.get("behov", "")
        within = tasks_for(self.actor, Deed.SHARE_EXAMPLES)
        return within.filter(pk=asked).first() if asked.isdecimal() else None

    def get_initial(self) -> dict[str, Any]:
        """The need's words, its place and its field."""
        if self.task is None:
            return {}
        same = ("title", "sms_title", "kind", "description", "not_to_do")
        words = {name: getattr(self.task, name) for name in (*same, "contact_name")}
        place = self.task.institution
        return {
            **words,
            "contact_phone": self.task.contact_phone,
            "institution": place,
            "field": place.field,
        }

    def act(self, form: Any) -> HttpResponse:
        """Keeps the draft, and shows it."""
        given = form.cleaned_data
        place = given["institution"]
        same = self.task is not None and self.task.institution == place
        example = write_example(
            institution=place,
            fields={name: given[name] for name in EXAMPLE_FIELDS},
            task=self.task if same else None,
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Kladden er gemt. Del den, når den er klar."))
        return redirect("volunteers:example", example.uuid)


class EditExample(KeptExample, ExampleFormPage):
    """Other words; the place stays."""

    heading = gettext_lazy("Ret eksemplet")  # type: ignore[assignment]

    @property
    def back_url(self) -> str:
        """The example."""
        return reverse("volunteers:example", args=[self.example.uuid])

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.example, name) for name in EXAMPLE_FIELDS}

    def get_form(self, form_class: Any = None) -> Form:
        """Without the place."""
        form = super().get_form(form_class)
        del form.fields["institution"]
        return form

    def act(self, form: Any) -> HttpResponse:
        """Keeps it."""
        edit_example(example=self.example, fields=form.cleaned_data, by=self.actor, at=now())
        return self.done(_("Eksemplet er gemt."))
