"""The page on which a project begins to ask for help."""

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import User
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.project_places import open_project
from institutions.web.organisation import BackPage, Keeper
from institutions.web.organisation_projects import OneProject


class PlaceOfProjectForm(PlainForm):
    """Where the project's helpers meet, and who answers for its needs."""

    short_name = forms.CharField(label=_("Kort navn"), help_text=_("Højst 18 tegn. Står i sms’en."))
    address = forms.CharField(label=_("Adresse, hvor man mødes"), max_length=120)
    postcode = forms.CharField(
        label=_("Postnummer"), widget=forms.TextInput(attrs={"class": "input-width-s"})
    )
    leader = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hvem svarer for projektets behov?"),
        help_text=_("En af projektets medlemmer. Får tjeklisten og tidspunkterne at se."),
        empty_label=_("Vælg"),
    )


class OpenProject(Keeper, OneProject, BackPage):
    """Lets a project post needs of its own."""

    form_class = PlaceOfProjectForm
    back = "institutions:projects"
    back_words = gettext_lazy("Projekter")
    heading = gettext_lazy("Lad projektet bede om hjælp")  # type: ignore[assignment]
    button = gettext_lazy("Gem")  # type: ignore[assignment]
    intro = gettext_lazy("Projektet får sin egen tjekliste og sine egne tidspunkter.")

    @cached_property
    def members(self) -> Any:
        """Who may answer for it."""
        return self.project.members.filter(is_active=True).order_by("sort_key", "id")

    def get_initial(self) -> dict[str, Any]:
        """The meeting point is a good address."""
        return {"short_name": self.project.name[:18], "address": self.project.meeting_point}

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the project's members."""
        form = super().get_form(form_class)
        form.fields["leader"].queryset = self.members  # type: ignore[attr-defined]
        return form

    def act(self, form: PlaceOfProjectForm) -> HttpResponse:
        """Keeps it and shows the project."""
        open_project(project=self.project, by=self.actor, at=now(), **form.cleaned_data)
        messages.success(
            self.request, _("%(name)s kan nu bede om hjælp.") % {"name": self.project.name}
        )
        return redirect("institutions:project", self.project.uuid)
