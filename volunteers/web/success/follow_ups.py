"""Actions with an owner and a date."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.danish_dates import local
from backend.web.clock import now
from volunteers.actions.success.follow_ups import (
    agree_follow_up,
    hand_over_follow_up,
    register_result,
)
from volunteers.models import FollowUp, FollowUpOutcome, ReviewMeeting
from volunteers.queries.follow_ups import follow_ups_for, waiting_follow_ups
from volunteers.queries.meetings import meetings_for
from volunteers.queries.project_group import may_own
from volunteers.web.success.base import GroupForm, SeesCriteria, offer_criteria, wanted_criterion
from volunteers.web.success.meeting_forms import FollowUpForm, HandOverForm, ResultForm

_SHOWN = 50


class FollowUps(SeesCriteria, TemplateView):
    """Those that wait, the first due first, and the newest with a result."""

    template_name = "volunteers/steering/follow_ups.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds both lists."""
        done = follow_ups_for(self.actor).filter(registered_at__isnull=False)
        return super().get_context_data(
            waiting=list(waiting_follow_ups(self.actor)),
            done=list(done.order_by("-registered_at", "-id")[:_SHOWN]),
            today=local(now()).date(),
            keeps=self.keeps,
            **kwargs,
        )


class AgreeFollowUp(GroupForm):
    """An action more; ``?kriterium=`` and ``?moede=`` say where one came from."""

    form_class = FollowUpForm
    heading = gettext_lazy("Aftal en opfølgning")  # type: ignore[assignment]
    button = gettext_lazy("Gem aftalen")  # type: ignore[assignment]

    @cached_property
    def meeting(self) -> ReviewMeeting | None:
        """The meeting one came from."""
        wanted = self.request.GET.get("moede", "")
        rows = meetings_for(self.actor).filter(ended_at=None)
        return next((one for one in rows if str(one.uuid) == wanted), None)

    @property
    def back_url(self) -> str:
        """The meeting, or the list."""
        if self.meeting is not None:
            return reverse("volunteers:meeting", args=[self.meeting.uuid])
        return reverse("volunteers:follow_ups")

    @property
    def back_words(self) -> str:
        """Where one came from."""
        return _("Mødet") if self.meeting is not None else _("Opfølgninger")

    def offer(self, form: Any) -> None:
        """Those who may own, and the criteria in use."""
        form.fields["owner"].queryset = may_own(self.actor.municipality_id, self.today())
        offer_criteria(form, self.actor)

    def get_initial(self) -> dict[str, Any]:
        """The criterion one came from, and its owner."""
        row = wanted_criterion(self.actor, self.request.GET.get("kriterium", ""))
        return {"criterion": row, "owner": row.owner if row else None}

    def act(self, form: FollowUpForm) -> HttpResponse:
        """Keeps it."""
        agree_follow_up(
            municipality=self.municipality,
            meeting=self.meeting,
            by=self.actor,
            at=now(),
            **form.cleaned_data,
        )
        return self.done(_("Opfølgningen er aftalt."))


class _OfFollowUp(SeesCriteria):
    """A page about one action; one of another municipality is not found."""

    back_words = gettext_lazy("Opfølgninger")

    @cached_property
    def follow_up(self) -> FollowUp:
        """The action of the address."""
        return get_object_or_404(follow_ups_for(self.actor), uuid=self.kwargs["follow_up"])


class FollowUpPage(_OfFollowUp, TemplateView):
    """One action, and what came of it."""

    template_name = "volunteers/steering/follow_up.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the action."""
        today = local(now()).date()
        row = {"follow_up": self.follow_up, "today": today, "keeps": self.keeps}
        return super().get_context_data(**{**kwargs, **row})


class _FollowUpForm(_OfFollowUp, GroupForm):
    """A form about one action; the way back is its page."""

    back_words = gettext_lazy("Opfølgningen")

    @property
    def back_url(self) -> str:
        """The action."""
        return reverse("volunteers:follow_up", args=[self.follow_up.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it is about above the form."""
        return {**super().get_context_data(**kwargs), "intro": self.follow_up.what}


class RegisterResult(_FollowUpForm):
    """What came of it."""

    form_class = ResultForm
    heading = gettext_lazy("Skriv resultatet")  # type: ignore[assignment]

    def act(self, form: ResultForm) -> HttpResponse:
        """Keeps it, with the day."""
        register_result(
            follow_up=self.follow_up,
            outcome=FollowUpOutcome(form.cleaned_data["outcome"]),
            result=form.cleaned_data["result"],
            by=self.actor,
            at=now(),
        )
        return self.done(_("Resultatet er gemt."))


class HandOver(_FollowUpForm):
    """Gives it to somebody else."""

    form_class = HandOverForm
    heading = gettext_lazy("Vælg en ny ansvarlig")  # type: ignore[assignment]

    def offer(self, form: Any) -> None:
        """Those who may own."""
        form.fields["owner"].queryset = may_own(self.actor.municipality_id, self.today())

    def act(self, form: HandOverForm) -> HttpResponse:
        """Keeps it."""
        owner = form.cleaned_data["owner"]
        hand_over_follow_up(follow_up=self.follow_up, owner=owner, by=self.actor, at=now())
        return self.done(_("Opfølgningen har en ny ansvarlig."))
