"""Ambassadors, calls for help, and what makes the effort known (K13-K15, K23)."""

from volunteers.queries.indicators.facts.known import PLACE, STANDS, TODAY, on_day

_DAY = on_day("(%(stands_at)s::timestamptz - interval '1 microsecond')")
_APPOINTED = f"""
    r.kind = 'ambassador' AND r.valid_from <= {_DAY}
    AND (r.valid_until IS NULL OR r.valid_until >= {_DAY})
"""

_K13 = f"""
    SELECT 'K13', d.id, NULL::bigint, d.id, {STANDS}, NULL::bigint,
           (EXISTS (SELECT FROM institutions_role r
                    WHERE r.department_id = d.id AND {_APPOINTED}))::int,
           1, NULL::numeric, 0
    FROM institutions_department d WHERE d.municipality_id = %(municipality)s
"""

# Who is appointed in two departments counts in both.
_K14 = f"""
    SELECT 'K14', r.department_id, NULL::bigint, r.id, {STANDS}, NULL::bigint,
           COALESCE(r.trained_on <= {_DAY}, false)::int, 1, NULL::numeric, 0
    FROM institutions_role r
    WHERE r.municipality_id = %(municipality)s AND {_APPOINTED}
"""

# What was closed without an answer the place managed by itself. Not yet due stands beside.
_K15 = f"""
    SELECT 'K15', {PLACE}, h.id, h.asked_at, NULL::bigint,
           (known.done AND {on_day("known.at")} <= h.due_on)::int, 1, NULL::numeric,
           (NOT known.done AND h.due_on >= {TODAY})::int
    FROM span w
    JOIN institutions_helpcall h ON h.asked_at >= w.starts_at AND h.asked_at < w.ends_at
    JOIN institutions_institution i ON i.id = h.institution_id
    CROSS JOIN LATERAL (SELECT COALESCE(h.answered_at, h.closed_at) AS at) moment
    CROSS JOIN LATERAL (
        SELECT moment.at, COALESCE(moment.at <= %(at)s, false) AS done
    ) known
    WHERE h.municipality_id = %(municipality)s AND h.asked_at <= %(at)s
"""

# Named colleagues who were invited: nobody comes who was not asked.
_K23 = """
    SELECT 'K23', p.department_id, NULL::bigint, e.id, e.ends_at, p.user_id,
           (p.presence IN ('place', 'online')
            AND COALESCE(p.presence_at, e.ends_at) <= %(at)s)::int, 1, NULL::numeric, 0
    FROM span w
    JOIN volunteers_event e ON e.ends_at >= w.starts_at AND e.ends_at < w.ends_at
    JOIN volunteers_participant p ON p.event_id = e.id
    WHERE e.municipality_id = %(municipality)s AND e.ends_at <= %(at)s
      AND (e.cancelled_at IS NULL OR e.cancelled_at > %(at)s)
      AND e.kind IN ('talk', 'theme_evening', 'course')
      AND p."group" = 'staff' AND p.origin = 'invited'
"""

SUPPORT = {"K13": _K13, "K14": _K14, "K15": _K15, "K23": _K23}
