"""What happens when, in order: deeds that have not been done yet."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count

from backend.common.danish_dates import local, local_instant

Deed = Callable[[datetime], None]
_SATURDAY = 5


class Timeline:
    """A queue of deeds by moment; those at the same moment are done in the order they came."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._count = count()

    def push(self, at: datetime, deed: Deed) -> None:
        """Adds a deed; one whose moment has passed is done next."""
        heapq.heappush(self._deeds, (at, next(self._count), deed))

    def run(self, until: datetime) -> None:
        """Does everything up to and including ``until``; later deeds are never done."""
        while self._deeds and self._deeds[0][0] <= until:
            at, _, deed = heapq.heappop(self._deeds)
            deed(at)


def instant(day: date, clock: str) -> datetime:
    """The UTC instant of "13:30" on a Danish clock that day."""
    return local_instant(day, time.fromisoformat(clock))


def office_hours(at: datetime) -> datetime:
    """The last moment up to ``at`` at which an office is open: a weekday between 8 and 16."""
    wall = local(at)
    day = wall.date()
    if wall.hour < 8:  # noqa: PLR2004 - eight in the morning.
        day, wall = day - timedelta(days=1), wall.replace(hour=15)
    hour = min(wall.hour, 15)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return instant(day, f"{hour:02d}:{wall.minute:02d}")


def awake(at: datetime) -> datetime:
    """``at``, or half past eight the next morning when people sleep (22 to 7)."""
    wall = local(at)
    if 7 <= wall.hour < 22:  # noqa: PLR2004 - the hours of the sentence above.
        return at
    day = wall.date() if wall.hour < 12 else wall.date() + timedelta(days=1)  # noqa: PLR2004
    return instant(day, "08:30") + timedelta(minutes=wall.minute)
