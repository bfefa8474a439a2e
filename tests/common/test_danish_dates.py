"""Dates and times as Danes write and read them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common import danish_dates as dates

DAY = date(2026, 11, 24)
CHANGE_TO_WINTER = date(2026, 10, 25)
CHANGE_TO_SUMMER = date(2026, 3, 29)


@pytest.mark.parametrize(
    "text", ["24-11-2026", "24/11/2026", "24.11.2026", "2026-11-24", " 24-11-2026 "]
)
def test_dates_are_read_as_danes_write_them(text: str) -> None:
    assert dates.parse_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["24/11", "24-11-26", "24/11-2026", "31-02-2026", "11/24/2026", "", "i morgen"]
)
def test_other_dates_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv datoen som dag-måned-år, for eksempel 24-11-2026"):
        dates.parse_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13.30", time(13, 30)),
        ("13:30", time(13, 30)),
        ("1330", time(13, 30)),
        ("13", time(13)),
        ("9", time(9)),
        ("930", time(9, 30)),
        ("kl. 9.05", time(9, 5)),
        ("00:00", time(0)),
    ],
)
def test_times_are_read_as_danes_write_them(text: str, expected: time) -> None:
    assert dates.parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "24", "13.60", "25:00", "13,30", "1 30", "middag", "12345"])
def test_other_times_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv klokkeslættet som timer og minutter"):
        dates.parse_time(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_shown_date_is_read_back(day: date) -> None:
    assert dates.parse_date(dates.show_date(day)) == day
    assert dates.parse_date(day.isoformat()) == day


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_shown_time_is_read_back(at: time) -> None:
    assert dates.parse_time(dates.show_time(at)) == at


def test_winter_and_summer_instants() -> None:
    winter = dates.local_instant(DAY, time(13, 30))
    summer = dates.local_instant(date(2026, 7, 1), time(13, 30))

    assert winter == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    assert summer == datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
    assert winter.tzinfo is UTC


def test_a_start_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Klokken 02:30 findes ikke søndag den 29\. marts 2026"):
        dates.local_instant(CHANGE_TO_SUMMER, time(2, 30))
    assert dates.local_instant(CHANGE_TO_SUMMER, time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_doubled_hour_asks_which() -> None:
    first = dates.local_instant(CHANGE_TO_WINTER, time(2, 30), fold=0)
    second = dates.local_instant(CHANGE_TO_WINTER, time(2, 30), fold=1)

    assert (first.hour, second.hour) == (0, 1)
    assert second - first == timedelta(hours=1)
    with pytest.raises(ValueError, match="kommer to gange"):
        dates.local_instant(CHANGE_TO_WINTER, time(2, 30))


def test_only_the_hour_put_back_is_doubled() -> None:
    doubled = [hour for hour in range(24) if dates.is_doubled(CHANGE_TO_WINTER, time(hour))]

    assert doubled == [2]
    assert not dates.is_doubled(CHANGE_TO_SUMMER, time(2))


@given(st.dates(date(2020, 1, 1), date(2036, 12, 31)), st.integers(0, 95))
def test_every_instant_shows_the_time_it_was_made_from(day: date, quarter: int) -> None:
    at = time(quarter // 4, quarter % 4 * 15)
    if dates.is_skipped(day, at):
        return

    shown = dates.local(dates.local_instant(day, at, fold=0))

    assert (shown.date(), shown.time()) == (day, at)


def test_a_night_over_the_october_change_is_nine_hours() -> None:
    starts_at = dates.local_instant(date(2026, 10, 24), time(22))
    ends_at = dates.local_instant(CHANGE_TO_WINTER, time(6))

    assert dates.hours_between(starts_at, ends_at) == 9.0
    assert dates.hours_between(dates.local(starts_at), dates.local(ends_at)) == 9.0


def test_control_wall_clock_subtraction_loses_the_hour() -> None:
    starts_at = dates.local(dates.local_instant(date(2026, 10, 24), time(22)))
    ends_at = dates.local(dates.local_instant(CHANGE_TO_WINTER, time(6)))

    assert (ends_at - starts_at) / timedelta(hours=1) == 8.0


def test_days_in_words() -> None:
    assert dates.short_day(DAY) == "tir 24/11"
    assert dates.long_day(DAY) == "tirsdag den 24. november 2026"
    assert dates.iso_week(date(2026, 12, 31)) == 53


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("24-11-2026 13.30", "24-11-2026 16", "tir 24/11 kl. 13:30-16:00 (uge 48)"),
        ("24-11-2026 20", "25-11-2026 00.00", "tir 24/11 kl. 20:00-24:00 (uge 48)"),
        ("24-11-2026 22", "25-11-2026 6", "tir 24/11 kl. 22:00 til ons 25/11 kl. 06:00 (uge 48)"),
        ("31-12-2026 22", "01-01-2027 2", "tor 31/12 kl. 22:00 til fre 1/1 kl. 02:00 (uge 53)"),
    ],
)
def test_slots_in_words(start: str, end: str, expected: str) -> None:
    starts_at, ends_at = (
        dates.local_instant(dates.parse_date(text.split()[0]), dates.parse_time(text.split()[1]))
        for text in (start, end)
    )

    assert dates.slot_text(starts_at, ends_at) == expected


def test_slots_in_sms() -> None:
    starts_at = dates.local_instant(DAY, time(13, 30))
    ends_at = dates.local_instant(DAY, time(16))

    assert dates.sms_day(starts_at) == "tir 24/11"
    assert dates.sms_time(starts_at, ends_at) == "13.30-16.00"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.local(datetime(2026, 11, 24, 12))  # noqa: DTZ001
