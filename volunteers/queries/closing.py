"""Closed periods: the frozen figures, their corrections, and the year's snapshot."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import (
    ClosedPeriod,
    Criterion,
    Decision,
    FollowUp,
    Measurement,
    ReviewMeeting,
)
from volunteers.queries.criteria import figure_words, figures_of, target_words
from volunteers.success.calendar import ended_periods
from volunteers.success.catalogue import Indicator
from volunteers.success.conclusions import status, status_words
from volunteers.success.figures import Figure, for_viewer
from volunteers.success.periods import Period

# As many decimals as a frozen value keeps.
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """A criterion in a closed period: every figure it has had, the one that counts last."""

    chain: tuple[Measurement, ...]
    shown: tuple[Figure, ...]

    @property
    def newest(self) -> Measurement:
        """The one that counts."""
        return self.chain[-1]

    @property
    def indicator(self) -> Indicator:
        """What is counted."""
        return self.newest.criterion.indicator

    @property
    def value_words(self) -> str:
        """The figure that counts, with its unit."""
        return figure_words(self.indicator, self.shown[-1])

    @property
    def target_words(self) -> str:
        """The target of the day it was closed."""
        return target_words(self.indicator, self.newest.target_value)

    @property
    def status_words(self) -> str:
        """Where it stood, in words."""
        newest = self.newest
        reached = status(self.indicator, self.shown[-1], newest.target_value, newest.amber_margin)
        return status_words(self.indicator, reached)

    @property
    def replaced(self) -> list[tuple[Measurement, str]]:
        """The figures that were corrected, the first one first, with their values in words."""
        return [
            (one, figure_words(self.indicator, figure))
            for one, figure in zip(self.chain[:-1], self.shown[:-1], strict=True)
        ]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period that is over, and its closing when it is closed."""

    period: Period
    closed: ClosedPeriod | None


def closed_for(by: Actor) -> QuerySet[ClosedPeriod]:
    """The municipality's closed periods, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return ClosedPeriod.objects.none()
    return ClosedPeriod.objects.filter(municipality_id=by.municipality_id).select_related(
        "closed_by", "year"
    )


def period_lines(by: Actor, at: datetime) -> list[PeriodLine]:
    """The periods that are over, and older ones that are closed; the newest first; one query."""
    closed = {one.period.code: one for one in closed_for(by)}
    recent = ended_periods(local(at).date(), years=1)
    known = {one.code for one in recent}
    older = [one.period for code, one in closed.items() if code not in known]
    return [PeriodLine(one, closed.get(one.code)) for one in [*recent, *older]]


def newest_measurements(closed: ClosedPeriod) -> list[Measurement]:
    """The figure that counts of each criterion; one query."""
    rows = Measurement.objects.filter(closed=closed, corrected_by=None)
    return list(_with_criteria(rows).order_by("id"))


def frozen_lines(closed: ClosedPeriod, by: Actor) -> list[FrozenLine]:
    """Each criterion's frozen figure with its corrections, as the reader may see it; one query."""
    chains: dict[int, list[Measurement]] = defaultdict(list)
    for one in _with_criteria(Measurement.objects.filter(closed=closed)).order_by("id"):
        chains[one.criterion_id].append(one)
    sees_small = by.has(RoleKind.COORDINATOR)
    return [
        FrozenLine(tuple(chain), tuple(_shown(one, sees_small=sees_small) for one in chain))
        for chain in chains.values()
    ]


def changed_since(closed: ClosedPeriod, by: Actor, at: datetime) -> list[tuple[Measurement, str]]:
    """The criteria whose figure is another when it is counted now, with the new one in words."""
    newest = newest_measurements(closed)
    now = figures_of([one.criterion for one in newest], closed.period, at)
    sees_small = by.has(RoleKind.COORDINATOR)
    found = []
    for one in newest:
        figure = now[one.criterion_id]
        if differs(one, figure):
            smallest = one.criterion.indicator.smallest_n
            shown = for_viewer(figure, sees_small=sees_small, smallest_n=smallest)
            found.append((one, figure_words(one.criterion.indicator, shown)))
    return found


def differs(frozen: Measurement, figure: Figure) -> bool:
    """Whether a figure counted now is another than the frozen one, to its last kept digit."""
    return (kept(figure.value), kept(figure.numerator), figure.n) != (
        kept(frozen.value),
        kept(frozen.numerator),
        frozen.n,
    )


def kept(value: Decimal | None) -> Decimal | None:
    """A value with as many decimals as a frozen one has."""
    return None if value is None else value.quantize(_PLACES)


def measurements_of(criterion: Criterion, by: Actor) -> list[tuple[Measurement, str]]:
    """Every frozen figure of a criterion with its words, the newest period first; one query."""
    rows = Measurement.objects.filter(criterion=criterion).select_related("closed", "corrected_by")
    sees_small = by.has(RoleKind.COORDINATOR)
    found = []
    for one in rows.order_by("-closed__after", "-closed__first", "id"):
        one.criterion = criterion
        found.append((one, figure_words(criterion.indicator, _shown(one, sees_small=sees_small))))
    return found


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
        "criteria": [_criterion_words(one) for one in newest_measurements(closed)],
        "meetings": [_meeting_words(one) for one in meetings.order_by("held_on", "id")],
        "follow_ups": [_follow_up_words(one) for one in follow_ups],
    }


def _shown(one: Measurement, *, sees_small: bool) -> Figure:
    smallest = one.criterion.indicator.smallest_n
    return for_viewer(one.figure, sees_small=sees_small, smallest_n=smallest)


def _with_criteria(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    return rows.select_related(
        "criterion__owner",
        "criterion__department",
        "criterion__institution",
        "criterion__project",
    )


def _criterion_words(one: Measurement) -> dict[str, Any]:
    indicator, shown = one.criterion.indicator, _shown(one, sees_small=False)
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
