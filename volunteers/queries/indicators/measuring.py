"""The figures of the success criteria, counted from facts by the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from volunteers.queries.indicators.splitting import (
    ROWS,
    USUAL_SPLITS,
    Split,
    facts_of,
    splits_of,
)
from volunteers.success.catalogue import Indicator, Shape, computed_indicators
from volunteers.success.figures import Figure, count_figure, share_figure, sum_figure
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE, Scope, ScopeKind

# What the count beside a figure is called.
BESIDE: Mapping[str, str] = {
    "K02": "opgaver er ikke besat endnu",
    "K04": "er sendt uden kvittering for levering",
    "K06": "mangler registrering af fremmøde",
}
# A median comes from the database as a float; more digits than this say nothing.
_PLACES = Decimal("0.0001")


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


@dataclass(frozen=True, slots=True)
class FactRow:
    """What one slot (K02: one task) adds to a figure. ``value`` is a total or a median in hours."""

    subject_id: int
    figure: Figure


def measure(
    municipality_id: int,
    period: Period,
    at: datetime,
    codes: tuple[str, ...] = (),
    *,
    scope: Scope = WHOLE,
    as_of: datetime | None = None,
    splits: Collection[Split] = USUAL_SPLITS,
) -> dict[str, Measured]:
    """The figures of one municipality, or of the part ``scope`` of it, as they stand at ``at``.

    With ``as_of`` as they stood at that earlier moment, from the facts that were known by then.
    By code; without ``codes`` all that are computed. The number of queries is always the same. An
    indicator without facts has the figure of nothing: no data for a share or a median, 0 for a
    count or a sum.
    """
    wanted = [one for one in computed_indicators() if not codes or one.code in codes]
    found = {one.code: Measured(one, _figure(one, {})) for one in wanted}
    query = facts_of(tuple(found), splits_of(splits))
    for row in _rows(query, _parameters(municipality_id, period, as_of or at, scope)):
        measured = found[row["code"]]
        _place(measured, row, _figure(measured.indicator, row))
    return found


def _place(measured: Measured, row: Mapping[str, Any], figure: Figure) -> None:
    """Puts the figure where the row's split says."""
    split = row["split"]
    if not split:
        measured.whole = figure
    elif row[split] is None:
        if split == Split.DEPARTMENT:
            measured.unplaced = figure
    else:
        _parts(measured, Split(split))[row[split]] = figure


def _parts(measured: Measured, split: Split) -> dict[Any, Figure]:
    return {
        Split.DEPARTMENT: measured.departments,
        Split.INSTITUTION: measured.institutions,
        Split.WEEK: measured.weeks,
        Split.WEEKDAY: measured.weekdays,
    }[split]


def rows_behind(
    indicator: Indicator,
    municipality_id: int,
    period: Period,
    at: datetime,
    *,
    limit: int,
    offset: int = 0,
    scope: Scope = WHOLE,
) -> tuple[list[FactRow], int]:
    """The slots or tasks a figure is made of, newest first, and how many there are; one query.

    An offset past the end gives no rows and the count 0.
    """
    query = facts_of((indicator.code,), ROWS)
    parameters = _parameters(municipality_id, period, at, scope)
    parameters |= {"limit": limit, "offset": offset}
    rows = _rows(query, parameters)
    facts = [FactRow(row["subject_id"], _figure(indicator, row)) for row in rows]
    return facts, rows[0]["found"] if rows else 0


def counted_twice(measured: Measured) -> int:
    """Persons who are in several departments: the departments' sum less the whole (K08)."""
    if measured.indicator.shape is not Shape.COUNT:
        return 0
    parts = sum(figure.n for figure in measured.departments.values())
    return parts - measured.whole.n


def _parameters(municipality_id: int, period: Period, at: datetime, scope: Scope) -> dict[str, Any]:
    return {
        "municipality": municipality_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "at": at,
        "department": scope.key_of(ScopeKind.DEPARTMENT),
        "institution": scope.key_of(ScopeKind.INSTITUTION),
        "project": scope.key_of(ScopeKind.PROJECT),
    }


def _rows(query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _figure(indicator: Indicator, row: Mapping[str, Any]) -> Figure:
    num, den = int(row.get("num") or 0), int(row.get("den") or 0)
    persons, beside = int(row.get("persons") or 0), _beside(indicator, row)
    if indicator.shape is Shape.SHARE:
        return share_figure(num, den, persons, beside)
    if indicator.shape is Shape.COUNT:
        return count_figure(persons)
    items = int(row.get("n") or 0)
    if indicator.shape is Shape.SUM:
        return sum_figure(Decimal(row.get("total") or 0), items, persons)
    middle = row.get("middle")
    value = None if middle is None else Decimal(str(middle)).quantize(_PLACES)
    return Figure(value, items, persons, None, beside)


def _beside(indicator: Indicator, row: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    words = BESIDE.get(indicator.code)
    return ((words, int(row.get("beside") or 0)),) if words else ()
