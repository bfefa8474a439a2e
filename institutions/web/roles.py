"""Who has which role: given and taken by those entitled, handed over, and the ambassadors."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from backend.accounts.models import Municipality, User
from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.handover import hand_over
from institutions.actions.invitations import invite_person, send_invitation
from institutions.actions.roles import change_role, take_role
from institutions.models import Role
from institutions.queries.organisation import kept_departments
from institutions.queries.roles import (
    ambassadors_by_department,
    kinds_to_give,
    needs_to_hand_over,
    people_of,
    places_led,
    places_to_give,
    role_lines,
    roles_for,
)
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.roles import ROLE_WORDS
from institutions.web.organisation import BackPage, Keeper
from institutions.web.roles_forms import GiveRoleForm, HandoverForm, PeriodForm
from volunteers.queries.event_courses import courses_of_user


class RoleGiver(SignedIn):
    """What the pages of roles share: the coordinator, and leaders for their own institution."""

    roles = (RoleKind.COORDINATOR, RoleKind.LEADER)

    @cached_property
    def role(self) -> Role:
        """The role of the address; one that is not the person's to see is not found."""
        return get_object_or_404(roles_for(self.actor), pk=self.kwargs["role"])


class RolePage(RoleGiver, BackPage):
    """A form about a role."""

    back = "institutions:roles"
    back_words = gettext_lazy("Roller")


class Roles(RoleGiver, TemplateView):
    """The roles of today and to come; ``?q=`` looks in names, roles and places."""

    template_name = "institutions/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the roles and which of them the person may change."""
        q, ended = self.request.GET.get("q", "").strip(), "tidligere" in self.request.GET
        return super().get_context_data(
            lines=role_lines(self.actor, local(now()).date(), q, ended=ended),
            mine=kinds_to_give(self.actor),
            q=q,
            ended=ended,
            keeps=bool(grants_for(self.actor, Deed.KEEP_ORGANISATION)),
            own_places=places_led(self.actor),
            **kwargs,
        )


class GiveRole(RolePage):
    """Gives a role; a new person is invited by mail."""

    form_class = GiveRoleForm
    heading = gettext_lazy("Giv en rolle")  # type: ignore[assignment]
    button = gettext_lazy("Giv rollen")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """From today, at the only institution there is to choose."""
        places = list(places_to_give(self.actor)[:2])
        kinds = kinds_to_give(self.actor)
        return {
            "valid_from": local(now()).date(),
            "institution": places[0] if len(places) == 1 else None,
            "kind": kinds[0] if len(kinds) == 1 else None,
        }

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the roles and places that are the person's to give."""
        form = super().get_form(form_class)
        kinds = kinds_to_give(self.actor)
        form.fields["kind"].choices = [(kind.value, ROLE_WORDS[kind]) for kind in kinds]  # type: ignore[attr-defined]
        form.fields["institution"].queryset = places_to_give(self.actor)  # type: ignore[attr-defined]
        form.fields["department"].queryset = kept_departments(self.actor)  # type: ignore[attr-defined]
        if RoleKind.AMBASSADOR not in kinds:
            del form.fields["department"]
        return form

    def act(self, form: Any) -> HttpResponse:
        """Gives it."""
        given = {"department": None, **form.cleaned_data}
        given["kind"] = RoleKind(given["kind"])
        role = invite_person(
            municipality=Municipality.objects.get(pk=self.actor.municipality_id),
            by=self.actor,
            at=now(),
            **given,
        )
        return self.done(
            _("%(name)s har fået rollen %(role)s.")
            % {"name": role.user.name, "role": ROLE_WORDS[RoleKind(role.kind)].lower()}
        )


class ChangeRole(RolePage):
    """A role's period and, for an ambassador, the course."""

    template_name = "institutions/roles_role.html"
    form_class = PeriodForm

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        return {"valid_until": self.role.valid_until, "trained_on": self.role.trained_on}

    def get_form(self, form_class: Any = None) -> Form:
        """Only ambassadors have a course."""
        form = super().get_form(form_class)
        if self.role.kind != RoleKind.AMBASSADOR:
            del form.fields["trained_on"]
        return form

    def act(self, form: Any) -> HttpResponse:
        """Keeps them."""
        change_role(
            role=self.role,
            valid_until=form.cleaned_data["valid_until"],
            trained_on=form.cleaned_data.get("trained_on", self.role.trained_on),
            by=self.actor,
            at=now(),
        )
        return self.done(_("Rollen er gemt."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the role and what else may be done."""
        kind = RoleKind(self.role.kind)
        context = super().get_context_data(
            role=self.role,
            keeps=bool(grants_for(self.actor, Deed.KEEP_ORGANISATION)),
            may=kind in kinds_to_give(self.actor),
            invited=not self.role.user.has_usable_password(),
            words=ROLE_WORDS[kind],
            courses=courses_of_user(self.role.user),
            **kwargs,
        )
        return {**context, "heading": self.role.user.name}


class TakeRole(RoleGiver, View):
    """Takes a role at once."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, role: int) -> HttpResponse:  # noqa: ARG002
        """Back to the list."""
        take_role(role=self.role, by=self.actor, at=now())
        messages.success(request, _("Rollen er taget. Adgangen er lukket med det samme."))
        return redirect("institutions:roles")


class SendInvitation(RoleGiver, View):
    """Mails a new link to choose a password with."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, role: int) -> HttpResponse:  # noqa: ARG002
        """Back to the role."""
        send_invitation(user=self.role.user, by=self.actor, at=now())
        messages.success(request, _("Mailen er på vej til %(to)s.") % {"to": self.role.user.email})
        return redirect("institutions:role", self.role.pk)


class Handover(Keeper, BackPage):
    """Somebody leaves."""

    form_class = HandoverForm
    button = gettext_lazy("Gem fratrædelsen")  # type: ignore[assignment]
    back = "institutions:roles"
    back_words = gettext_lazy("Roller")

    @cached_property
    def leaver(self) -> User:
        """The person of the address."""
        return get_object_or_404(people_of(self.actor), pk=self.kwargs["user"])

    def get_form(self, form_class: Any = None) -> Form:
        """The form with everybody else."""
        form = super().get_form(form_class)
        others = people_of(self.actor).filter(is_active=True).exclude(pk=self.leaver.pk)
        form.fields["successor"].queryset = others  # type: ignore[attr-defined]
        return form

    def act(self, form: HandoverForm) -> HttpResponse:
        """Ends the roles and says how many needs have a new contact person."""
        n = hand_over(leaver=self.leaver, by=self.actor, at=now(), **form.cleaned_data)
        text = ngettext(
            "%(name)s fratræder. %(n)d behov har fået en ny kontaktperson.",
            "%(name)s fratræder. %(n)d behov har fået en ny kontaktperson.",
            n,
        )
        return self.done(text % {"name": self.leaver.name, "n": n})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how much there is to hand over."""
        n = needs_to_hand_over(self.leaver).count()
        context = super().get_context_data(**kwargs)
        text = ngettext(
            "De frivillige ringer til %(name)s om %(n)d behov, der ikke er slut.",
            "De frivillige ringer til %(name)s om %(n)d behov, der ikke er slut.",
            n,
        )
        heading = _("%(name)s fratræder") % {"name": self.leaver.name}
        return {**context, "heading": heading, "intro": text % {"name": self.leaver.name, "n": n}}


class AmbassadorList(Keeper, TemplateView):
    """Each department's ambassadors: appointed, trained; those without one first."""

    template_name = "institutions/roles_ambassadors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the departments and the two figures (K13 and K14 of the success criteria)."""
        rows = ambassadors_by_department(self.actor.municipality_id, local(now()).date())
        appointed = [role for row in rows for role in row.roles]
        return super().get_context_data(
            rows=rows,
            covered=sum(bool(row.roles) for row in rows),
            appointed=len(appointed),
            trained=sum(role.trained_on is not None for role in appointed),
            **kwargs,
        )
