"""Closed periods: the frozen figures, their corrections, and the year's snapshot."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.common.numbers import format_decimal
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import (
    ClosedPeriod,
    Criterion,
    Measurement,
)
from volunteers.queries.criteria import figure_words, figures_of, target_words
from volunteers.queries.frozen_figures import shown_chain, shown_figure
from volunteers.success.calendar import Rhythm, ended_periods, rhythm_of
from volunteers.success.catalogue import Indicator
from volunteers.success.conclusions import status, status_words
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE

# As many decimals as a frozen value keeps.
_PLACES = Decimal("0.000001")
# How long after its end a period stands on the list without being closed.
_OFFERED = timedelta(days=366)


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
    def told_words(self) -> str:
        """The figure that counts with those it was before: "50 % (før rettelse 75 %)"."""
        before = "".join(f" (før rettelse {words})" for _, words in self.replaced)
        return f"{self.value_words}{before}"

    @property
    def n_words(self) -> str:
        """How much it is made of; not where it is hidden."""
        figure = self.shown[-1]
        return "–" if figure.hidden else format_decimal(figure.n, 0)

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

    @property
    def is_year(self) -> bool:
        """Whether it is closed with a comment."""
        return rhythm_of(self.period.first, self.period.after) is Rhythm.YEAR


def closed_for(by: Actor) -> QuerySet[ClosedPeriod]:
    """The municipality's closed periods, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return ClosedPeriod.objects.none()
    return ClosedPeriod.objects.filter(municipality_id=by.municipality_id).select_related(
        "closed_by", "year"
    )


def measurements_for(by: Actor) -> QuerySet[Measurement]:
    """The frozen figures, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return Measurement.objects.none()
    own = Measurement.objects.filter(criterion__municipality_id=by.municipality_id)
    if not by.has(RoleKind.COORDINATOR):
        own = own.exclude(corrects__isnull=False, coordinator_only=True)
    return own.select_related("criterion", "closed")


def period_lines(by: Actor, at: datetime) -> list[PeriodLine]:
    """The periods of the last year that are over, and older ones that are closed; the newest
    first; one query."""
    closed = {one.period.code: one for one in closed_for(by)}
    today = local(at).date()
    recent = [one for one in ended_periods(today, years=1) if one.after > today - _OFFERED]
    known = {one.code for one in recent}
    older = [one.period for code, one in closed.items() if code not in known]
    return [PeriodLine(one, closed.get(one.code)) for one in [*recent, *older]]


def newest_measurements(closed: ClosedPeriod) -> list[Measurement]:
    """The figure that counts of each criterion; one query."""
    rows = Measurement.objects.filter(closed=closed, corrected_by=None)
    return list(_with_criteria(rows).order_by("id"))


def seen_measurements(closed: ClosedPeriod) -> list[Measurement]:
    """The figure that everybody may see of each criterion; one query."""
    return [line[-1] for line in (shown_chain(one, sees_all=False) for one in _chains(closed.pk))]


def frozen_lines(closed: ClosedPeriod, by: Actor) -> list[FrozenLine]:
    """Each criterion's frozen figure with its corrections, as the reader may see it; one query."""
    return _lines(closed.pk, sees_all=by.has(RoleKind.COORDINATOR))


def other_lines(closed_id: int | None) -> list[FrozenLine]:
    """What everybody may see of the group's own criteria and of those about a part; one query.

    The catalogue's about the whole municipality stand in the release with all their splits.
    """
    return [
        line
        for line in _lines(closed_id, sees_all=False)
        if line.newest.criterion.is_manual or line.newest.criterion.scope is not WHOLE
    ]


def _lines(closed_id: int | None, *, sees_all: bool) -> list[FrozenLine]:
    seen = [shown_chain(chain, sees_all=sees_all) for chain in _chains(closed_id)]
    return [
        FrozenLine(tuple(chain), tuple(shown_figure(one, sees_all=sees_all) for one in chain))
        for chain in seen
    ]


def changed_since(closed: ClosedPeriod, by: Actor, at: datetime) -> list[tuple[Measurement, str]]:
    """The criteria whose figure is another when it is counted now, with the new one in words.

    For the coordinator alone: the difference may be about one person.
    """
    if not by.has(RoleKind.COORDINATOR):
        return []
    newest = newest_measurements(closed)
    now = figures_of([one.criterion for one in newest], closed.period, at)
    return [
        (one, figure_words(one.criterion.indicator, now[one.criterion_id]))
        for one in newest
        if differs(one, now[one.criterion_id])
    ]


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
    rows = Measurement.objects.filter(criterion=criterion).select_related("closed")
    sees_all = by.has(RoleKind.COORDINATOR)
    return [
        (one, figure_words(criterion.indicator, shown_figure(one, sees_all=sees_all)))
        for one in rows.order_by("-closed__after", "-closed__first", "id")
        if sees_all or one.corrects_id is None or not one.coordinator_only
    ]


def _chains(closed_id: int | None) -> list[list[Measurement]]:
    """Each criterion's figures of the period, every correction after what it corrects."""
    chains: dict[int, list[Measurement]] = defaultdict(list)
    for one in _with_criteria(Measurement.objects.filter(closed_id=closed_id)).order_by("id"):
        chains[one.criterion_id].append(one)
    return list(chains.values())


def _with_criteria(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    return rows.select_related(
        "criterion__owner",
        "criterion__department",
        "criterion__institution",
        "criterion__project",
    )
