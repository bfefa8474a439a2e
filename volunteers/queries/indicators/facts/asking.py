"""Questions: how many answered, said yes, how fast; how long a need waits (K02-K05, K33)."""

from volunteers.queries.indicators.facts.known import CALLED_OFF, PLACE, each

# A question by its own SMS; those further on its page are answered by it. It was delivered when
# the receipt says so, or else when it was answered.
_ASKED = f"""
    FROM span w
    JOIN volunteers_offer o ON o.sent_at >= w.starts_at AND o.sent_at < w.ends_at
    {each("institutions_slot", "s", "s.id = o.slot_id")}
    {each("institutions_task", "t", "t.id = s.task_id")}
    JOIN institutions_institution i ON i.id = t.institution_id
    LEFT JOIN LATERAL (
        SELECT min(c.state_at) AS at FROM messaging_message c
        WHERE c.subject_type = 'offer' AND c.subject_id = o.id AND c.kind = 'tilbud'
          AND c.state = 'delivered' AND c.state_at <= %(at)s
    ) delivered ON true
    LEFT JOIN LATERAL (
        SELECT min(f.first_answered_at) AS answered_at, min(f.accepted_at) AS accepted_at
        FROM volunteers_offer f WHERE f.page_of_id = o.id
    ) page ON true
    CROSS JOIN LATERAL (
        SELECT LEAST(o.first_answered_at, page.answered_at) <= %(at)s AS answered,
               LEAST(o.accepted_at, page.accepted_at) <= %(at)s AS yes
    ) known
    WHERE o.municipality_id = %(municipality)s AND o.sent_at <= %(at)s AND o.page_of_id IS NULL
      AND NOT ({CALLED_OFF})
"""
_REACHED = "(COALESCE(known.answered, false) OR delivered.at IS NOT NULL)"
_LEFT = f"({_REACHED} OR o.state NOT IN ('planned', 'recalled'))"
# Only these have a moment of their own: what is said by telephone is written down later.
_OWN_HAND = "o.first_channel IN ('link', 'sms')"


def _share(code: str, answer: str) -> str:
    return f"""
        SELECT '{code}', {PLACE}, s.id, o.sent_at, o.volunteer_id,
               COALESCE(known.{answer}, false)::int, {_REACHED}::int, NULL::numeric,
               (NOT {_REACHED})::int
        {_ASKED} AND {_LEFT}
    """


_K05 = f"""
    SELECT 'K05', {PLACE}, s.id, o.sent_at, o.volunteer_id, 0, 0,
           GREATEST(extract(epoch FROM o.first_answered_at - delivered.at), 0)::numeric, 0
    {_ASKED} AND o.first_answered_at <= %(at)s AND delivered.at IS NOT NULL AND {_OWN_HAND}
"""

_K33 = f"""
    SELECT 'K33', {PLACE}, s.id, o.first_answered_at, o.volunteer_id, 1, 0, NULL::numeric, 0
    FROM span w
    JOIN volunteers_offer o
        ON o.first_answered_at >= w.starts_at AND o.first_answered_at < w.ends_at
    {each("institutions_slot", "s", "s.id = o.slot_id")}
    {each("institutions_task", "t", "t.id = s.task_id")}
    JOIN institutions_institution i ON i.id = t.institution_id
    WHERE o.municipality_id = %(municipality)s AND o.first_answered_at <= %(at)s
      AND NOT o.first_channel IN ('', 'link')
"""

# A task is filled when each of its slots is; it is then that its last seat was confirmed.
_K02 = f"""
    SELECT 'K02', filled.department_id, filled.institution_id, filled.id, filled.published_at,
           NULL::bigint, 0, 0,
           CASE WHEN filled.full_up
                THEN extract(epoch FROM filled.last_at - filled.published_at) END,
           (NOT filled.full_up)::int
    FROM (
        SELECT t.id, i.department_id, i.id AS institution_id, t.published_at,
               bool_and(s.filled_at IS NOT NULL AND s.filled_at <= %(at)s) AS full_up,
               max(s.filled_at) AS last_at
        FROM span w
        JOIN institutions_task t ON t.published_at >= w.starts_at AND t.published_at < w.ends_at
        JOIN institutions_institution i ON i.id = t.institution_id
        JOIN institutions_slot s ON s.task_id = t.id AND NOT ({CALLED_OFF})
        WHERE t.municipality_id = %(municipality)s AND t.published_at <= %(at)s
        GROUP BY t.id, i.department_id, i.id, t.published_at
    ) filled
"""

DAILY_ASKING = {
    "K03": _share("K03", "answered"),
    "K04": _share("K04", "yes"),
    "K05": _K05,
    "K33": _K33,
}
ASKING = {"K02": _K02}
