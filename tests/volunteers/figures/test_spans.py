"""What a period is compared with."""

from datetime import date

import pytest

from volunteers.success.calendar import Rhythm, calendar_period
from volunteers.success.periods import Period
from volunteers.success.spans import before, year_before

QUARTER = calendar_period(Rhythm.QUARTER, 2026, 4)


@pytest.mark.parametrize(
    ("today", "first", "after"),
    [
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 8, 22)),
        (date(2026, 10, 1), date(2026, 7, 1), date(2026, 7, 2)),
        (date(2027, 1, 1), date(2026, 7, 1), date(2026, 10, 1)),
    ],
)
def test_half_a_quarter_is_held_against_half_a_quarter(
    today: date, first: date, after: date
) -> None:
    found = before(QUARTER, today)

    assert (found.first, found.after) == (first, after)


def test_mondays_meet_mondays_a_year_before() -> None:
    found = year_before(QUARTER, date(2026, 11, 22))

    assert (found.first, found.after) == (date(2025, 10, 2), date(2025, 11, 24))
    assert QUARTER.first.weekday() == found.first.weekday()


def test_a_span_of_no_calendar_has_none_before() -> None:
    with pytest.raises(ValueError, match="no period"):
        before(Period("x", "x", date(2026, 1, 2), date(2026, 1, 9)), date(2026, 1, 3))
