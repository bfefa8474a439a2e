"""Begin a need: where, from scratch or from an earlier one."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.need_templates import draft_from_template
from institutions.actions.tasks import EDITABLE, copy_task, draft_task
from institutions.models import Institution, NeedTemplate, Slot, Task
from institutions.queries.need_templates import templates_at
from institutions.queries.scope import drafts_for, places_to_draft
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.states import TaskState
from institutions.web.need_task_form import ADULT, TaskForm
from institutions.web.need_time_forms import CopyForm

# So many earlier needs to copy from; older ones are found on the board.
_RECENT = 8
_USUAL_LENGTH = timedelta(hours=2)


class NeedChoice(SignedIn, View):
    """For which institution, when the person posts for several; drafts that wait."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, or straight to the form of the only one."""
        places = list(places_to_draft(self.actor))
        if len(places) == 1:
            return redirect("institutions:new_need", places[0].pk)
        drafts = drafts_for(self.actor).filter(state__in=EDITABLE)
        drafts = drafts.select_related("institution", "created_by")[:_RECENT]
        context = {"places": places, "drafts": drafts}
        return render(request, "institutions/need_choice.html", context)


class NewNeed(SignedIn, ActionFormView):
    """Page 1 of a new need: the words, or an earlier need to copy."""

    template_name = "institutions/need_task.html"
    form_class = TaskForm

    @cached_property
    def institution(self) -> Institution:
        """The institution of the address."""
        within = places_to_draft(self.actor).select_related("municipality")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Who to call is known; a volunteer is an adult unless the leader says otherwise."""
        return {
            "contact_name": self.institution.contact_name,
            "contact_phone": self.institution.contact_phone,
            "min_age": ADULT,
            "child_contact": "none",
            "certificate": "none",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The municipality's own kinds and skills."""
        return {**super().get_form_kwargs(), "municipality_id": self.institution.municipality_id}

    def act(self, form: TaskForm) -> HttpResponse:
        """Keeps a draft and goes on to the times."""
        task = draft_task(
            institution=self.institution,
            fields=form.words,
            skills=form.skill_rows["skills"],
            wished_skills=form.skill_rows["wished_skills"],
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:need_times", task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the drafts and the earlier needs of the institution."""
        tasks = self.institution.tasks.filter(pk__in=drafts_for(self.actor))
        earlier = tasks.exclude(state__in=[*EDITABLE, TaskState.CANCELLED])
        return super().get_context_data(
            institution=self.institution,
            municipality=self.institution.municipality,
            drafts=list(tasks.filter(state__in=EDITABLE).select_related("created_by")[:_RECENT]),
            earlier=list(earlier[:_RECENT]),
            templates=list(templates_at(self.institution)),
            may_keep=bool(grants_for(self.actor, Deed.KEEP_TEMPLATES)),
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be asked again: the words, the place, and what is usual."""

    title: str
    institution: Institution
    lasts: timedelta
    starts: time | None
    seats: int

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return self.lasts / timedelta(hours=1)


class AgainPage(SignedIn, ActionFormView, ABC):
    """The words are known; when, and how many? At most three inputs."""

    template_name = "institutions/need_copy.html"
    form_class = CopyForm

    @abstractmethod
    def known(self) -> Known:
        """What need not be asked again."""

    @abstractmethod
    def draft(self, span: tuple[datetime, datetime], seats: int) -> Task:
        """Keeps a draft with the time."""

    def get_initial(self) -> dict[str, Any]:
        """All but the day is as usual."""
        return {"starts": self.known().starts, "seats": self.known().seats}

    def get_form_kwargs(self) -> dict[str, Any]:
        """As long as usual."""
        return {**super().get_form_kwargs(), "lasts": self.known().lasts}

    def act(self, form: CopyForm) -> HttpResponse:
        """Goes on to what must be declared."""
        task = self.draft(form.cleaned_data["span"], form.cleaned_data["seats"])
        return redirect("institutions:need_points", task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what is known."""
        known = self.known()
        return super().get_context_data(
            known=known, municipality=known.institution.municipality, **kwargs
        )


class CopyNeed(AgainPage):
    """The same words another day."""

    @cached_property
    def task(self) -> Task:
        """The need to copy."""
        within = drafts_for(self.actor).select_related("institution__municipality")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @cached_property
    def latest(self) -> Slot | None:
        """The last time it was needed."""
        return self.task.slots.order_by("-starts_at").first()

    def known(self) -> Known:
        """As the last time; two hours for one person when there is none."""
        task, slot = self.task, self.latest
        if slot is None:
            return Known(task.title, task.institution, _USUAL_LENGTH, None, 1)
        starts, lasts = local(slot.starts_at).time(), slot.ends_at - slot.starts_at
        return Known(task.title, task.institution, lasts, starts, slot.seats)

    def draft(self, span: tuple[datetime, datetime], seats: int) -> Task:
        """A copy."""
        return copy_task(task=self.task, times=[span], seats=seats, by=self.actor, at=now())


class UseTemplate(AgainPage):
    """A template's words at a place."""

    @cached_property
    def institution(self) -> Institution:
        """The place of the address."""
        within = places_to_draft(self.actor).select_related("municipality")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @cached_property
    def template(self) -> NeedTemplate:
        """The template of the address; another place's is not found."""
        return get_object_or_404(templates_at(self.institution), uuid=self.kwargs["template"])

    def known(self) -> Known:
        """As the template says."""
        usual = self.template
        lasts = timedelta(minutes=usual.lasts_minutes)
        return Known(usual.title, self.institution, lasts, usual.starts, usual.seats)

    def draft(self, span: tuple[datetime, datetime], seats: int) -> Task:
        """The template's words with this time."""
        return draft_from_template(
            template=self.template,
            institution=self.institution,
            span=span,
            seats=seats,
            by=self.actor,
            at=now(),
        )
