"""Through whom people come, and whether they are let go in time (K24, K32).

K09, K11, K18 and K33 are made of the people of K08 when the figure is made.
"""

from volunteers.queries.indicators.facts.known import (
    CAME,
    GROUP,
    HELD,
    PLACE,
    STANDS,
    TODAY,
    first_moment,
    on_day,
)

# The association stands where the others have the person.
_K24 = f"""
    SELECT 'K24', {PLACE}, s.id, s.starts_at, b.association_id, 0, 0, NULL::numeric, 0
    {CAME} JOIN volunteers_membership b ON b.volunteer_id = a.volunteer_id
    WHERE {HELD}
    UNION ALL
    SELECT 'K24', {PLACE}, s.id, s.starts_at, g.association_id, 0, 0, NULL, 0
    {GROUP} WHERE {HELD}
"""
_REGISTER = f"""
    SELECT 'K24', NULL::bigint, NULL::bigint, b.id, {STANDS}, NULL::bigint, 0, 1, NULL::numeric, 0
    FROM volunteers_association b WHERE b.municipality_id = %(municipality)s
"""

# Whoever stands twice is one person; the day counts when it is over.
_K32 = f"""
    SELECT 'K32', NULL::bigint, NULL::bigint, v.id, {first_moment("v.forget_on")}, v.id,
           COALESCE(v.anonymised_at <= %(at)s
                    AND {on_day("v.anonymised_at")} <= v.forget_on, false)::int,
           1, NULL::numeric, 0
    FROM span w
    JOIN volunteers_volunteer v ON {first_moment("v.forget_on")} >= w.starts_at
        AND {first_moment("v.forget_on")} < w.ends_at
    WHERE v.municipality_id = %(municipality)s AND v.merged_into_id IS NULL
      AND v.forget_on < {TODAY}
"""

DAILY_PEOPLE = {"K24": _K24}
PEOPLE = {"K24": _REGISTER, "K32": _K32}
