"""A year as it was: all of it in words, so that nothing is counted or looked up again."""

from typing import Any

from backend.common.danish_dates import local
from volunteers.models import ClosedPeriod, Decision, FollowUp, Measurement, ReviewMeeting
from volunteers.queries.closing import seen_measurements
from volunteers.queries.criteria import figure_words, target_words
from volunteers.queries.frozen_figures import shown_figure
from volunteers.success.conclusions import status, status_words


def year_snapshot(closed: ClosedPeriod, comment: str) -> dict[str, Any]:
    """All of a year in words, as everybody may read it: nothing in it is counted or looked up
    again. Figures of few people are hidden here too, for the report goes to the follow-up group.
    """
    meetings = ReviewMeeting.objects.filter(
        municipality_id=closed.municipality_id,
        held_on__gte=closed.first,
        held_on__lt=closed.after,
    ).prefetch_related("decisions__criterion", "attendances__user", "attendances__department")
    follow_ups = FollowUp.objects.filter(
        municipality_id=closed.municipality_id, due_on__gte=closed.first, due_on__lt=closed.after
    ).select_related("owner", "criterion")
    return {
        "period": closed.period.name,
        "closed_by": closed.closed_by.name,
        "closed_on": f"{local(closed.closed_at):%d-%m-%Y}",
        "comment": comment,
        "criteria": [_criterion_words(one) for one in seen_measurements(closed)],
        "meetings": [_meeting_words(one) for one in meetings.order_by("held_on", "id")],
        "follow_ups": [_follow_up_words(one) for one in follow_ups],
    }


def _criterion_words(one: Measurement) -> dict[str, Any]:
    indicator, shown = one.criterion.indicator, shown_figure(one, sees_all=False)
    reached = status(indicator, shown, one.target_value, one.amber_margin)
    owner = one.criterion.owner
    return {
        "code": one.criterion.code,
        "name": indicator.name,
        "about": one.criterion.scope_words,
        "counts": indicator.numerator,
        "among": indicator.denominator,
        "value": None if shown.value is None else str(shown.value),
        "value_words": figure_words(indicator, shown),
        "n": shown.n,
        "target_words": target_words(indicator, one.target_value),
        "status": reached,
        "status_words": status_words(indicator, reached),
        "owner": owner.name if owner else "",
        "why": one.criterion.why,
    }


def _meeting_words(meeting: ReviewMeeting) -> dict[str, Any]:
    return {
        "held_on": f"{meeting.held_on:%d-%m-%Y}",
        "there": [one.words for one in meeting.attendances.all()],
        "decisions": [_decision_words(one) for one in meeting.decisions.all()],
    }


def _decision_words(one: Decision) -> dict[str, str]:
    about = str(one.criterion) if one.criterion else ""
    return {"kind": one.get_kind_display(), "about": about, "words": one.words}


def _follow_up_words(one: FollowUp) -> dict[str, str]:
    return {
        "what": one.what,
        "about": str(one.criterion) if one.criterion else "",
        "owner": one.owner.name,
        "due_on": f"{one.due_on:%d-%m-%Y}",
        "outcome": one.get_outcome_display(),
        "result": one.result,
    }
