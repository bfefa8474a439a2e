"""What is shared and followed up: examples, stories, bøvl, initiatives (K25, K27-K29)."""

from volunteers.queries.indicators.facts.known import STANDS, TODAY, first_moment, on_day

_IN_TIME = "interval '30 days'"

# What was begun from an example, among the examples that stood for all to see in the period.
_K25 = f"""
    SELECT 'K25', i.department_id, i.id, u.example_id, u.used_at, NULL::bigint, 1, 0,
           NULL::numeric, 0
    FROM span w
    JOIN volunteers_exampleuse u ON u.used_at >= w.starts_at AND u.used_at < w.ends_at
    LEFT JOIN institutions_task t ON t.id = u.task_id
    LEFT JOIN volunteers_initiative n ON n.id = u.initiative_id
    LEFT JOIN institutions_institution i ON i.id = COALESCE(t.institution_id, n.institution_id)
    WHERE u.municipality_id = %(municipality)s AND u.used_at <= %(at)s
    UNION ALL
    SELECT 'K25', i.department_id, i.id, x.id, {STANDS}, NULL, 0, 1, NULL, 0
    FROM volunteers_example x LEFT JOIN institutions_institution i ON i.id = x.institution_id
    WHERE x.municipality_id = %(municipality)s AND x.published_at < %(stands_at)s
      AND (x.retired_at IS NULL OR x.retired_at >= %(first_at)s)
"""

# A story counts the first time it is told anywhere; its channels stand beside.
_K27 = """
    SELECT 'K27', i.department_id, i.id, told.story_id, told.first_at, NULL::bigint, 1, 0,
           NULL::numeric, told.channels::int
    FROM (
        SELECT r.story_id, min(r.published_at) AS first_at, count(DISTINCT r.channel) AS channels
        FROM volunteers_storyrelease r
        JOIN volunteers_story y ON y.id = r.story_id AND y.municipality_id = %(municipality)s
        WHERE r.published_at <= %(at)s
        GROUP BY r.story_id
    ) told
    JOIN span w ON told.first_at >= w.starts_at AND told.first_at < w.ends_at
    JOIN volunteers_story y ON y.id = told.story_id
    LEFT JOIN institutions_institution i ON i.id = y.institution_id
"""

_K28 = f"""
    SELECT 'K28', i.department_id, i.id, g.id, g.received_at, NULL::bigint,
           COALESCE(g.answered_at <= %(at)s AND {on_day("g.answered_at")} <= g.due_on, false)::int,
           1, NULL::numeric,
           (COALESCE(g.answered_at > %(at)s, true) AND g.due_on >= {TODAY})::int
    FROM span w
    JOIN volunteers_suggestion g ON g.received_at >= w.starts_at AND g.received_at < w.ends_at
    LEFT JOIN institutions_institution i ON i.id = g.institution_id
    WHERE g.municipality_id = %(municipality)s AND g.received_at <= %(at)s
"""

# Initiatives, and what the project group agreed at a review. The day counts when it has come.
_K29 = f"""
    SELECT 'K29', due.department_id, due.institution_id, due.id, {first_moment("due.day")},
           NULL::bigint,
           COALESCE(due.at <= %(at)s AND {on_day("due.at")} <= due.day + {_IN_TIME}, false)::int,
           1, NULL::numeric,
           (COALESCE(due.at > %(at)s, true) AND due.day + {_IN_TIME} >= {TODAY})::int
    FROM (
        SELECT n.id, i.department_id, i.id AS institution_id, n.follow_up_on AS day,
               n.result_at AS at, n.created_at AS since
        FROM volunteers_initiative n
        LEFT JOIN institutions_institution i ON i.id = n.institution_id
        WHERE n.municipality_id = %(municipality)s
        UNION ALL
        SELECT NULL, COALESCE(c.department_id, i.department_id), i.id, f.due_on,
               f.registered_at, f.agreed_at
        FROM volunteers_followup f
        LEFT JOIN volunteers_criterion c ON c.id = f.criterion_id
        LEFT JOIN institutions_institution i ON i.id = c.institution_id
        WHERE f.municipality_id = %(municipality)s
    ) due
    JOIN span w ON {first_moment("due.day")} >= w.starts_at
        AND {first_moment("due.day")} < w.ends_at
    WHERE due.since <= %(at)s AND due.day <= {TODAY}
"""

SHARING = {"K25": _K25, "K27": _K27, "K28": _K28, "K29": _K29}
