"""Words that the facts share: what took place, and what was known of it at the moment asked for."""

# A slot that took place, or should have.
SLOT = """
    FROM span w
    JOIN institutions_slot s ON s.starts_at >= w.starts_at AND s.starts_at < w.ends_at
    JOIN institutions_task t ON t.id = s.task_id
    JOIN institutions_institution i ON i.id = t.institution_id
"""
CALLED_OFF = "s.state = 'cancelled' AND COALESCE(s.cancelled_at, s.starts_at) <= %(at)s"
HELD = f"""
    s.municipality_id = %(municipality)s AND t.published_at <= %(at)s AND s.ends_at <= %(at)s
    AND NOT ({CALLED_OFF})
"""
# What was true of a seat at the moment.
MOMENT = "m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)"
SEAT = f"""{SLOT}
    JOIN volunteers_assignment a ON a.slot_id = s.id
    JOIN volunteers_seatmoment m ON m.assignment_id = a.id AND {MOMENT}
"""
CAME = f"{SEAT} AND m.state = 'attended'"
# A group fills seats and gives hours without names.
GROUP = f"""{SLOT}
    JOIN volunteers_groupoffer g ON g.slot_id = s.id
    JOIN volunteers_seatmoment m ON m.group_id = g.id AND {MOMENT}
        AND m.state = 'attended' AND m.came > 0
"""
# Whether anybody at all came to the slot. OFFSET 0, here and elsewhere: looked up row by row,
# never by gathering everybody who ever came anywhere.
SOMEBODY_CAME = f"""
    (EXISTS (SELECT FROM volunteers_assignment a JOIN volunteers_seatmoment m
             ON m.assignment_id = a.id AND m.state = 'attended' AND {MOMENT}
             WHERE a.slot_id = s.id OFFSET 0)
     OR EXISTS (SELECT FROM volunteers_groupoffer g JOIN volunteers_seatmoment m
                ON m.group_id = g.id AND m.state = 'attended' AND m.came > 0 AND {MOMENT}
                WHERE g.slot_id = s.id OFFSET 0))
"""
PLACE = "i.department_id, i.id"


def on_day(moment: str) -> str:
    """The Danish day of an instant."""
    return f"({moment} AT TIME ZONE 'Europe/Copenhagen')::date"


def first_moment(day: str) -> str:
    """The instant at which a Danish day begins."""
    return f"({day}::timestamp AT TIME ZONE 'Europe/Copenhagen')"


# A moment before the figures stand: the last of the period, or the latest.
STANDS = "%(stands_at)s::timestamptz - interval '1 microsecond'"
TODAY = on_day("%(at)s::timestamptz")
