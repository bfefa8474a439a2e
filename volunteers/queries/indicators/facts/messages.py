"""Text messages: delivered, and whom they went to (K30, K31)."""

# Where a message belongs to a question or a seat it belongs to the place; else to no department.
# OFFSET 0: looked up row by row, never by reading every question there is.
_SENT = """
    FROM span w
    JOIN messaging_message c ON c.sent_at >= w.starts_at AND c.sent_at < w.ends_at
    LEFT JOIN LATERAL (
        SELECT i.department_id, i.id AS institution_id, s.id AS slot_id
        FROM institutions_slot s
        JOIN institutions_task t ON t.id = s.task_id
        JOIN institutions_institution i ON i.id = t.institution_id
        WHERE s.id = CASE c.subject_type
            WHEN 'offer' THEN (SELECT o.slot_id FROM volunteers_offer o WHERE o.id = c.subject_id)
            WHEN 'assignment' THEN (
                SELECT a.slot_id FROM volunteers_assignment a WHERE a.id = c.subject_id) END
        OFFSET 0
    ) place ON true
    WHERE c.municipality_id = %(municipality)s AND c.channel = 'sms' AND c.sent_at <= %(at)s
"""

_K30 = f"""
    SELECT 'K30', place.department_id, place.institution_id, place.slot_id, c.sent_at,
           c.recipient_ref,
           (c.state = 'delivered' AND c.state_at <= %(at)s)::int, 1, NULL::numeric, 0
    {_SENT}
"""

# Who stopped is looked up when the figure is made: a stop belongs to a person, not to a place.
_K31 = f"""
    SELECT 'K31', place.department_id, place.institution_id, place.slot_id, c.sent_at,
           c.recipient_ref, 0, 0, NULL::numeric, 0
    {_SENT} AND c.recipient_ref IS NOT NULL
"""

DAILY_MESSAGES = {"K30": _K30, "K31": _K31}
