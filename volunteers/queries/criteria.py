"""The project group's criteria with their figures: frozen where the period is closed, else live."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Criterion, FollowUp, ManualValue, Measurement
from volunteers.queries.indicators import measure
from volunteers.queries.project_group import members_of
from volunteers.success.calendar import Rhythm, dated_period
from volunteers.success.catalogue import Indicator
from volunteers.success.conclusions import Status, conclusion, status, status_words, value_words
from volunteers.success.criteria import CriterionState, target_fits
from volunteers.success.entered import Entered, entered_figure
from volunteers.success.figures import Figure, empty_figure, for_viewer
from volunteers.success.periods import Period
from volunteers.success.scopes import Scope


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a criterion stands in one period, as the reader may see it.

    ``frozen`` is the measurement that counts when the period is closed, ``original`` the one it
    corrects (None without a correction). ``waiting`` are actions without a result.
    """

    criterion: Criterion
    indicator: Indicator
    figure: Figure
    target: Decimal | None
    margin: Decimal
    status: Status
    frozen: Measurement | None
    original: Measurement | None
    waiting: tuple[FollowUp, ...]
    has_owner: bool

    @property
    def is_red(self) -> bool:
        """Below its target, beyond the margin."""
        return self.status is Status.BELOW

    @property
    def needs_action(self) -> bool:
        """Red, and nobody does anything about it (wish 65)."""
        return self.is_red and not self.waiting

    @property
    def status_words(self) -> str:
        """The status in Danish."""
        return status_words(self.indicator, self.status)

    @property
    def value_words(self) -> str:
        """The value with its unit; that it is hidden, or that there is no data."""
        return figure_words(self.indicator, self.figure)

    @property
    def target_words(self) -> str:
        """ "mindst 80 %", "højst 48 timer", or that there is no target for such a period."""
        return target_words(self.indicator, self.target)

    @property
    def sentence(self) -> str:
        """The figure and where it stands in one sentence."""
        return conclusion(self.indicator, self.figure, self.target, self.margin)


def criteria_for(by: Actor) -> QuerySet[Criterion]:
    """The municipality's criteria, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return Criterion.objects.none()
    return Criterion.objects.filter(municipality_id=by.municipality_id).select_related(
        "owner", "department", "institution", "project"
    )


def criteria_with_latest(by: Actor, period: Period, at: datetime) -> list[Standing]:
    """The active criteria in one period: red without action first, then red, then the others.

    A closed period shows its frozen figures. Six queries, and one for each scope that is still
    counted.
    """
    rows = criteria_for(by).filter(state=CriterionState.ACTIVE)
    found = _standings(list(rows.prefetch_related(_waiting())), by, period, at)
    return sorted(found, key=lambda one: (not one.needs_action, not one.is_red))


def standing_of(criterion: Criterion, by: Actor, period: Period, at: datetime) -> Standing:
    """One criterion in one period, whatever its state."""
    rows = criteria_for(by).filter(pk=criterion.pk).prefetch_related(_waiting())
    return _standings(list(rows), by, period, at)[0]


def figures_of(
    criteria: Collection[Criterion], period: Period, at: datetime, *, as_of: datetime | None = None
) -> dict[int, Figure]:
    """The figure of each criterion as the facts say now, or said at ``as_of``; by its key.

    One query for each scope, one for all that are entered. A criterion whose indicator is not
    counted by the system has no data.
    """
    by_scope: dict[tuple[int, Scope], list[Criterion]] = defaultdict(list)
    for one in criteria:
        if not one.is_manual:
            by_scope[one.municipality_id, one.scope].append(one)
    found = _entered([one for one in criteria if one.is_manual], period, as_of or at)
    for (municipality_id, scope), rows in by_scope.items():
        codes = tuple({row.code for row in rows})
        counted = measure(municipality_id, period, at, codes, scope=scope, as_of=as_of)
        for row in rows:
            measured = counted.get(row.code)
            found[row.pk] = measured.whole if measured else Figure(None, 0, 0)
    return found


def target_in(criterion: Criterion, period: Period) -> Decimal | None:
    """The target, where it says something about a period of this length."""
    fits = target_fits(criterion.indicator, Rhythm(criterion.rhythm), period)
    return criterion.target_value if fits else None


def figure_words(indicator: Indicator, figure: Figure) -> str:
    """ "82 %", "Ingen data" or "For få til at vise"."""
    if figure.hidden:
        return "For få til at vise"
    return "Ingen data" if figure.value is None else value_words(indicator, figure.value)


def target_words(indicator: Indicator, target: Decimal | None) -> str:
    """ "mindst 80 %", "højst 48 timer" or "intet mål"."""
    if target is None:
        return "intet mål"
    limit = "højst" if indicator.direction == "down" else "mindst"
    return f"{limit} {value_words(indicator, target)}"


def _waiting() -> "Prefetch[str, QuerySet[FollowUp], str]":
    rows = FollowUp.objects.filter(registered_at=None).select_related("owner")
    return Prefetch("follow_ups", rows, to_attr="waiting")


def _standings(rows: list[Criterion], by: Actor, period: Period, at: datetime) -> list[Standing]:
    frozen = _frozen(rows, period)
    live = figures_of([row for row in rows if row.pk not in frozen], period, at)
    owners = {one.user.pk for one in members_of(by.municipality_id, local(at).date())}
    sees_small = by.has(RoleKind.COORDINATOR)
    return [
        _standing(row, period, frozen.get(row.pk, []), live, owners, sees_small=sees_small)
        for row in rows
    ]


def _standing(
    row: Criterion,
    period: Period,
    chain: list[Measurement],
    live: Mapping[int, Figure],
    owners: Collection[int],
    *,
    sees_small: bool,
) -> Standing:
    newest = chain[-1] if chain else None
    indicator = row.indicator
    figure = newest.figure if newest else live.get(row.pk, empty_figure(indicator.shape))
    shown = for_viewer(figure, sees_small=sees_small, smallest_n=indicator.smallest_n)
    target = newest.target_value if newest else target_in(row, period)
    margin = newest.amber_margin if newest else row.amber_margin
    return Standing(
        criterion=row,
        indicator=indicator,
        figure=shown,
        target=target,
        margin=margin,
        status=status(indicator, shown, target, margin),
        frozen=newest,
        original=chain[-2] if len(chain) > 1 else None,
        waiting=tuple(getattr(row, "waiting", ())),
        has_owner=row.owner_id in owners,
    )


def _frozen(rows: Iterable[Criterion], period: Period) -> dict[int, list[Measurement]]:
    """The measurements of a closed period, each correction after what it corrects; one query."""
    found: dict[int, list[Measurement]] = defaultdict(list)
    kept = Measurement.objects.filter(
        criterion__in=[row.pk for row in rows],
        closed__first=period.first,
        closed__after=period.after,
    )
    for one in kept.order_by("id"):
        found[one.criterion_id].append(one)
    return found


def _entered(rows: Collection[Criterion], period: Period, known_by: datetime) -> dict[int, Figure]:
    if not rows:
        return {}
    values: dict[int, list[Entered]] = defaultdict(list)
    kept = ManualValue.objects.filter(
        criterion__in=[row.pk for row in rows],
        first__gte=period.first,
        after__lte=period.after,
        entered_at__lte=known_by,
    )
    for one in kept.order_by("entered_at", "id"):
        parts = Entered(dated_period(one.first, one.after), one.value, one.numerator, one.n)
        values[one.criterion_id].append(parts)
    return {row.pk: entered_figure(row.indicator, values[row.pk], period) for row in rows}
