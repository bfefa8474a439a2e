"""Words that the facts share: what took place, and what was known of it at the moment asked for."""


# OFFSET 0, here and elsewhere: looked up row by row, never by gathering everybody who ever came
# anywhere. How many days a span has is not known when the query is planned, and most have few.
def each(table: str, name: str, fits: str) -> str:
    """The rows of a table that fit the row so far, under a short name."""
    return f"JOIN LATERAL (SELECT * FROM {table} {name} WHERE {fits} OFFSET 0) {name} ON true"


# A slot that took place, or should have.
SLOT = f"""
    FROM span w
    JOIN institutions_slot s ON s.starts_at >= w.starts_at AND s.starts_at < w.ends_at
    {each("institutions_task", "t", "t.id = s.task_id")}
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
    {each("volunteers_assignment", "a", "a.slot_id = s.id")}
    {each("volunteers_seatmoment", "m", f"m.assignment_id = a.id AND {MOMENT}")}
"""
CAME = f"{SEAT} AND m.state = 'attended'"
# A group fills seats and gives hours without names.
GROUP = f"""{SLOT}
    {each("volunteers_groupoffer", "g", "g.slot_id = s.id")}
    {each("volunteers_seatmoment", "m", f"m.group_id = g.id AND m.came > 0 AND {MOMENT}")}
        AND m.state = 'attended'
"""
# Whether anybody at all came to the slot.
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
