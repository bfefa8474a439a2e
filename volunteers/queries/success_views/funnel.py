"""From asked to came: how many questions became a seat that somebody sat in."""

from datetime import datetime

from django.db import connection

from volunteers.queries.indicators.facts.known import CALLED_OFF, MOMENT
from volunteers.queries.success_views.spans import span
from volunteers.success.periods import Period

_STEPS = ("Spurgt", "Har set", "Sagt ja", "Mødt op")

# A further task on the page of one SMS is no question of its own. Whoever answered has seen it,
# and a yes stays a yes after a withdrawal: the seat that was given up is still there to tell.
_FUNNEL = f"""
    SELECT count(*),
           count(*) FILTER (WHERE asked.seen OR asked.answered),
           count(*) FILTER (WHERE asked.yes),
           count(*) FILTER (WHERE asked.came),
           count(DISTINCT asked.volunteer_id),
           count(DISTINCT asked.volunteer_id) FILTER (WHERE asked.seen OR asked.answered),
           count(DISTINCT asked.volunteer_id) FILTER (WHERE asked.yes),
           count(DISTINCT asked.volunteer_id) FILTER (WHERE asked.came)
    FROM (
        SELECT o.volunteer_id,
               coalesce(o.seen_at <= %(at)s, false) AS seen,
               coalesce(o.answered_at <= %(at)s, false) AS answered,
               coalesce(a.created_at <= %(at)s, false) AS yes,
               EXISTS (
                   SELECT FROM volunteers_seatmoment m
                   WHERE m.assignment_id = a.id AND m.state = 'attended' AND {MOMENT}) AS came
        FROM volunteers_offer o
        JOIN institutions_slot s ON s.id = o.slot_id AND NOT ({CALLED_OFF})
        LEFT JOIN volunteers_assignment a ON a.offer_id = o.id
        WHERE o.municipality_id = %(municipality)s AND o.page_of_id IS NULL
          AND o.sent_at >= %(starts_at)s AND o.sent_at < %(ends_at)s AND o.sent_at <= %(at)s
          AND o.state NOT IN ('planned', 'recalled')
    ) asked
"""  # noqa: S608
Funnel = tuple[tuple[str, int], ...]


def funnel(municipality_id: int, period: Period, at: datetime) -> tuple[Funnel, int]:
    """The four steps of the questions sent in the period as known at ``at``; one query.

    The number beside them is the fewest people behind any step that has somebody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FUNNEL, span(municipality_id, period, at))
        found = cursor.fetchone() or (0,) * 8
    counts, people = found[: len(_STEPS)], found[len(_STEPS) :]
    return tuple(zip(_STEPS, counts, strict=True)), min(filter(None, people), default=0)
