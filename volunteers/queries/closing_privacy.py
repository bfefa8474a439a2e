"""Which frozen figures are the coordinator's alone, decided once: when the period is closed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from backend.common.actors import Actor, RoleKind
from volunteers.models import ClosedPeriod, Criterion, Measurement
from volunteers.queries.indicators import Measured, measure
from volunteers.queries.success_views.released import release_of, released
from volunteers.success.calendar import Rhythm, rhythm_of
from volunteers.success.catalogue import indicator
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.privacy import is_small
from volunteers.success.scopes import ScopeKind


def coordinator_only(
    closed: ClosedPeriod, criteria: Collection[Criterion], figures: Mapping[int, Figure]
) -> set[int]:
    """The criteria whose figure of this period others do not see, by key.

    Few people behind it; a place that the released quarter hides, or that is shown over a longer
    period; a longer period that tells what is hidden in a part of it, or the other way round.
    """
    counted = [one for one in criteria if not one.is_manual]
    small = {one.pk for one in criteria if _small(figures[one.pk])}
    if rhythm_of(closed.first, closed.after) is Rhythm.QUARTER:
        places = {one.pk for one in counted if is_hidden_part(one, closed)}
    else:
        places = {one.pk for one in counted if one.scope.kind is not ScopeKind.MUNICIPALITY}
    told = {one.pk for one in criteria if _told_by_others(one, closed, figures[one.pk])}
    return small | places | told


def may_see(criterion: Criterion, period: Period, by: Actor) -> bool:
    """Whether the reader sees what the system counts of a period: the coordinator always, others
    what a closed quarter releases."""
    if by.has(RoleKind.COORDINATOR):
        return True
    if rhythm_of(period.first, period.after) is not Rhythm.QUARTER:
        return False
    closed = ClosedPeriod.objects.filter(
        municipality_id=by.municipality_id, first=period.first, after=period.after
    ).first()
    return closed is not None and not is_hidden_part(criterion, closed)


def is_hidden_part(criterion: Criterion, closed: ClosedPeriod) -> bool:
    """Whether the released quarter hides the part that the criterion is about."""
    codes = (criterion.code,)
    found = released(criterion.municipality_id, release_of(closed), codes).measured
    if criterion.code not in found:
        return True
    return _part(criterion, found[criterion.code], closed).hidden


def tells_little(old: Figure, new: Figure) -> bool:
    """Whether a correction is about so few that the difference would be about somebody."""
    if not (old.persons or new.persons):
        return False
    steps = (
        abs(new.n - old.n),
        abs(new.persons - old.persons),
        abs(int((new.numerator or 0) - (old.numerator or 0))),
    )
    return any(is_small(step) for step in steps)


def _part(criterion: Criterion, measured: Measured, closed: ClosedPeriod) -> Figure:
    nothing = Figure(None, 0, 0)
    scope = criterion.scope
    if measured.whole.hidden or scope.kind is ScopeKind.MUNICIPALITY:
        return measured.whole
    if scope.kind is ScopeKind.PROJECT:
        return _project(criterion, measured, closed)
    parts: Mapping[Any, Figure] = (
        measured.departments if scope.kind is ScopeKind.DEPARTMENT else measured.institutions
    )
    return parts.get(scope.key, nothing)


def _project(criterion: Criterion, whole: Measured, closed: ClosedPeriod) -> Figure:
    """A project is no part of the released split: it and the rest must both be of many."""
    moment = closed.closed_at
    own = measure(
        criterion.municipality_id,
        closed.period,
        moment,
        (criterion.code,),
        scope=criterion.scope,
        as_of=moment,
        splits=(),
    )[criterion.code].whole
    rest = whole.whole.persons - own.persons
    smallest = indicator(criterion.code).smallest_n
    return Figure(None, 0, 0, hidden=is_small(own.persons) or 0 < rest < smallest)


def _told_by_others(criterion: Criterion, closed: ClosedPeriod, figure: Figure) -> bool:
    """Whether a period around or within this one is hidden, or leaves few when subtracted."""
    period = closed.period
    around = Q(closed__first__lte=period.first, closed__after__gte=period.after)
    within = Q(closed__first__gte=period.first, closed__after__lte=period.after)
    others = list(
        Measurement.objects.filter(around | within, criterion=criterion, corrects=None)
        .exclude(closed=closed)
        .select_related("closed")
    )
    if any(one.coordinator_only for one in others):
        return True
    if not figure.persons:
        return False
    inner = [one for one in others if _days(one.closed.period) < _days(period)]
    rests = [one.n - figure.n for one in others if one not in inner]
    if inner:
        rests.append(figure.n - sum(one.n for one in inner))
    return any(is_small(rest) for rest in rests)


def _small(figure: Figure) -> bool:
    """Few people; a figure about places or meetings has none and tells of nobody."""
    return is_small(min(figure.persons, figure.n))


def _days(period: Period) -> int:
    return (period.after - period.first).days
