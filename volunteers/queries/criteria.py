"""The project group's criteria with their figures: frozen where the period is closed, else live."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Criterion, FollowUp, ManualValue, Measurement
from volunteers.queries.frozen_figures import frozen_chains, shown_figure
from volunteers.queries.indicators import Split, measure
from volunteers.queries.project_group import members_of
from volunteers.success.calendar import Rhythm, dated_period
from volunteers.success.catalogue import Indicator
from volunteers.success.conclusions import Status, conclusion, status, status_words, value_words
from volunteers.success.criteria import CriterionState, target_fits
from volunteers.success.entered import Entered, entered_figure
from volunteers.success.figures import Figure
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
    # Others than the coordinator see a period when it is closed: two looks would tell of a person.
    awaits_closing: bool = False

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
        if self.awaits_closing:
            return "Vises, når perioden er afsluttet"
        return figure_words(self.indicator, self.figure)

    @property
    def target_words(self) -> str:
        """ "mindst 80 %", "højst 48 timer", or that there is no target for such a period."""
        return target_words(self.indicator, self.target)

    @property
    def sentence(self) -> str:
        """The figure and where it stands in one sentence."""
        if self.awaits_closing:
            return "Tallet vises, når perioden er afsluttet."
        return conclusion(self.indicator, self.figure, self.target, self.margin)


@dataclass(frozen=True, slots=True)
class Chosen:
    """All that the group has chosen, by how far it is."""

    standings: list[Standing]
    drafts: list[Criterion]
    ended: list[Criterion]


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
    return _in_order(_standings(list(rows.prefetch_related(_waiting())), by, period, at))


def criteria_by_state(by: Actor, period: Period, at: datetime) -> Chosen:
    """Those in use as ``criteria_with_latest``, with the drafts and the ended; as many queries."""
    rows: dict[str, list[Criterion]] = defaultdict(list)
    for one in criteria_for(by).prefetch_related(_waiting()):
        rows[one.state].append(one)
    standings = _standings(rows[CriterionState.ACTIVE], by, period, at)
    drafts, ended = rows[CriterionState.DRAFT], rows[CriterionState.ENDED]
    return Chosen(_in_order(standings), drafts, ended)


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
        # The whole alone, but K23 tells beside it how many departments were there.
        splits = {Split.DEPARTMENT} if "K23" in codes else ()
        counted = measure(
            municipality_id, period, at, codes, scope=scope, as_of=as_of, splits=splits
        )
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


def _in_order(standings: list[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda one: (not one.needs_action, not one.is_red))


def _waiting() -> "Prefetch[str, QuerySet[FollowUp], str]":
    rows = FollowUp.objects.filter(registered_at=None).select_related("owner")
    return Prefetch("follow_ups", rows, to_attr="waiting")


def _standings(rows: list[Criterion], by: Actor, period: Period, at: datetime) -> list[Standing]:
    sees_all = by.has(RoleKind.COORDINATOR)
    frozen = frozen_chains(rows, period, sees_all=sees_all)
    open_now = [row for row in rows if row.pk not in frozen]
    live = figures_of(open_now, period, at) if sees_all else {}
    owners = {one.user.pk for one in members_of(by.municipality_id, local(at).date())}
    return [
        _frozen_standing(row, frozen[row.pk], owners, sees_all=sees_all)
        if row.pk in frozen
        else _live_standing(row, period, live.get(row.pk), owners)
        for row in rows
    ]


def _frozen_standing(
    row: Criterion, chain: list[Measurement], owners: Collection[int], *, sees_all: bool
) -> Standing:
    newest = chain[-1]
    shown = shown_figure(newest, sees_all=sees_all)
    return Standing(
        criterion=row,
        indicator=row.indicator,
        figure=shown,
        target=newest.target_value,
        margin=newest.amber_margin,
        status=status(row.indicator, shown, newest.target_value, newest.amber_margin),
        frozen=newest,
        original=chain[-2] if len(chain) > 1 else None,
        waiting=tuple(getattr(row, "waiting", ())),
        has_owner=row.owner_id in owners,
    )


def _live_standing(
    row: Criterion, period: Period, live: Figure | None, owners: Collection[int]
) -> Standing:
    figure = live or Figure(None, 0, 0)
    target = target_in(row, period)
    return Standing(
        criterion=row,
        indicator=row.indicator,
        figure=figure,
        target=target,
        margin=row.amber_margin,
        status=status(row.indicator, figure, target, row.amber_margin),
        frozen=None,
        original=None,
        waiting=tuple(getattr(row, "waiting", ())),
        has_owner=row.owner_id in owners,
        awaits_closing=live is None,
    )


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
