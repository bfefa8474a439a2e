"""The review meeting: its agenda of criteria, its minutes, and the meetings before and after."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Decision, FollowUp, ReviewMeeting
from volunteers.queries.criteria import Standing, criteria_with_latest
from volunteers.queries.follow_ups import follow_ups_for
from volunteers.success.calendar import period_before


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One criterion at the meeting: where it stands, and what was said and agreed about it."""

    standing: Standing
    before: Standing
    lines: tuple[Decision, ...]
    agreed: tuple[FollowUp, ...]

    @property
    def trend(self) -> str:
        """The way since the period before, in words; empty where one of the two is missing."""
        now, then = self.standing.figure.value, self.before.figure.value
        if now is None or then is None:
            return ""
        way = "Uændret fra" if now == then else "Op fra" if now > then else "Ned fra"
        return f"{way} {self.before.value_words} i perioden før."


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meeting's points, red without action first, and what is about no criterion."""

    points: tuple[AgendaPoint, ...]
    lines: tuple[Decision, ...]
    agreed: tuple[FollowUp, ...]

    @property
    def needing(self) -> int:
        """How many criteria are red without anybody doing anything."""
        return sum(point.standing.needs_action for point in self.points)


def meetings_for(by: Actor) -> QuerySet[ReviewMeeting]:
    """The municipality's meetings, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return ReviewMeeting.objects.none()
    return ReviewMeeting.objects.filter(municipality_id=by.municipality_id).prefetch_related(
        "attendances__user", "attendances__department"
    )


def decisions_for(by: Actor) -> QuerySet[Decision]:
    """The lines of the municipality's minutes."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return Decision.objects.none()
    return Decision.objects.filter(meeting__municipality_id=by.municipality_id).select_related(
        "meeting", "criterion", "noted_by"
    )


def next_meeting(by: Actor, after: ReviewMeeting) -> ReviewMeeting | None:
    """The meeting after this one; None when none is planned."""
    return meetings_for(by).filter(held_on__gt=after.held_on).order_by("held_on").first()


def agenda_of(meeting: ReviewMeeting, by: Actor, at: datetime) -> Agenda:
    """The criteria of the meeting's period with what was said and agreed about each."""
    period = meeting.period
    lines = list(decisions_for(by).filter(meeting=meeting))
    agreed = list(follow_ups_for(by).filter(meeting=meeting))
    earlier = period_before(period)
    before = {one.criterion.pk: one for one in criteria_with_latest(by, earlier, at)}
    points = [
        AgendaPoint(
            standing,
            before[standing.criterion.pk],
            tuple(one for one in lines if one.criterion_id == standing.criterion.pk),
            tuple(one for one in agreed if one.criterion_id == standing.criterion.pk),
        )
        for standing in criteria_with_latest(by, period, at)
    ]
    shown = {point.standing.criterion.pk for point in points}
    return Agenda(
        tuple(points),
        tuple(one for one in lines if one.criterion_id not in shown),
        tuple(one for one in agreed if one.criterion_id not in shown),
    )
