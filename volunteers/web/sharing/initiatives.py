"""Initiatives: what is tried, who owns it, when it is followed up, what came of it."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.addresses import uuid_in
from backend.web.clock import now
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import MAY, Deed, grants_for
from volunteers.actions.sharing.initiatives import WORDS, Begun, register_result, start_initiative
from volunteers.models import Event, Example, Initiative
from volunteers.queries.events import events_for
from volunteers.queries.sharing.examples import examples_for
from volunteers.queries.sharing.initiatives import colleagues, initiatives_for, mine_to_end
from volunteers.web.sharing.forms import InitiativeForm, ResultForm, offer_places


class Initiatives(SignedIn, TemplateView):
    """Those that wait first, then those with a result."""

    template_name = "volunteers/sharing/initiatives.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds both lists; those overdue are marked."""
        rows = list(initiatives_for(self.actor))
        return super().get_context_data(
            waiting=[one for one in rows if one.waits],
            ended=[one for one in reversed(rows) if not one.waits],
            today=local(now()).date(),
            may_start=bool(grants_for(self.actor, Deed.START_INITIATIVES)),
            **kwargs,
        )


class StartInitiative(SignedIn, BackPage):
    """One more; ``?eksempel=`` and ``?arrangement=`` say where it comes from."""

    roles = tuple(MAY[Deed.START_INITIATIVES])
    form_class = InitiativeForm
    heading = gettext_lazy("Begynd et initiativ")  # type: ignore[assignment]
    button = gettext_lazy("Begynd")  # type: ignore[assignment]
    back = "volunteers:initiatives_list"
    back_words = gettext_lazy("Initiativer")

    @cached_property
    def begun(self) -> Begun:
        """What the address names and the person may see."""
        events: Any = events_for(self.actor)
        examples: Any = examples_for(self.actor)
        event: Event | None = events.filter(uuid=uuid_in(self.request, "arrangement")).first()
        example: Example | None = examples.filter(uuid=uuid_in(self.request, "eksempel")).first()
        return Begun(event=event, example=example)

    def get_initial(self) -> dict[str, Any]:
        """The example's title; oneself as owner."""
        title = self.begun.example.title if self.begun.example else ""
        return {"title": title, "owner": self.actor.user_id}

    def get_form(self, form_class: Any = None) -> Form:
        """The person's places and colleagues."""
        form = super().get_form(form_class)
        places = institutions_for(self.actor, Deed.START_INITIATIVES)
        free = self.actor.has(RoleKind.COORDINATOR, RoleKind.PROJECT_GROUP)
        offer_places(form, places, whole_town=free)
        form.fields["owner"].queryset = colleagues(self.actor)  # type: ignore[attr-defined]
        return form

    def act(self, form: Any) -> HttpResponse:
        """Begins it."""
        given = form.cleaned_data
        start_initiative(
            institution=given["institution"],
            fields={name: given[name] for name in WORDS},
            owner=given["owner"],
            follow_up_on=given["follow_up_on"],
            begun=self.begun,
            by=self.actor,
            at=now(),
        )
        return self.done(_("Initiativet er begyndt."))


class InitiativePage(SignedIn, BackPage):
    """One initiative, with the form for its result for those who may write it."""

    template_name = "volunteers/sharing/initiative.html"
    form_class = ResultForm
    button = gettext_lazy("Gem resultatet")  # type: ignore[assignment]
    back = "volunteers:initiatives_list"
    back_words = gettext_lazy("Initiativer")

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative of the address."""
        return get_object_or_404(initiatives_for(self.actor), uuid=self.kwargs["initiative"])

    def act(self, form: ResultForm) -> HttpResponse:
        """Keeps the result."""
        register_result(initiative=self.initiative, by=self.actor, at=now(), **form.cleaned_data)
        return redirect("volunteers:initiative", self.initiative.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the initiative."""
        kwargs["initiative"] = row = self.initiative
        ends = row.waits and mine_to_end(self.actor).filter(pk=row.pk).exists()
        context = super().get_context_data(ends=ends, today=local(now()).date(), **kwargs)
        return {**context, "heading": row.title}
