"""Templates of needs: kept from a need, listed, changed, taken out of use."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.fields import DanishTimeField, PhoneField
from institutions.actions.need_templates import (
    Usual,
    change_template,
    keep_as_template,
    retire_template,
)
from institutions.models import NeedTemplate, Task
from institutions.queries.need_templates import templates_for
from institutions.queries.scope import tasks_for
from institutions.rules.deeds import MAY, Deed, grants_for
from institutions.web.need_forms import KeepTemplateForm
from institutions.web.need_task_form import TaskForm, words_of
from institutions.web.need_time_forms import seats_field

KEEPERS = tuple(sorted(MAY[Deed.KEEP_TEMPLATES]))


class Templates(SignedIn, TemplateView):
    """Those the person keeps."""

    roles = KEEPERS
    template_name = "institutions/need_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the templates; one query."""
        return super().get_context_data(templates=list(templates_for(self.actor)), **kwargs)


class KeepTemplate(SignedIn, ActionFormView):
    """Keeps a need as a template: its words, hours and seats."""

    form_class = KeepTemplateForm
    heading = gettext_lazy("Gem som skabelon")  # type: ignore[assignment]
    button = gettext_lazy("Gem skabelonen")  # type: ignore[assignment]

    @cached_property
    def task(self) -> Task:
        """The need of the address."""
        within = tasks_for(self.actor, Deed.KEEP_TEMPLATES).select_related("institution")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Called as the need is."""
        return {"title": self.task.title}

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Only who keeps the municipality's templates may give one to every place."""
        form = super().get_form(form_class)
        if not grants_for(self.actor, Deed.KEEP_MUNICIPAL_TEMPLATES):
            del form.fields["everywhere"]
        return form

    def act(self, form: KeepTemplateForm) -> HttpResponse:
        """Keeps it."""
        template = keep_as_template(
            task=self.task,
            everywhere=form.cleaned_data.get("everywhere", False),
            title=form.cleaned_data["title"],
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Skabelonen »%(name)s« er gemt.") % {"name": template})
        return redirect("institutions:templates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks the need up before anything is shown."""
        return super().get_context_data(task=self.task, **kwargs)


class TemplateForm(TaskForm):
    """A need's words with the usual hours and seats; nobody to call is needed."""

    contact_name = forms.CharField(
        label=_("Kontaktperson"), help_text=_("Tomt felt: stedets egen."), required=False
    )
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"), required=False)
    starts = DanishTimeField(label=_("Begynder som regel klokken"))
    lasts_minutes = forms.IntegerField(
        label=_("Varer som regel så mange minutter"),
        min_value=1,
        max_value=960,
        widget=forms.TextInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv et helt antal minutter."),
            "min_value": _("Skriv et antal minutter fra 1 til 960."),
            "max_value": _("Skriv et antal minutter fra 1 til 960."),
        },
    )
    seats = seats_field()

    @property
    def usual(self) -> Usual:
        """The hours and seats."""
        given = self.cleaned_data
        return Usual(given["starts"], given["lasts_minutes"], given["seats"])


class OneTemplate(SignedIn):
    """One template; not found for those who do not keep it."""

    @cached_property
    def template(self) -> NeedTemplate:
        """The template of the address."""
        return get_object_or_404(templates_for(self.actor), uuid=self.kwargs["template"])


class ChangeTemplate(OneTemplate, ActionFormView):
    """Other words, hours or seats."""

    template_name = "institutions/need_template.html"
    form_class = TemplateForm

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        usual = {
            name: getattr(self.template, name) for name in ("starts", "lasts_minutes", "seats")
        }
        return {**words_of(self.template), **usual}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The municipality's own kinds and skills."""
        return {**super().get_form_kwargs(), "municipality_id": self.template.municipality_id}

    def act(self, form: TemplateForm) -> HttpResponse:
        """Keeps it."""
        change_template(
            template=self.template,
            fields={**form.words, **form.skill_rows},
            usual=form.usual,
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Skabelonen er gemt."))
        return redirect("institutions:templates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the template."""
        return super().get_context_data(
            kept=self.template, back_url=reverse("institutions:templates"), **kwargs
        )


class RetireTemplate(OneTemplate, View):
    """Nobody begins from it any more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, template: object) -> HttpResponse:  # noqa: ARG002
        """Back to the list."""
        retire_template(template=self.template, by=self.actor, at=now())
        messages.success(request, _("Skabelonen er taget ud af brug."))
        return redirect("institutions:templates")
