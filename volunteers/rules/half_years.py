"""Half-years by name: how often staff are asked (K22)."""

from datetime import date

_JUNE = 6


def half_year(day: date) -> str:
    """ "2026-2" for the second half of 2026."""
    return f"{day.year}-{1 if day.month <= _JUNE else 2}"


def ends_soon(day: date) -> bool:
    """Whether it is the last month of a half-year, when the question is asked."""
    return day.month % _JUNE == 0
