"""The review meeting: planned, prepared, held, and its minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.common.danish_dates import local
from backend.web.clock import now
from volunteers.actions.success.meetings import (
    end_meeting,
    note_decision,
    note_who_was_there,
    plan_meeting,
    take_back_decision,
)
from volunteers.models import DecisionKind, ReviewMeeting
from volunteers.queries.closing import closed_for
from volunteers.queries.follow_ups import overdue_follow_ups
from volunteers.queries.meetings import agenda_of, decisions_for, meetings_for, next_meeting
from volunteers.queries.project_group import member_users
from volunteers.success.calendar import Rhythm, ended_periods, last_ended
from volunteers.web.success.base import (
    GroupForm,
    KeepsCriteria,
    SeesCriteria,
    offer_criteria,
    wanted_criterion,
)
from volunteers.web.success.meeting_forms import (
    DecisionForm,
    EndMeetingForm,
    MeetingForm,
    WhoForm,
)


class Meetings(SeesCriteria, TemplateView):
    """The meetings, those to come first."""

    template_name = "volunteers/steering/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the meetings to come and those that were."""
        rows = list(meetings_for(self.actor))
        return super().get_context_data(
            coming=[one for one in reversed(rows) if one.ended_at is None],
            held=[one for one in rows if one.ended_at is not None],
            keeps=self.keeps,
            **kwargs,
        )


class PlanMeeting(GroupForm):
    """A meeting more, about one period."""

    form_class = MeetingForm
    heading = gettext_lazy("Planlæg et opfølgningsmøde")  # type: ignore[assignment]
    button = gettext_lazy("Planlæg mødet")  # type: ignore[assignment]
    back = "volunteers:meetings"
    back_words = gettext_lazy("Opfølgningsmøder")

    def offer(self, form: Any) -> None:
        """Periods that are over."""
        form.fields["period"].offer(ended_periods(self.today(), years=1))

    def get_initial(self) -> dict[str, Any]:
        """The newest quarter that is over."""
        return {"period": last_ended(Rhythm.QUARTER, self.today())}

    def act(self, form: MeetingForm) -> HttpResponse:
        """Keeps it, and leads to it."""
        row = plan_meeting(
            municipality=self.municipality, by=self.actor, at=now(), **form.cleaned_data
        )
        return redirect("volunteers:meeting", row.uuid)


class _OfMeeting(SeesCriteria):
    """A page about one meeting; one of another municipality is not found."""

    @cached_property
    def meeting(self) -> ReviewMeeting:
        """The meeting of the address."""
        return get_object_or_404(meetings_for(self.actor), uuid=self.kwargs["meeting"])

    @property
    def back_url(self) -> str:
        """The meeting's page."""
        return reverse("volunteers:meeting", args=[self.meeting.uuid])


class MeetingPage(_OfMeeting, TemplateView):
    """The agenda with figures, and the minutes as they are written."""

    template_name = "volunteers/steering/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the agenda, red without action first."""
        at, row = now(), self.meeting
        known = {"meeting": row, "period": row.period}
        return super().get_context_data(
            **{**kwargs, **known},
            agenda=agenda_of(row, self.actor, at),
            overdue=list(overdue_follow_ups(self.actor, at)),
            next=next_meeting(self.actor, row),
            keeps=self.keeps and row.ended_at is None,
            begun=row.held_on <= local(at).date(),
            closed=closed_for(self.actor).filter(first=row.first, after=row.after).exists(),
        )


class _MeetingForm(_OfMeeting, GroupForm):
    """A form about a meeting; the way back is its page."""

    back_words = gettext_lazy("Mødet")


class WhoWasThere(_MeetingForm):
    """Ticks the members who were there."""

    form_class = WhoForm
    heading = gettext_lazy("Hvem er med?")  # type: ignore[assignment]

    def offer(self, form: Any) -> None:
        """The members of the meeting's day."""
        on = self.meeting.held_on
        form.fields["users"].queryset = member_users(self.actor.municipality_id, on)

    def get_initial(self) -> dict[str, Any]:
        """Those ticked before."""
        return {"users": [one.user_id for one in self.meeting.attendances.all()]}

    def act(self, form: WhoForm) -> HttpResponse:
        """Keeps the list."""
        users = form.cleaned_data["users"]
        note_who_was_there(meeting=self.meeting, users=users, by=self.actor, at=now())
        return self.done(_("Deltagerne er noteret."))


class NoteDecision(_MeetingForm):
    """A line of the minutes; ``?kriterium=`` says what it is about."""

    form_class = DecisionForm
    heading = gettext_lazy("Skriv i referatet")  # type: ignore[assignment]

    def offer(self, form: Any) -> None:
        """The criteria in use."""
        offer_criteria(form, self.actor)

    def get_initial(self) -> dict[str, Any]:
        """The criterion one came from."""
        wanted = self.request.GET.get("kriterium", "")
        return {"criterion": wanted_criterion(self.actor, wanted)}

    def act(self, form: DecisionForm) -> HttpResponse:
        """Keeps the line."""
        given = {**form.cleaned_data, "kind": DecisionKind(form.cleaned_data["kind"])}
        note_decision(meeting=self.meeting, by=self.actor, at=now(), **given)
        return self.done(_("Det står i referatet."))


class TakeBackDecision(KeepsCriteria, View):
    """Strikes a line while the minutes are open."""

    http_method_names = ["post"]

    def post(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A line that is gone already is not found."""
        line = get_object_or_404(decisions_for(self.actor), pk=kwargs["line"])
        take_back_decision(decision=line, by=self.actor, at=now())
        return redirect("volunteers:meeting", line.meeting.uuid)


class EndMeeting(_MeetingForm):
    """Ends the minutes, with the next meeting's day."""

    form_class = EndMeetingForm
    heading = gettext_lazy("Afslut referatet")  # type: ignore[assignment]
    intro = gettext_lazy("Bagefter kan referatet ikke ændres.")
    button = gettext_lazy("Afslut referatet")  # type: ignore[assignment]

    def act(self, form: EndMeetingForm) -> HttpResponse:
        """Keeps it; the next meeting is planned."""
        next_on = form.cleaned_data["next_on"]
        end_meeting(meeting=self.meeting, next_on=next_on, by=self.actor, at=now())
        messages.success(self.request, _("Referatet er afsluttet, og næste møde er planlagt."))
        return redirect(self.back_url)
