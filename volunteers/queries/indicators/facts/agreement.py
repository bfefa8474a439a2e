"""What was agreed: places under way, checklists, MED, and words of staff's work (K12, K16-K19)."""

from volunteers.queries.indicators.facts.known import (
    CALLED_OFF,
    HELD,
    PLACE,
    SOMEBODY_CAME,
    STANDS,
    on_day,
)

_DAY = on_day("(%(stands_at)s::timestamptz - interval '1 microsecond')")
_OPEN_PLACE = "(i.closed_at IS NULL OR i.closed_at > %(at)s)"

# A project's place is no institution of the register. The newest need first, here and below: what
# is looked for is mostly among the last ones, and the index has them in that order.
_K12 = f"""
    SELECT 'K12', {PLACE}, i.id, {STANDS}, NULL::bigint,
           (EXISTS (
               SELECT FROM institutions_task t JOIN institutions_slot s ON s.task_id = t.id
               JOIN span w ON s.starts_at >= w.starts_at AND s.starts_at < w.ends_at
               WHERE t.institution_id = i.id AND {HELD} AND {SOMEBODY_CAME}
               ORDER BY t.published_at DESC LIMIT 1 OFFSET 0
           ))::int, 1, NULL::numeric, 0
    FROM institutions_institution i
    WHERE i.municipality_id = %(municipality)s AND i.project_id IS NULL AND {_OPEN_PLACE}
"""

# Places that asked for help in the period, or whose times are still to come.
_ASKING_PLACE = f"""
    FROM institutions_institution i
    WHERE i.municipality_id = %(municipality)s AND {_OPEN_PLACE} AND EXISTS (
        SELECT FROM institutions_task t JOIN institutions_slot s ON s.task_id = t.id
        WHERE t.institution_id = i.id AND t.published_at < %(stands_at)s
          AND s.ends_at >= %(first_at)s AND NOT ({CALLED_OFF})
        ORDER BY t.published_at DESC LIMIT 1 OFFSET 0)
"""

# The newest run that had begun by the day: not a year old, and every gating point closed then.
_K16 = f"""
    SELECT 'K16', {PLACE}, i.id, {STANDS}, NULL::bigint,
           (EXISTS (
               SELECT FROM institutions_checklistrun r
               WHERE r.id = (SELECT newest.id FROM institutions_checklistrun newest
                             WHERE newest.institution_id = i.id
                               AND newest.started_at < %(stands_at)s
                             ORDER BY newest.started_at DESC, newest.id DESC LIMIT 1)
                 AND r.valid_until >= {_DAY}
                 AND NOT EXISTS (
                     SELECT FROM institutions_checklistitem item
                     WHERE item.template_id = r.template_id AND item.gates
                       AND item.level = 'institution' AND NOT EXISTS (
                           SELECT FROM institutions_tick k
                           WHERE k.run_id = r.id AND k.item_id = item.id
                             AND k.ticked_at < %(stands_at)s
                             AND (k.reopened_at IS NULL OR k.reopened_at >= %(stands_at)s)))
           ))::int, 1, NULL::numeric, 0
    {_ASKING_PLACE}
"""

# To be told is not to have talked it through.
_K17 = f"""
    SELECT 'K17', {PLACE}, i.id, {STANDS}, NULL::bigint,
           (EXISTS (
               SELECT FROM institutions_medentry e
               WHERE e.institution_id = i.id AND e.kind IN ('discussed', 'agreed')
                 AND e.held_on <= {_DAY} AND e.held_on > {_DAY} - interval '24 months'
                 AND e.noted_at <= %(at)s
           ))::int, 1, NULL::numeric, 0
    {_ASKING_PLACE}
"""

_K19 = f"""
    SELECT 'K19', {PLACE}, t.id, t.submitted_at, NULL::bigint,
           COALESCE(t.stopped_at <= %(at)s, false)::int, 1, NULL::numeric, 0
    FROM span w
    JOIN institutions_task t ON t.submitted_at >= w.starts_at AND t.submitted_at < w.ends_at
    JOIN institutions_institution i ON i.id = t.institution_id
    WHERE t.municipality_id = %(municipality)s AND t.submitted_at <= %(at)s
"""

AGREEMENT = {"K12": _K12, "K16": _K16, "K17": _K17, "K19": _K19}
