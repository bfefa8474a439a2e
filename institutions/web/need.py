"""Begin a need: where, from scratch or from an earlier one."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.tasks import EDITABLE, copy_task, draft_task
from institutions.models import Institution, Slot, Task
from institutions.queries.scope import institutions_for, tasks_for
from institutions.rules.deeds import Deed
from institutions.rules.states import TaskState
from institutions.web.need_forms import TaskForm
from institutions.web.need_time_forms import CopyForm

# So many earlier needs to copy from; older ones are found on the board.
_RECENT = 8
_USUAL_LENGTH = timedelta(hours=2)


class NeedChoice(SignedIn, View):
    """For which institution, when the person posts for several; drafts that wait."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, or straight to the form of the only one."""
        places = list(institutions_for(self.actor, Deed.POST_NEED).filter(closed_at=None))
        if len(places) == 1:
            return redirect("institutions:new_need", places[0].pk)
        drafts = tasks_for(self.actor, Deed.POST_NEED).filter(state__in=EDITABLE)
        drafts = drafts.select_related("institution")[:_RECENT]
        context = {"places": places, "drafts": drafts}
        return render(request, "institutions/need_choice.html", context)


class NewNeed(SignedIn, ActionFormView):
    """Page 1 of a new need: the words, or an earlier need to copy."""

    template_name = "institutions/need_task.html"
    form_class = TaskForm

    @cached_property
    def institution(self) -> Institution:
        """The institution of the address."""
        within = institutions_for(self.actor, Deed.POST_NEED).filter(closed_at=None)
        return get_object_or_404(within.select_related("municipality"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Who to call is known; a volunteer is an adult unless the leader says otherwise."""
        return {
            "contact_name": self.institution.contact_name,
            "contact_phone": self.institution.contact_phone,
            "min_age": 18,
            "child_contact": "none",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The municipality's own kinds and skills."""
        return {**super().get_form_kwargs(), "municipality_id": self.institution.municipality_id}

    def act(self, form: TaskForm) -> HttpResponse:
        """Keeps a draft and goes on to the times."""
        task = draft_task(
            institution=self.institution,
            fields=form.words,
            skills=list(form.cleaned_data["skills"]),
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:need_times", task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the drafts and the earlier needs of the institution."""
        tasks = self.institution.tasks.filter(pk__in=tasks_for(self.actor, Deed.POST_NEED))
        earlier = tasks.exclude(state__in=[*EDITABLE, TaskState.CANCELLED])
        return super().get_context_data(
            institution=self.institution,
            municipality=self.institution.municipality,
            drafts=list(tasks.filter(state__in=EDITABLE)[:_RECENT]),
            earlier=list(earlier[:_RECENT]),
            **kwargs,
        )


class CopyNeed(SignedIn, ActionFormView):
    """The same words another day: at most three inputs."""

    template_name = "institutions/need_copy.html"
    form_class = CopyForm

    @cached_property
    def task(self) -> Task:
        """The need to copy."""
        within = tasks_for(self.actor, Deed.POST_NEED)
        return get_object_or_404(
            within.select_related("institution__municipality"), pk=self.kwargs["pk"]
        )

    @cached_property
    def latest(self) -> Slot | None:
        """The last time it was needed; its clock time, length and seats are proposed."""
        return self.task.slots.order_by("-starts_at").first()

    def get_initial(self) -> dict[str, Any]:
        """All but the day is as last time."""
        if self.latest is None:
            return {"seats": 1}
        starts = local(self.latest.starts_at).time()
        return {"starts": starts, "seats": self.latest.seats}

    def get_form_kwargs(self) -> dict[str, Any]:
        """As long as last time."""
        return {**super().get_form_kwargs(), "lasts": self.lasts}

    @property
    def lasts(self) -> timedelta:
        """The length of the last time; two hours when there is none."""
        return self.latest.ends_at - self.latest.starts_at if self.latest else _USUAL_LENGTH

    def act(self, form: CopyForm) -> HttpResponse:
        """Keeps a draft with the time and goes on to what must be declared."""
        copy = copy_task(
            task=self.task,
            times=[form.cleaned_data["span"]],
            seats=form.cleaned_data["seats"],
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:need_points", copy.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the need and its length in hours."""
        return super().get_context_data(
            task=self.task,
            municipality=self.task.institution.municipality,
            lasting=self.lasts / timedelta(hours=1),
            **kwargs,
        )
