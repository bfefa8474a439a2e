"""Where people are missing: the seats nobody sat in, by weekday and hour."""

from datetime import datetime

from django.db import connection

from volunteers.queries.indicators.facts.known import CAME, GROUP, HELD, SLOT
from volunteers.queries.success_views.spans import SPAN, span
from volunteers.success.periods import Period

_EMPTY = f"""
    WITH {SPAN}, came AS (
        SELECT s.id AS slot_id, m.came {CAME} WHERE {HELD}
        UNION ALL
        SELECT s.id, LEAST(m.came, g.seats) {GROUP} WHERE {HELD}
    )
    SELECT extract(isodow FROM slot.local)::int, extract(hour FROM slot.local)::int,
           sum(greatest(slot.seats - slot.came, 0))::int
    FROM (
        SELECT s.seats, s.starts_at AT TIME ZONE 'Europe/Copenhagen' AS local,
               coalesce((SELECT sum(c.came) FROM came c WHERE c.slot_id = s.id), 0) AS came
        {SLOT} WHERE {HELD}
    ) slot
    GROUP BY 1, 2
"""  # noqa: S608


def empty_seats(municipality_id: int, period: Period, at: datetime) -> dict[tuple[int, int], int]:
    """By (ISO weekday, hour of the start on a Danish clock); one query.

    Only times that are over at ``at`` and were not cancelled. Seats, so nobody is behind them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, span(municipality_id, period, at))
        return {(day, hour): count for day, hour, count in cursor.fetchall()}
