"""A sender's pace: many workers on many machines share so many SMS a second."""

from datetime import datetime, timedelta

from django.db import connection

from backend.accounts.models import Municipality

# Lanes reserve a turn for what they have in hand, so nobody's turn is further ahead than this.
_FURTHEST_SECONDS = 60.0
_TAKE_TURN = """
    INSERT INTO messaging_senderpace AS pace (municipality_id, free_at)
    VALUES (%(place)s, %(at)s::timestamptz + make_interval(secs => %(step)s))
    ON CONFLICT (municipality_id) DO UPDATE SET free_at = make_interval(secs => %(step)s) + CASE
        WHEN pace.free_at BETWEEN %(at)s
            AND %(at)s::timestamptz + make_interval(secs => %(furthest)s) THEN pace.free_at
        ELSE %(at)s END
    RETURNING free_at - make_interval(secs => %(step)s)
"""


def take_turn(municipality: Municipality, at: datetime) -> timedelta:
    """How long to wait before handing the SMS over; each call takes the next turn.

    Nothing to wait for where the municipality has set no pace. A turn that lies far ahead is
    left from a clock that has jumped back, and is forgotten.
    """
    if municipality.sms_per_second is None:
        return timedelta(0)
    values: dict[str, int | float | datetime] = {
        "place": municipality.pk,
        "at": at,
        "step": 1 / municipality.sms_per_second,
        "furthest": _FURTHEST_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN, values)
        (turn,) = cursor.fetchone()
    wait: timedelta = turn - at
    return wait
