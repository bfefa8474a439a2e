"""The figures of one municipality, or of a part of it, as they stand at a moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from volunteers.queries.indicators.asked import asked_for, rows_of
from volunteers.queries.indicators.making import Counts, figure_of, pooled
from volunteers.queries.indicators.splitting import USUAL_SPLITS, Split, figures_of
from volunteers.success.catalogue import Indicator, Shape, Unit, computed_indicators
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE, Scope

# What stands on a day belongs to no week of the period.
_UNDATED = frozenset({"K11", "K12", "K13", "K14", "K16", "K17", "K25"})
# A part of a figure: which split, and the part's key; the whole has neither.
Part = tuple[str, Any]
_ALL: Part = ("", None)


@dataclass(slots=True)
class Measured:
    """One indicator over one period: the whole, and those splits of it that were asked for.

    Weeks are named by their Monday, weekdays by their ISO number. A part without facts is not in
    the mapping. ``unplaced`` is what belongs to no department. ``groups`` are the two numbers of
    K22, by the Danish word for who answered.
    """

    indicator: Indicator
    whole: Figure
    departments: dict[int, Figure] = field(default_factory=dict)
    weeks: dict[date, Figure] = field(default_factory=dict)
    institutions: dict[int, Figure] = field(default_factory=dict)
    weekdays: dict[int, Figure] = field(default_factory=dict)
    unplaced: Figure | None = None
    groups: dict[str, Figure] = field(default_factory=dict)


def measure(
    municipality_id: int,
    period: Period,
    at: datetime,
    codes: tuple[str, ...] = (),
    *,
    scope: Scope = WHOLE,
    as_of: datetime | None = None,
    splits: Collection[Split] = USUAL_SPLITS,
    people: bool = True,
) -> dict[str, Measured]:
    """The figures of one municipality, or of the part ``scope`` of it, as they stand at ``at``.

    With ``as_of`` as they stood at that earlier moment, from the facts that were known by then.
    By code; without ``codes`` all that are computed. Two queries, always. An indicator without
    facts has the figure of nothing: no data for a share or a median, 0 for a count or a sum.
    Without ``people`` nobody counts who is behind the figures (``persons`` is 0): quicker, for the
    coordinator alone, and not for figures that are counts of people.
    """
    wanted = [one for one in computed_indicators() if not codes or one.code in codes]
    known_at = min(at, as_of) if as_of is not None else at
    own = frozenset(one.code for one in wanted)
    values = asked_for(municipality_id, period, own, scope, known_at)
    counts = Counts(rows_of(figures_of(own, splits, people=people), values))
    return {one.code: _measured(one, counts) for one in wanted}


def counted_twice(measured: Measured) -> int:
    """Persons who are in several departments: the departments' sum less the whole (K08)."""
    if measured.indicator.shape is not Shape.COUNT or measured.indicator.unit is not Unit.PERSONS:
        return 0
    parts = [*measured.departments.values(), measured.unplaced]
    return sum(figure.n for figure in parts if figure is not None) - measured.whole.n


def _measured(indicator: Indicator, counts: Counts) -> Measured:
    if indicator.code == "K22":
        return _both_ways(indicator, counts)
    found = Measured(indicator, figure_of(indicator, counts, indicator.code))
    for part in counts.parts(indicator.code):
        _place(found, part, figure_of(indicator, counts, indicator.code, part))
    return found


def _both_ways(indicator: Indicator, counts: Counts) -> Measured:
    """K22: what employees and volunteers say, each by itself; the whole is all answers."""
    kinds = ("ansatte", "frivillige")

    def both(part: Part = _ALL) -> list[Figure]:
        return [figure_of(indicator, counts, f"K22 {kind}", part) for kind in kinds]

    found = Measured(indicator, pooled(both()), groups=dict(zip(kinds, both(), strict=True)))
    for part in {part for kind in kinds for part in counts.parts(f"K22 {kind}")}:
        _place(found, part, pooled(both(part)))
    return found


def _place(measured: Measured, part: Part, figure: Figure) -> None:
    """Puts the figure where its part says."""
    split, key = part
    if key is None:
        if split == Split.DEPARTMENT:
            measured.unplaced = figure
        return
    if split in {Split.WEEK, Split.WEEKDAY} and measured.indicator.code in _UNDATED:
        return
    places: Mapping[str, dict[Any, Figure]] = {
        Split.DEPARTMENT: measured.departments,
        Split.INSTITUTION: measured.institutions,
        Split.WEEK: measured.weeks,
        Split.WEEKDAY: measured.weekdays,
    }
    places[split][key] = figure
