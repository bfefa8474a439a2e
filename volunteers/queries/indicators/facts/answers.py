"""What people say afterwards: meaning, worth for citizens, and respect both ways (K20-K22)."""

from volunteers.queries.indicators.facts.known import CAME, HELD, MOMENT, PLACE

# The two highest of five answers.
_GOOD = 4

_K20 = f"""
    SELECT 'K20', {PLACE}, s.id, s.starts_at, CASE WHEN p.id IS NOT NULL THEN a.volunteer_id END,
           COALESCE(p.score >= {_GOOD}, false)::int, (p.id IS NOT NULL)::int, NULL::numeric,
           (p.id IS NULL)::int
    {CAME} LEFT JOIN volunteers_pulse p ON p.assignment_id = a.id AND p.answered_at <= %(at)s
    WHERE {HELD}
"""

# Asked once the last time of the task is over, which is what places the answer.
_K21 = f"""
    SELECT 'K21', {PLACE}, t.id, last.starts_at, CASE WHEN known.answered THEN q.user_id END,
           (known.answered AND q.value >= {_GOOD})::int, known.answered::int, NULL::numeric,
           (NOT known.answered)::int
    FROM volunteers_colleaguepulse q
    JOIN institutions_task t ON t.id = q.task_id
    JOIN institutions_institution i ON i.id = t.institution_id
    CROSS JOIN LATERAL (
        SELECT max(s.starts_at) AS starts_at FROM institutions_slot s
        WHERE s.task_id = t.id AND s.state <> 'cancelled'
    ) last
    JOIN span w ON last.starts_at >= w.starts_at AND last.starts_at < w.ends_at
    CROSS JOIN LATERAL (
        SELECT q.value IS NOT NULL AND q.answered_at <= %(at)s AS answered
    ) known
    WHERE q.municipality_id = %(municipality)s AND q.audience = 'leader' AND q.asked_at <= %(at)s
"""

# Two numbers, told apart by the word after the code.
_STAFF = f"""
    SELECT 'K22 ansatte', {PLACE}, i.id, q.asked_at, q.user_id, (q.respect >= {_GOOD})::int, 1,
           NULL::numeric, 0
    FROM span w
    JOIN volunteers_colleaguepulse q ON q.asked_at >= w.starts_at AND q.asked_at < w.ends_at
    JOIN institutions_institution i ON i.id = q.institution_id
    WHERE q.municipality_id = %(municipality)s AND q.answered_at <= %(at)s
      AND q.respect IS NOT NULL
"""
_VOLUNTEERS = f"""
    SELECT 'K22 frivillige', {PLACE}, s.id, s.starts_at, a.volunteer_id,
           (p.respect >= {_GOOD})::int, 1, NULL::numeric, 0
    FROM volunteers_pulse p
    JOIN volunteers_assignment a ON a.id = p.assignment_id
    JOIN volunteers_seatmoment m ON m.assignment_id = a.id AND m.state = 'attended' AND {MOMENT}
    JOIN institutions_slot s ON s.id = a.slot_id
    JOIN span w ON s.starts_at >= w.starts_at AND s.starts_at < w.ends_at
    JOIN institutions_task t ON t.id = s.task_id
    JOIN institutions_institution i ON i.id = t.institution_id
    WHERE {HELD} AND p.respect IS NOT NULL AND p.answered_at <= %(at)s
"""

DAILY_ANSWERS = {"K20": _K20}
ANSWERS = {"K21": _K21, "K22": f"{_STAFF} UNION ALL {_VOLUNTEERS}"}
