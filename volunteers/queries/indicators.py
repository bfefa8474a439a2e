"""The figures of the success criteria, counted from facts by the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from volunteers.queries.indicators_sql import ROWS, SPLITS, facts_of
from volunteers.success.catalogue import Indicator, Shape, computed_indicators
from volunteers.success.figures import Figure, count_figure, share_figure, sum_figure
from volunteers.success.periods import Period

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
    """One indicator over one period: the whole, and its split by department and by week.

    Weeks are named by their Monday. A part without facts is not in the mapping.
    """

    indicator: Indicator
    whole: Figure
    departments: dict[int, Figure] = field(default_factory=dict)
    weeks: dict[date, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactRow:
    """What one slot (K02: one task) adds to a figure. ``value`` is a total or a median in hours."""

    subject_id: int
    figure: Figure


def measure(
    municipality_id: int, period: Period, at: datetime, codes: tuple[str, ...] = ()
) -> dict[str, Measured]:
    """The figures of one municipality as they stand at ``at``, by code; one query for all.

    Without ``codes`` all that are computed. An indicator without facts has the figure of
    nothing: no data for a share or a median, 0 for a count or a sum.
    """
    wanted = [one for one in computed_indicators() if not codes or one.code in codes]
    found = {one.code: Measured(one, _figure(one, {})) for one in wanted}
    query = facts_of(tuple(found), SPLITS)
    for row in _rows(query, _parameters(municipality_id, period, at)):
        measured = found[row["code"]]
        figure = _figure(measured.indicator, row)
        if row["split"] == "department":
            measured.departments[row["department_id"]] = figure
        elif row["split"] == "week":
            measured.weeks[row["week"]] = figure
        else:
            measured.whole = figure
    return found


def rows_behind(
    indicator: Indicator,
    municipality_id: int,
    period: Period,
    at: datetime,
    *,
    limit: int,
    offset: int = 0,
) -> tuple[list[FactRow], int]:
    """The slots or tasks a figure is made of, newest first, and how many there are; one query.

    An offset past the end gives no rows and the count 0.
    """
    query = facts_of((indicator.code,), ROWS)
    parameters = _parameters(municipality_id, period, at) | {"limit": limit, "offset": offset}
    rows = _rows(query, parameters)
    facts = [FactRow(row["subject_id"], _figure(indicator, row)) for row in rows]
    return facts, rows[0]["found"] if rows else 0


def counted_twice(measured: Measured) -> int:
    """Persons who are in several departments: the departments' sum less the whole (K08)."""
    if measured.indicator.shape is not Shape.COUNT:
        return 0
    parts = sum(figure.n for figure in measured.departments.values())
    return parts - measured.whole.n


def _parameters(municipality_id: int, period: Period, at: datetime) -> dict[str, Any]:
    return {
        "municipality": municipality_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "at": at,
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
