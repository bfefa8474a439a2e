"""When leaders hear that the year of their checklist is running out."""

from datetime import date, timedelta

# Days before the last day of the twelve months; each is told once.
REMIND_AT = (60, 30, 7)


def reminder_due(valid_until: date, today: date) -> int | None:
    """The reminder whose turn it is: 60, 30 or 7 days before the last day; None outside them.

    A clock that stood still on the day itself gives the same reminder on the next day it runs,
    and only the most urgent one. From the day after the last day there is none: the page says it.
    """
    left = (valid_until - today).days
    passed = [days for days in REMIND_AT if left <= days]
    return min(passed) if passed and left >= 0 else None


def renewal_opens(valid_until: date) -> date:
    """The first day on which the points may be confirmed for the next twelve months."""
    return valid_until - timedelta(days=max(REMIND_AT))
