"""Projects across departments: those one is a member of; the coordinator keeps them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.projects import (
    PROJECT_FIELDS,
    change_project,
    create_project,
    end_project,
)
from institutions.models import Project
from institutions.queries.organisation import kept_departments, needs_review, projects_for
from institutions.rules.deeds import Deed, grants_for
from institutions.web.organisation import BackPage, Keeper
from institutions.web.organisation_project_forms import ProjectForm


class Projects(SignedIn, TemplateView):
    """The projects the person may see, those whose agreement should be looked at marked."""

    template_name = "institutions/organisation_projects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the projects, running ones first."""
        today = local(now()).date()
        rows = [
            {
                "project": project,
                "review": needs_review(project, today),
                "ended": project.ended_at is not None,
            }
            for project in projects_for(self.actor).prefetch_related("partners")
        ]
        return super().get_context_data(
            running=[row for row in rows if not row["ended"]],
            ended=[row for row in rows if row["ended"]],
            may_keep=bool(grants_for(self.actor, Deed.KEEP_ORGANISATION)),
            **kwargs,
        )


class OneProject(SignedIn):
    """A page of one project; not found for those who are no members."""

    @cached_property
    def project(self) -> Project:
        """The project of the address."""
        return get_object_or_404(self.projects, uuid=self.kwargs["project"])

    @property
    def projects(self) -> QuerySet[Project]:
        """Those the person may see."""
        return projects_for(self.actor)


class ProjectPage(OneProject, TemplateView):
    """One project."""

    template_name = "institutions/organisation_project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the project with its departments and members."""
        kwargs["project"] = self.project
        return super().get_context_data(
            partners=self.project.partners.all(),
            members=self.project.members.order_by("sort_key", "id"),
            review=needs_review(self.project, local(now()).date()),
            may_keep=bool(grants_for(self.actor, Deed.KEEP_ORGANISATION)),
            **kwargs,
        )


class ProjectForms(Keeper, BackPage):
    """What the pages with a project's form share."""

    form_class = ProjectForm
    back = "institutions:projects"
    back_words = gettext_lazy("Projekter")

    def get_form(self, form_class: Any = None) -> Form:
        """The form with this municipality's departments and people."""
        form = super().get_form(form_class)
        departments = kept_departments(self.actor)
        people = self.kept.users.filter(is_active=True).order_by("sort_key", "id")
        for name, rows in (
            ("department", departments),
            ("partners", departments),
            ("members", people),
        ):
            form.fields[name].queryset = rows  # type: ignore[attr-defined]
        return form

    def split(self, form: ProjectForm) -> dict[str, Any]:
        """The action's arguments from the form's answers."""
        given = form.cleaned_data
        return {
            "department": given["department"],
            "partners": list(given["partners"]),
            "members": list(given["members"]),
            "fields": {name: given[name] for name in PROJECT_FIELDS},
        }


class NewProject(ProjectForms):
    """A project more."""

    heading = gettext_lazy("Nyt projekt")  # type: ignore[assignment]

    def act(self, form: ProjectForm) -> HttpResponse:
        """Keeps it."""
        create_project(municipality=self.kept, by=self.actor, at=now(), **self.split(form))
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)


class ChangeProject(OneProject, ProjectForms):
    """Everything about a project."""

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        known = {name: getattr(self.project, name) for name in PROJECT_FIELDS}
        return {
            **known,
            "department": self.project.department_id,
            "partners": list(self.project.partners.all()),
            "members": list(self.project.members.all()),
        }

    def act(self, form: ProjectForm) -> HttpResponse:
        """Keeps it."""
        change_project(project=self.project, by=self.actor, at=now(), **self.split(form))
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The project's name as heading."""
        return {**super().get_context_data(**kwargs), "heading": self.project.name}


class EndProject(Keeper, OneProject, View):
    """The project is over."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, project: object) -> HttpResponse:  # noqa: ARG002
        """Back to the project, which can still be read."""
        end_project(project=self.project, by=self.actor, at=now())
        messages.success(request, _("Projektet er afsluttet."))
        return redirect("institutions:project", self.project.uuid)
