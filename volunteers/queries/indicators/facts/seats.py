"""Seats: filled, shown up for, given back late, the hours, and the thanks (K01, K06-K08 and on)."""

from volunteers.queries.indicators.facts.known import (
    CAME,
    GROUP,
    HELD,
    PLACE,
    SEAT,
    SLOT,
    SOMEBODY_CAME,
    each,
)

_K01 = f"""
    SELECT 'K01', {PLACE}, s.id, s.starts_at, NULL::bigint, 0, s.seats::int, NULL::numeric, 0
    {SLOT} WHERE {HELD}
    UNION ALL
    SELECT 'K01', {PLACE}, s.id, s.starts_at, a.volunteer_id, m.came::int, 0, NULL, 0
    {CAME} WHERE {HELD}
    UNION ALL
    SELECT 'K01', {PLACE}, s.id, s.starts_at, NULL, LEAST(m.came, g.seats)::int, 0, NULL, 0
    {GROUP} WHERE {HELD}
"""

# A seat without a mark is its own category, beside the figure, and not somebody who came.
_K06 = f"""
    SELECT 'K06', {PLACE}, s.id, s.starts_at, a.volunteer_id, (m.state = 'attended')::int, 1,
           NULL::numeric, (m.state = 'confirmed')::int
    {SEAT} WHERE {HELD} AND m.state IN ('confirmed', 'attended', 'no_show')
"""

# A seat once confirmed, and given back less than 24 hours before the start.
_K07 = f"""
    SELECT 'K07', {PLACE}, s.id, s.starts_at, a.volunteer_id,
           (EXISTS (
               SELECT FROM volunteers_seatmoment m JOIN volunteers_seatmoment n
                   ON n.assignment_id = m.assignment_id AND n.since = m.until
               WHERE m.assignment_id = a.id AND m.state = 'confirmed' AND n.state = 'withdrawn'
                 AND n.since > s.starts_at - interval '24 hours' AND n.since <= s.starts_at OFFSET 0
           ))::int, 1, NULL::numeric, 0
    {SLOT} {each("volunteers_assignment", "a", "a.slot_id = s.id")}
    WHERE {HELD} AND EXISTS (
        SELECT FROM volunteers_seatmoment m
        WHERE m.assignment_id = a.id AND m.state = 'confirmed' AND m.since <= s.starts_at
        OFFSET 0)
"""

# People of a group are counted when they are named, and only where as many came: who of the
# named stayed away is not known otherwise, and nobody is guessed.
_K08 = f"""
    SELECT 'K08', {PLACE}, s.id, s.starts_at, a.volunteer_id, 1, 0, NULL::numeric, 0
    {CAME} WHERE {HELD}
    UNION ALL
    SELECT 'K08', {PLACE}, s.id, s.starts_at, n.volunteer_id, 1, 0, NULL, 0
    {GROUP} JOIN volunteers_groupname n ON n.group_id = g.id
    WHERE {HELD} AND m.came >= (
        SELECT count(*) FROM volunteers_groupname other WHERE other.group_id = g.id)
"""

_K10 = f"""
    SELECT 'K10', {PLACE}, s.id, s.starts_at, a.volunteer_id, 1, 0, m.hours * m.came, 0
    {CAME} WHERE {HELD}
    UNION ALL
    SELECT 'K10', {PLACE}, s.id, s.starts_at, NULL, 1, 0, m.hours * m.came, 0
    {GROUP} WHERE {HELD}
"""

# Of the times that somebody came to; thanks given in another way stand beside.
_K26 = f"""
    SELECT 'K26', {PLACE}, s.id, s.starts_at, NULL::bigint,
           COALESCE(NOT h.skipped AND h.given_at <= s.ends_at + interval '7 days', false)::int, 1,
           NULL::numeric, COALESCE(h.skipped, false)::int
    {SLOT} LEFT JOIN volunteers_thanks h ON h.slot_id = s.id AND h.given_at <= %(at)s
    WHERE {HELD} AND {SOMEBODY_CAME}
"""

DAILY_SEATS = {"K01": _K01, "K06": _K06, "K07": _K07, "K08": _K08, "K10": _K10, "K26": _K26}
