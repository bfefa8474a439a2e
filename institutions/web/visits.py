"""The ambassador's own log: visits and talks, what followed, and friendly reminders."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.common.phones import show_phone
from backend.messaging.addresses import public_address
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.visits import note_visit, send_friendly_reminder
from institutions.models import Department, Institution, VisitKind
from institutions.queries.help_calls import help_calls_for
from institutions.queries.holders import leaders_of
from institutions.queries.scope import departments_for, institutions_for
from institutions.queries.visits import HELP_WORKS_FOR, reminders_of, silent_days, visits_of
from institutions.rules.deeds import Deed
from institutions.rules.friendly_reminders import REST, TITLE, reminder_words
from institutions.web.help_forms import FriendlyReminderForm, VisitForm
from institutions.web.organisation import BackPage


class Helper(SignedIn, BackPage):
    """What the pages of those who help leaders share."""

    roles = (RoleKind.AMBASSADOR, RoleKind.COORDINATOR)
    back = "institutions:ambassador"
    back_words = gettext_lazy("Min afdeling")


class Visits(Helper):
    """A department's visits and talks with the needs that followed, and a form for one more."""

    template_name = "institutions/visits.html"
    form_class = VisitForm
    heading = gettext_lazy("Besøg og oplæg")  # type: ignore[assignment]
    button = gettext_lazy("Notér")  # type: ignore[assignment]

    @cached_property
    def department(self) -> Department:
        """The department of the address; one that is not within reach is not found."""
        within = departments_for(self.actor, Deed.HELP_LEADERS)
        return get_object_or_404(within, external_uuid=self.kwargs["department"])

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": local(now()).date(), "kind": VisitKind.VISIT}

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the department's places and their calls."""
        form = super().get_form(form_class)
        places = institutions_for(self.actor, Deed.HELP_LEADERS)
        form.fields["institution"].queryset = places.filter(  # type: ignore[attr-defined]
            department=self.department, closed_at=None
        )
        calls = help_calls_for(self.actor, Deed.HELP_LEADERS)
        form.fields["help_call"].queryset = calls.filter(  # type: ignore[attr-defined]
            institution__department=self.department
        ).order_by("-asked_at")
        return form

    def act(self, form: VisitForm) -> HttpResponse:
        """Keeps it."""
        given = dict(form.cleaned_data)
        given["kind"] = VisitKind(given["kind"])
        note_visit(department=self.department, by=self.actor, at=now(), **given)
        messages.success(self.request, _("Det er noteret."))
        return redirect("institutions:visits", self.department.external_uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the log and its two figures."""
        lines = visits_of(self.department)
        return super().get_context_data(
            department=self.department,
            lines=lines,
            followed=sum(len(line.needs) for line in lines),
            works_for=HELP_WORKS_FOR.days,
            **kwargs,
        )


class RemindKindly(Helper):
    """The ready-made mail to a quiet leader, shown before it is sent."""

    template_name = "institutions/friendly_reminder.html"
    form_class = FriendlyReminderForm
    heading = gettext_lazy("Send venlig påmindelse")  # type: ignore[assignment]

    @cached_property
    def place(self) -> Institution:
        """The institution of the address; one that is closed or not within reach is not found."""
        within = institutions_for(self.actor, Deed.HELP_LEADERS).filter(closed_at=None)
        return get_object_or_404(
            within.select_related("municipality"), external_uuid=self.kwargs["place"]
        )

    @cached_property
    def leaders(self) -> list[User]:
        """Who gets it."""
        return leaders_of(self.place.pk, local(now()).date())

    def get_initial(self) -> dict[str, Any]:
        """The words as they are ready to send."""
        sender = User.objects.filter(pk=self.actor.user_id or 0).first()
        if sender is None:
            raise Http404
        path = reverse("institutions:new_need", args=[self.place.pk])
        body = reminder_words(
            leader=" og ".join(user.name for user in self.leaders) or self.place.contact_name,
            silent_days=silent_days(self.place, local(now()).date()),
            link=public_address(self.place.municipality.link_host, path),
            ambassador=f"{sender.name}\n{show_phone(sender.phone) if sender.phone else ''}".strip(),
        )
        return {"body": body}

    def act(self, form: FriendlyReminderForm) -> HttpResponse:
        """Sends it."""
        body = form.cleaned_data["body"]
        people = send_friendly_reminder(
            institution=self.place, title=TITLE, body=body, by=self.actor, at=now()
        )
        names = " og ".join(user.name for user in people)
        return self.done(_("Påmindelsen er på vej til %(names)s.") % {"names": names})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds who gets it, the subject, and when a place was last reminded."""
        context = super().get_context_data(
            place=self.place,
            people=self.leaders,
            title=TITLE,
            last=reminders_of(self.place).first(),
            rest=REST.days,
            **kwargs,
        )
        n = len(self.leaders)
        words = ngettext("Send mail til %(n)d person", "Send mail til %(n)d personer", n)
        return {**context, "button": words % {"n": n} if n else ""}
