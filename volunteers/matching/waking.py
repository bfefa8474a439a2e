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


def moment_after(at: datetime, hours: float, first: time = FIRST, last: time = LAST) -> datetime:
    """The instant so many waking hours after ``at``; the first one when ``at`` is not waking.

    The reverse of ``waking_hours``, with the same days and hours.
    """
    left, day = timedelta(hours=hours), local(at).date()
    while True:
        opens = max(datetime.combine(day, first, COPENHAGEN).astimezone(UTC), at)
        closes = datetime.combine(day, last, COPENHAGEN).astimezone(UTC)
        if opens < closes and left <= closes - opens:
            return opens + left
        left -= max(closes - opens, timedelta())
        day += timedelta(days=1)
