"""The periods that can be closed: whole quarters, half-years and years on a Danish calendar."""

import re
from datetime import date, timedelta
from enum import StrEnum

from volunteers.success.periods import Period

_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?P<letter>[kh])(?P<number>[1-4]))?", re.ASCII)
_MONTHS = 12


class Rhythm(StrEnum):
    """How long a period is, and how often a criterion is looked at."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


RHYTHM_WORDS = {
    Rhythm.QUARTER: "Hvert kvartal",
    Rhythm.HALF_YEAR: "Hvert halvår",
    Rhythm.YEAR: "Hvert år",
}
_PARTS = {Rhythm.QUARTER: 4, Rhythm.HALF_YEAR: 2, Rhythm.YEAR: 1}
_LETTERS = {"k": Rhythm.QUARTER, "h": Rhythm.HALF_YEAR, None: Rhythm.YEAR}


def calendar_period(rhythm: Rhythm, year: int, number: int = 1) -> Period:
    """ "2026-k3", "2026-h2" or "2026". ValueError for a fifth quarter or a third half-year."""
    if not 1 <= number <= _PARTS[rhythm]:
        raise ValueError(f"There is no {rhythm} {number}.")
    months = _MONTHS // _PARTS[rhythm]
    code, name = _names(rhythm, year, number)
    return Period(code, name, _month(year, months * (number - 1)), _month(year, months * number))


def written_period(code: str) -> Period | None:
    """The period with this code; None for what is not the code of one."""
    found = _WRITTEN.fullmatch(code)
    if found is None:
        return None
    rhythm = _LETTERS[found["letter"]]
    number = int(found["number"] or 1)
    return calendar_period(rhythm, int(found["year"]), number) if number <= _PARTS[rhythm] else None


def rhythm_of(first: date, after: date) -> Rhythm | None:
    """What sort of period the days are; None when they are no whole period of the calendar."""
    return next((one for one in Rhythm if _same(period_around(one, first), first, after)), None)


def dated_period(first: date, after: date) -> Period:
    """The period of these days. ValueError when they are no whole one."""
    rhythm = rhythm_of(first, after)
    if rhythm is None:
        raise ValueError(f"{first} to {after} is no whole period.")
    return period_around(rhythm, first)


def period_around(rhythm: Rhythm, day: date) -> Period:
    """The period of this length that the day is in."""
    return calendar_period(rhythm, day.year, (day.month - 1) * _PARTS[rhythm] // _MONTHS + 1)


def period_before(period: Period) -> Period:
    """The one of the same length that ends where this begins. ValueError for no whole period."""
    rhythm = rhythm_of(period.first, period.after)
    if rhythm is None:
        raise ValueError(f"{period.code} is no whole period.")
    return period_around(rhythm, period.first - timedelta(days=1))


def ended_periods(today: date, *, years: int = 2) -> list[Period]:
    """Those that are over, from the first of January ``years`` years back; the newest first.

    Of those that end the same day the shortest is first.
    """
    found = [
        calendar_period(rhythm, year, number)
        for year in range(today.year - years, today.year + 1)
        for rhythm in Rhythm
        for number in range(1, _PARTS[rhythm] + 1)
    ]
    over = [one for one in found if one.after <= today]
    return sorted(over, key=lambda one: (one.after, one.first), reverse=True)


def last_ended(rhythm: Rhythm, today: date) -> Period:
    """The newest of this length that is over."""
    return next(one for one in ended_periods(today) if rhythm_of(one.first, one.after) is rhythm)


def overlap(one: Period, other: Period) -> bool:
    """Whether the two share a day."""
    return one.first < other.after and other.first < one.after


def _month(year: int, index: int) -> date:
    return date(year + index // _MONTHS, index % _MONTHS + 1, 1)


def _same(period: Period, first: date, after: date) -> bool:
    return (period.first, period.after) == (first, after)


def _names(rhythm: Rhythm, year: int, number: int) -> tuple[str, str]:
    if rhythm is Rhythm.QUARTER:
        return f"{year}-k{number}", f"{number}. kvartal {year}"
    if rhythm is Rhythm.HALF_YEAR:
        return f"{year}-h{number}", f"{number}. halvår {year}"
    return f"{year}", f"Hele {year}"
