"""What each indicator counts, as SQL: one row per fact, with what it adds to the figure.

The columns are the same for all, so that one query gives all figures and every split of them:
``subject_id`` the slot (K02: the task) behind the fact, ``happened_at`` what places it in a
period, ``num`` and ``den`` what it adds to the share, ``value`` what a median or a sum is taken
over, ``volunteer_id`` the person, ``beside`` the count that is shown next to the figure.

Rules of success.md: what the institution cancelled leaves the counts, what is still to come too
(``ends_at`` after the moment of looking), and a period is entered by the definition's own date.
"""

# A slot that took place, or should have.
_HELD = """
    s.municipality_id = %(municipality)s AND s.state <> 'cancelled'
    AND t.state IN ('open', 'done')
    AND s.starts_at >= %(starts_at)s AND s.starts_at < %(ends_at)s AND s.ends_at <= %(at)s
"""
_SLOT = """
    FROM institutions_slot s
    JOIN institutions_task t ON t.id = s.task_id
    JOIN institutions_institution i ON i.id = t.institution_id
"""
_SEAT = _SLOT + " JOIN volunteers_assignment a ON a.slot_id = s.id "
# A group fills seats and gives hours without names; who is brought along does too.
_GROUP = _SLOT + " JOIN volunteers_groupoffer g ON g.slot_id = s.id AND g.state = 'accepted' "

K01 = f"""
    SELECT 'K01' AS code, i.department_id, i.id AS institution_id, s.id AS subject_id,
           s.starts_at AS happened_at, NULL::bigint AS volunteer_id, 0 AS num, s.seats::int AS den, NULL::numeric AS value,
           0 AS beside
    {_SLOT} WHERE {_HELD}
    UNION ALL
    SELECT 'K01', i.department_id, i.id, s.id, s.starts_at, a.volunteer_id,
           1 + a.companions_came, 0, NULL, 0
    {_SEAT} WHERE {_HELD} AND a.state = 'attended'
    UNION ALL
    SELECT 'K01', i.department_id, i.id, s.id, s.starts_at, NULL,
           LEAST(g.came, g.seats)::int, 0, NULL, 0
    {_GROUP} WHERE {_HELD} AND g.came > 0
"""

# A task is filled when each of its slots is; it is then that its last seat was confirmed.
K02 = """
    SELECT 'K02', filled.department_id, filled.institution_id, filled.id,
           filled.published_at, NULL::bigint, 0, 0,
           CASE WHEN filled.full_up
                THEN extract(epoch FROM filled.last_at - filled.published_at) / 3600 END,
           CASE WHEN filled.full_up THEN 0 ELSE 1 END
    FROM (
        SELECT t.id, i.department_id, i.id AS institution_id, t.published_at,
               bool_and(s.filled_at IS NOT NULL AND s.filled_at <= %(at)s) AS full_up,
               max(s.filled_at) AS last_at
        FROM institutions_task t
        JOIN institutions_institution i ON i.id = t.institution_id
        JOIN institutions_slot s ON s.task_id = t.id AND s.state <> 'cancelled'
        WHERE t.municipality_id = %(municipality)s AND t.state IN ('open', 'done')
          AND t.published_at >= %(starts_at)s AND t.published_at < %(ends_at)s
          AND t.published_at <= %(at)s
        GROUP BY t.id, i.department_id, i.id, t.published_at
    ) filled
"""

# An answer proves delivery when the receipt is lost. A yes stays a yes after a withdrawal:
# the seat that was given up is still there to tell.
K04 = """
    SELECT 'K04', asked.department_id, asked.institution_id, asked.slot_id,
           asked.sent_at, asked.volunteer_id,
           CASE WHEN asked.yes THEN 1 ELSE 0 END,
           CASE WHEN asked.yes OR asked.no OR asked.delivered THEN 1 ELSE 0 END,
           NULL::numeric,
           CASE WHEN asked.yes OR asked.no OR asked.delivered THEN 0 ELSE 1 END
    FROM (
        SELECT i.department_id, i.id AS institution_id, o.slot_id, o.sent_at, o.volunteer_id,
               o.state = 'accepted' OR EXISTS (
                   SELECT 1 FROM volunteers_assignment a WHERE a.offer_id = o.id) AS yes,
               o.state = 'declined' AS no,
               EXISTS (
                   SELECT 1 FROM messaging_message m
                   WHERE m.subject_type = 'offer' AND m.subject_id = o.id
                     AND m.kind = 'tilbud' AND m.state = 'delivered') AS delivered
        FROM volunteers_offer o
        JOIN institutions_slot s ON s.id = o.slot_id AND s.state <> 'cancelled'
        JOIN institutions_task t ON t.id = s.task_id
        JOIN institutions_institution i ON i.id = t.institution_id
        WHERE o.municipality_id = %(municipality)s
          AND o.sent_at >= %(starts_at)s AND o.sent_at < %(ends_at)s AND o.sent_at <= %(at)s
          AND o.state NOT IN ('planned', 'recalled')
    ) asked
"""

K06 = f"""
    SELECT 'K06', i.department_id, i.id, s.id, s.starts_at, a.volunteer_id,
           CASE WHEN a.state = 'attended' THEN 1 ELSE 0 END, 1, NULL::numeric,
           CASE WHEN a.state = 'confirmed' THEN 1 ELSE 0 END
    {_SEAT} WHERE {_HELD} AND a.state IN ('confirmed', 'attended', 'no_show')
"""

# People of a group are counted when they are named, and only where as many came: who of the
# named stayed away is not known otherwise, and nobody is guessed.
K08 = f"""
    SELECT 'K08', i.department_id, i.id, s.id, s.starts_at, a.volunteer_id, 1, 0, NULL::numeric, 0
    {_SEAT} WHERE {_HELD} AND a.state = 'attended'
    UNION ALL
    SELECT 'K08', i.department_id, i.id, s.id, s.starts_at, n.volunteer_id, 1, 0, NULL, 0
    {_GROUP} JOIN volunteers_groupname n ON n.group_id = g.id
    WHERE {_HELD}
      AND g.came >= (SELECT count(*) FROM volunteers_groupname m WHERE m.group_id = g.id)
"""  # noqa: S608

K10 = f"""
    SELECT 'K10', i.department_id, i.id, s.id, s.starts_at, a.volunteer_id, 1, 0,
           a.hours * (1 + a.companions_came), 0
    {_SEAT} WHERE {_HELD} AND a.state = 'attended'
    UNION ALL
    SELECT 'K10', i.department_id, i.id, s.id, s.starts_at, NULL, 1, 0, g.hours * g.came, 0
    {_GROUP} WHERE {_HELD} AND g.came > 0
"""

FACTS = {"K01": K01, "K02": K02, "K04": K04, "K06": K06, "K08": K08, "K10": K10}
