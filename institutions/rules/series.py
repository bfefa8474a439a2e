"""Which days a series falls on, and when one is so long that insurance is looked at again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.common.danish_dates import local, local_instant
from backend.common.refusals import Invalid

# A year ahead is as far as anybody can promise.
LONGEST = timedelta(days=366)
EVERY = (1, 2)
# L17: a fixed weekly rota for longer than this asks for another look at F11.
LONG_WEEKS = 8
# So many weeks may be left out for holidays without the rota being another.
_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Hours:
    """From and to on a Danish clock, wherever in the year; a night ends some days later."""

    starts: time
    ends: time
    days_later: int

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime) -> "Hours":
        """The hours of a span."""
        start, end = local(starts_at), local(ends_at)
        return cls(start.time(), end.time(), (end.date() - start.date()).days)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The span on a day in UTC; of an hour that comes twice the first is meant.

        Refuses a day on which the clock jumps over the hour.
        """
        try:
            return (
                local_instant(day, self.starts, 0),
                local_instant(day + timedelta(days=self.days_later), self.ends, 0),
            )
        except ValueError as error:
            raise Invalid("skipped_hour", str(error), {"starts": [str(error)]}) from None


def series_days(first: date, until: date, every_weeks: int) -> list[date]:
    """The same weekday from ``first`` to ``until``, both included.

    Refuses anything but every week or every second, a last day before the second one, and more
    than a year.
    """
    if every_weeks not in EVERY:
        text = "Vælg hver uge eller hver anden uge."
        raise Invalid("every_weeks", text, {"repeat": [text]})
    step = timedelta(weeks=every_weeks)
    if until < first + step:
        text = "Vælg en dato, så der er mindst to gange. Ellers vælg, at det ikke gentages."
        raise Invalid("series_too_short", text, {"until": [text]})
    if until > first + LONGEST:
        text = "Højst et år frem. Vælg en tidligere dato."
        raise Invalid("series_too_long", text, {"until": [text]})
    count = (until - first) // step + 1
    return [first + n * step for n in range(count)]


def is_long_weekly(starts: Iterable[datetime]) -> bool:
    """Whether some times are the same weekday and hour, week after week, for over eight weeks."""
    rota: dict[tuple[int, str], list[date]] = defaultdict(list)
    for instant in starts:
        clock = local(instant)
        rota[clock.weekday(), f"{clock:%H:%M}"].append(clock.date())
    return any(_is_long(sorted(days)) for days in rota.values())


def _is_long(days: list[date]) -> bool:
    weeks = (days[-1] - days[0]).days // 7 + 1
    return weeks > LONG_WEEKS and weeks <= len(days) + _LEFT_OUT
