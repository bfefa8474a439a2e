"""Quiet hours: when a question may knock on somebody's door."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
UTC = ZoneInfo("UTC")


def is_quiet(at: datetime, quiet_from: time, quiet_until: time) -> bool:
    """Whether the clock on a Danish wall stands in the quiet hours at ``at`` (aware).

    ``quiet_from`` is inside, ``quiet_until`` outside. Equal times mean no quiet hours.
    """
    wall = at.astimezone(COPENHAGEN).time()
    if quiet_from <= quiet_until:
        return quiet_from <= wall < quiet_until
    return wall >= quiet_from or wall < quiet_until


def next_allowed(at: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """``at`` itself outside the quiet hours, else the first moment after them, in UTC.

    Wall-clock time in Copenhagen: on the two nights when the clock changes, the wait is an hour
    shorter or longer. A ``quiet_until`` that the clock jumps over means the moment it landed on.
    """
    if not is_quiet(at, quiet_from, quiet_until):
        return at
    today = at.astimezone(COPENHAGEN).date()
    ends = [
        datetime.combine(day, quiet_until, COPENHAGEN).replace(fold=fold).astimezone(UTC)
        for day in (today, today + timedelta(days=1))
        for fold in (0, 1)
    ]
    return min(end for end in ends if end >= at and not is_quiet(end, quiet_from, quiet_until))
