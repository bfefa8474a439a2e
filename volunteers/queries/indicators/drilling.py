"""The rows behind one figure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from volunteers.queries.indicators.asked import of_period, of_scope, rows_of
from volunteers.queries.indicators.facts import COLUMNS, DAILY, LIVE, MADE_OF, SUBJECTS, sql_of
from volunteers.queries.indicators.making import beside_of, in_unit
from volunteers.queries.indicators.splitting import IN_SCOPE, WHOLE_SPAN
from volunteers.success.catalogue import Indicator, Shape
from volunteers.success.figures import Figure, count_figure, share_figure, sum_figure
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE, Scope

_SOURCE = {**LIVE, **DAILY}


@dataclass(frozen=True, slots=True)
class FactRow:
    """What one subject adds to a figure: a time slot, or what ``subject_of`` the code says.

    ``value`` of the figure is a total, or a median in the indicator's unit.
    """

    subject_id: int
    figure: Figure


def subject_of(indicator: Indicator) -> str:
    """What the rows behind are: "slot", "task", "event"; "" where none is ever shown by itself."""
    return SUBJECTS.get(indicator.code, "slot")


def rows_behind(
    indicator: Indicator,
    municipality_id: int,
    period: Period,
    at: datetime,
    *,
    limit: int,
    offset: int = 0,
    scope: Scope = WHOLE,
    subjects: Collection[str] = ("slot", "task"),
) -> tuple[list[FactRow], int]:
    """The subjects a figure is made of, newest first, and how many there are; one query.

    Figures of people (K09, K11, K18, K33) give the times those of K08 came to in the period.
    An offset past the end gives no rows and the count 0, and so does a figure whose rows are none
    of ``subjects``, the kinds that the caller can show.
    """
    if subject_of(indicator) not in subjects:
        return [], 0
    values = {
        **of_period(municipality_id, period, at),
        **of_scope(scope),
        "limit": limit,
        "offset": offset,
    }
    rows = rows_of(_query(indicator.code), values)
    facts = [FactRow(row["subject_id"], _figure(indicator, row)) for row in rows]
    return facts, rows[0]["found"] if rows else 0


def _query(code: str) -> str:
    own = code if code in _SOURCE else MADE_OF[code][0]
    return f"""
        WITH span AS ({WHOLE_SPAN}), facts ({COLUMNS}) AS ({sql_of([own], _SOURCE)})
        SELECT subject_id, sum(num) AS num, sum(den) AS den, sum(value) AS total,
               count(value) AS n, count(DISTINCT person) AS persons, sum(beside) AS beside,
               count(*) OVER () AS found
        FROM facts WHERE subject_id IS NOT NULL AND {IN_SCOPE}
        GROUP BY subject_id
        ORDER BY max(happened_at) DESC, subject_id DESC
        LIMIT %(limit)s OFFSET %(offset)s
    """


def _figure(indicator: Indicator, row: Mapping[str, Any]) -> Figure:
    """What one subject adds; of people who are found otherwise, how many they are."""
    persons, beside = int(row["persons"]), beside_of(indicator, int(row["beside"]))
    own = indicator.code in _SOURCE
    if own and indicator.shape is Shape.SHARE:
        return share_figure(int(row["num"]), int(row["den"]), persons, beside)
    if own and indicator.shape is Shape.SUM:
        return sum_figure(Decimal(row["total"] or 0), int(row["n"]), persons)
    if not own or indicator.shape is Shape.COUNT:
        return count_figure(persons)
    value = None if row["total"] is None else in_unit(indicator, Decimal(row["total"]) / row["n"])
    return Figure(value, int(row["n"]), persons, None, beside)
