"""Quiet hours on a Danish wall clock, the two odd nights included."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.messaging.quiet import COPENHAGEN, is_quiet, next_allowed

EVENING, MORNING = time(20, 0), time(8, 0)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (local(2026, 11, 24, 19, 59), local(2026, 11, 24, 19, 59)),
        (local(2026, 11, 24, 20, 0), local(2026, 11, 25, 8, 0)),
        (local(2026, 11, 25, 3, 0), local(2026, 11, 25, 8, 0)),
        (local(2026, 11, 25, 8, 0), local(2026, 11, 25, 8, 0)),
    ],
)
def test_a_question_waits_for_the_morning(at: datetime, wanted: datetime) -> None:
    assert next_allowed(at, EVENING, MORNING) == wanted


def test_the_october_night_lasts_an_hour_longer() -> None:
    at = local(2026, 10, 24, 22, 0)

    waited = next_allowed(at, EVENING, MORNING).astimezone(UTC) - at.astimezone(UTC)

    assert waited == timedelta(hours=11)


def test_the_march_night_lasts_an_hour_less() -> None:
    at = local(2027, 3, 27, 22, 0)

    waited = next_allowed(at, EVENING, MORNING).astimezone(UTC) - at.astimezone(UTC)

    assert waited == timedelta(hours=9)


def test_an_end_inside_the_hour_that_march_leaves_out() -> None:
    at = local(2027, 3, 28, 1, 0)

    assert next_allowed(at, EVENING, time(2, 30)) == local(2027, 3, 28, 3, 30)


def test_equal_times_mean_no_quiet_hours() -> None:
    at = local(2026, 11, 24, 3, 0)

    assert next_allowed(at, time(8, 0), time(8, 0)) == at


@given(
    at=st.integers(1_735_689_600, 2_082_758_400).map(
        lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)
    ),
    quiet_from=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    quiet_until=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_the_moment_is_never_quiet_never_earlier_never_more_than_25_hours_away(
    at: datetime, quiet_from: time, quiet_until: time
) -> None:
    allowed = next_allowed(at, quiet_from, quiet_until)

    assert not is_quiet(allowed, quiet_from, quiet_until)
    assert timedelta(0) <= allowed - at <= timedelta(hours=25)


def test_control_adding_hours_instead_of_reading_the_wall_is_wrong_in_october() -> None:
    def naive(at: datetime) -> datetime:
        return (at.astimezone(UTC) + timedelta(hours=10)).astimezone(COPENHAGEN)

    at = local(2026, 10, 24, 22, 0)

    assert is_quiet(naive(at), EVENING, MORNING)
