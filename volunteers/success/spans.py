"""The spans that a period is compared with: the one before, and the same a year ago."""

from datetime import date, timedelta

from volunteers.success.calendar import period_around, rhythm_of
from volunteers.success.periods import Period

# A whole number of weeks, so that Mondays meet Mondays.
YEAR_IN_WEEKS = timedelta(weeks=52)


def before(period: Period, today: date) -> Period:
    """The period before; of a period that is not over, as many days of it as have passed.

    So that half a quarter's hours are not measured against a whole one's.
    """
    rhythm = rhythm_of(period.first, period.after)
    if rhythm is None:
        raise ValueError(f"{period.code} is no period of the calendar.")
    earlier = period_around(rhythm, period.first - timedelta(days=1))
    if today >= period.after:
        return earlier
    passed = max(today - period.first, timedelta(days=1))
    after = min(earlier.first + passed, earlier.after)
    return Period(earlier.code, f"samme tid i {_lower(earlier.name)}", earlier.first, after)


def year_before(period: Period, today: date) -> Period:
    """The same weeks a year ago, as many of them as have passed: this year's are not all here."""
    after = min(period.after, max(today, period.first) + timedelta(days=1))
    return Period(
        f"{period.code}-foer",
        f"{period.name}, et år før",
        period.first - YEAR_IN_WEEKS,
        after - YEAR_IN_WEEKS,
    )


def _lower(name: str) -> str:
    """ "Hele 2026" inside a sentence."""
    return name[0].lower() + name[1:]
