"""Waking hours: the time in which questions may be sent and answers come, on a Danish clock."""

from datetime import UTC, datetime, time, timedelta

from backend.common.danish_dates import COPENHAGEN, local

FIRST, LAST = time(8), time(21)


def waking_hours(at: datetime, until: datetime, first: time = FIRST, last: time = LAST) -> float:
    """Hours between two instants that lie from ``first`` up to ``last`` in Denmark; 0 if past.

    ``first`` before ``last``, on the same day. Hours are real ones, also when the clock is moved.
    """
    total, day = timedelta(), local(at).date()
    while day <= local(until).date():
        opens = datetime.combine(day, first, COPENHAGEN).astimezone(UTC)
        closes = datetime.combine(day, last, COPENHAGEN).astimezone(UTC)
        total += max(min(closes, until) - max(opens, at), timedelta())
        day += timedelta(days=1)
    return total / timedelta(hours=1)
