"""Text messages: delivered, and whom they went to (K30, K31)."""

# Where a message belongs to a question or a seat it belongs to the place; else to no department.
_SENT = """
    FROM span w
    JOIN messaging_message c ON c.sent_at >= w.starts_at AND c.sent_at < w.ends_at
    LEFT JOIN volunteers_offer o ON c.subject_type = 'offer' AND o.id = c.subject_id
    LEFT JOIN volunteers_assignment a ON c.subject_type = 'assignment' AND a.id = c.subject_id
    LEFT JOIN institutions_slot s ON s.id = COALESCE(o.slot_id, a.slot_id)
    LEFT JOIN institutions_task t ON t.id = s.task_id
    LEFT JOIN institutions_institution i ON i.id = t.institution_id
    WHERE c.municipality_id = %(municipality)s AND c.channel = 'sms' AND c.sent_at <= %(at)s
"""

_K30 = f"""
    SELECT 'K30', i.department_id, i.id, s.id, c.sent_at, c.recipient_ref,
           (c.state = 'delivered' AND c.state_at <= %(at)s)::int, 1, NULL::numeric, 0
    {_SENT}
"""

# Who stopped is looked up when the figure is made: a stop belongs to a person, not to a place.
_K31 = f"""
    SELECT 'K31', i.department_id, i.id, s.id, c.sent_at, c.recipient_ref, 0, 0, NULL::numeric, 0
    {_SENT} AND c.recipient_ref IS NOT NULL
"""

DAILY_MESSAGES = {"K30": _K30, "K31": _K31}
