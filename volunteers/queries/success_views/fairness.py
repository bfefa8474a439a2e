"""How often people are asked and say yes: a distribution of the whole, and never a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from volunteers.queries.success_views.spans import span
from volunteers.success.fairness import Spread, spread
from volunteers.success.periods import Period

# Everybody who could be asked when the period ended, or now while it runs: who came later and
# who is gone are not among them, and those never asked are.
_ASKED = """
    SELECT count(o.id), count(a.id)
    FROM volunteers_volunteer v
    LEFT JOIN volunteers_offer o ON o.volunteer_id = v.id AND o.page_of_id IS NULL
        AND o.sent_at >= %(starts_at)s AND o.sent_at < %(ends_at)s AND o.sent_at <= %(at)s
        AND o.state NOT IN ('planned', 'recalled')
    LEFT JOIN volunteers_assignment a ON a.offer_id = o.id AND a.created_at <= %(at)s
    WHERE v.municipality_id = %(municipality)s AND v.created_at < least(%(at)s, %(ends_at)s)
      AND (v.anonymised_at IS NULL OR v.anonymised_at > %(at)s) AND v.merged_into_id IS NULL
      AND (v.opted_out_at IS NULL OR v.opted_out_at > %(at)s)
    GROUP BY v.id
"""


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the questions are spread, and the yeses."""

    asked: Spread
    accepted: Spread


def fairness(municipality_id: int, period: Period, at: datetime) -> Fairness:
    """Over those on the list who have not said stop; one query, and no name in it."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, span(municipality_id, period, at))
        rows = cursor.fetchall()
    return Fairness(spread([asked for asked, _ in rows]), spread([yes for _, yes in rows]))
