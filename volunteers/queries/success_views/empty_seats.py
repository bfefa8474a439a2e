"""Where people are missing: the seats nobody sat in, by weekday and hour."""

from datetime import datetime

from django.db import connection

from volunteers.queries.success_views.spans import span
from volunteers.success.periods import Period

_EMPTY = """
    SELECT extract(isodow FROM slot.local)::int, extract(hour FROM slot.local)::int,
           sum(greatest(slot.seats - slot.people - slot.group_seats, 0))::int
    FROM (
        SELECT s.seats, s.starts_at AT TIME ZONE 'Europe/Copenhagen' AS local,
               coalesce((
                   SELECT sum(1 + a.companions_came) FROM volunteers_assignment a
                   WHERE a.slot_id = s.id AND a.state = 'attended' AND a.recorded_at <= %(at)s
               ), 0) AS people,
               coalesce((
                   SELECT sum(g.came) FROM volunteers_groupoffer g
                   WHERE g.slot_id = s.id AND g.state = 'accepted' AND g.recorded_at <= %(at)s
               ), 0) AS group_seats
        FROM institutions_slot s
        JOIN institutions_task t ON t.id = s.task_id AND t.state IN ('open', 'done')
        WHERE s.municipality_id = %(municipality)s AND s.state <> 'cancelled'
          AND s.starts_at >= %(starts_at)s AND s.starts_at < %(ends_at)s AND s.ends_at <= %(at)s
    ) slot
    GROUP BY 1, 2
"""


def empty_seats(municipality_id: int, period: Period, at: datetime) -> dict[tuple[int, int], int]:
    """By (ISO weekday, hour of the start on a Danish clock); one query.

    Only times that are over at ``at`` and were not cancelled. Seats, so nobody is behind them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, span(municipality_id, period, at))
        return {(day, hour): count for day, hour, count in cursor.fetchall()}
