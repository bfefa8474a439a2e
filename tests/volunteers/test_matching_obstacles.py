"""The matching core: what hinders a question, and the parts of a week."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.danish_dates import COPENHAGEN, local_instant
from volunteers.matching.facts import (
    ALL_WEEK,
    Need,
    Person,
    Point,
    Span,
    cells,
    distance_km,
    week_cell,
)
from volunteers.matching.obstacles import (
    NOTE_WORDS,
    OBSTACLE_WORDS,
    Note,
    Obstacle,
    notes,
    obstacles,
)

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NEED = Need(
    slot_id=7,
    starts_at=local_instant(DAY, time(13, 30)),
    ends_at=local_instant(DAY, time(16)),
    seats_open=2,
    postcode="9998",
    kind="følgeskab",
)
KAREN = Person(id=1, postcode="9998", kinds=frozenset({"følgeskab"}))
TOWN = Point(56.17, 9.55)


def span(start: str, end: str) -> Span:
    return Span(*(local_instant(DAY, time.fromisoformat(text)) for text in (start, end)))


def naive_clash(one: Span, other: Span) -> bool:
    """Closed intervals: the usual mistake."""
    return one.starts_at <= other.ends_at and other.starts_at <= one.ends_at


def test_a_person_with_nothing_in_the_way_may_be_asked() -> None:
    assert obstacles(KAREN, NEED, AT) == ()


@pytest.mark.parametrize(
    ("person", "need", "expected"),
    [
        ({"opted_out": True}, {}, Obstacle.OPTED_OUT),
        ({"paused_until": date(2026, 11, 21)}, {}, Obstacle.PAUSED),
        ({}, {"starts_at": AT}, Obstacle.BEGUN),
        ({"asked_slot_ids": frozenset({7})}, {}, Obstacle.ALREADY_ASKED),
        ({"bookings": (span("15:59", "18:00"),)}, {}, Obstacle.TIME_CLASH),
        ({"availability": ALL_WEEK & ~week_cell(1, 2)}, {}, Obstacle.AVAILABILITY),
        ({"availability": 0}, {}, Obstacle.AVAILABILITY),
        ({"postcode": "9997"}, {}, Obstacle.AREA),
        ({"age": 14}, {"min_age": 15}, Obstacle.AGE),
        ({"age": 17}, {"min_age": 18}, Obstacle.AGE),
        ({"age": None}, {"min_age": 21}, Obstacle.AGE),
        ({}, {"skills": frozenset({"kørekort"})}, Obstacle.SKILL),
        (
            {"skills": {"kørekort": date(2026, 11, 23)}},
            {"skills": frozenset({"kørekort"})},
            Obstacle.SKILL,
        ),
        ({}, {"languages": frozenset({"uk"})}, Obstacle.LANGUAGE),
        ({"asks_7d": 2}, {}, Obstacle.FATIGUE),
        ({"live_questions": 1}, {}, Obstacle.UNANSWERED),
    ],
)
def test_each_obstacle_alone(
    person: dict[str, Any], need: dict[str, Any], expected: Obstacle
) -> None:
    assert obstacles(replace(KAREN, **person), replace(NEED, **need), AT) == (expected,)


@pytest.mark.parametrize(
    ("person", "need"),
    [
        ({"paused_until": date(2026, 11, 20)}, {}),
        ({"asked_slot_ids": frozenset({8})}, {}),
        ({"bookings": (span("11:00", "13:30"), span("16:00", "17:00"))}, {}),
        ({"availability": week_cell(1, 2)}, {}),
        ({"postcode": "9997", "postcodes": frozenset({"9998"})}, {}),
        ({"postcode": ""}, {}),
        ({"postcode": "9997"}, {"online": True}),
        ({"age": 15}, {"min_age": 15}),
        ({"age": None}, {"min_age": 18}),
        ({"skills": {"kørekort": DAY, "x": None}}, {"skills": frozenset({"kørekort", "x"})}),
        ({"languages": frozenset({"da", "uk"})}, {"languages": frozenset({"uk"})}),
        ({"asks_7d": 1}, {}),
    ],
)
def test_just_inside_the_line_is_no_obstacle(person: dict[str, Any], need: dict[str, Any]) -> None:
    assert obstacles(replace(KAREN, **person), replace(NEED, **need), AT) == ()


def test_control_closed_intervals_would_stop_two_slots_in_a_row() -> None:
    before = span("11:00", "13:30")

    assert naive_clash(NEED.span, before)
    assert not NEED.span.overlaps(before)


def test_every_obstacle_and_note_has_words() -> None:
    assert set(OBSTACLE_WORDS) == set(Obstacle)
    assert set(NOTE_WORDS) == set(Note)


def test_all_obstacles_are_named_in_a_fixed_order() -> None:
    person = replace(KAREN, opted_out=True, asks_7d=5, age=10)

    assert obstacles(person, replace(NEED, min_age=15), AT) == (
        Obstacle.OPTED_OUT,
        Obstacle.AGE,
        Obstacle.FATIGUE,
    )


@pytest.mark.parametrize(
    ("ok_until", "expected"),
    [(None, (Note.CERTIFICATE,)), (date(2026, 11, 23), (Note.CERTIFICATE,)), (DAY, ())],
)
def test_a_certificate_hinders_the_confirmation_and_not_the_question(
    ok_until: date | None, expected: tuple[Note, ...]
) -> None:
    person, need = replace(KAREN, certificate_ok_until=ok_until), replace(NEED, child_contact=True)

    assert obstacles(person, need, AT) == ()
    assert notes(person, need) == expected
    assert notes(person, NEED) == ()


def test_radius_decides_where_both_points_are_known() -> None:
    near, far = Point(56.17, 9.60), Point(56.17, 9.80)
    person = replace(KAREN, postcode="9997", point=TOWN, radius_km=5)

    assert obstacles(person, replace(NEED, point=near), AT) == ()
    assert obstacles(person, replace(NEED, point=far), AT) == (Obstacle.AREA,)
    assert distance_km(TOWN, TOWN) == 0.0
    assert math.isclose(distance_km(Point(55, 10), Point(56, 10)), 111.2, abs_tol=0.1)


def test_parts_of_the_week_on_a_danish_clock() -> None:
    tuesday = 1
    evening_and_night = Span(
        local_instant(DAY, time(17)), local_instant(DAY + timedelta(days=1), time(0))
    )

    assert cells(NEED.span) == week_cell(tuesday, 2)
    assert cells(evening_and_night) == week_cell(tuesday, 2) | week_cell(tuesday, 3)
    assert cells(span("12:00", "18:00")) == week_cell(tuesday, 2)
    assert cells(span("11:59", "18:01")) == sum(week_cell(tuesday, part) for part in (1, 2, 3))
    assert cells(Span(NEED.starts_at, NEED.starts_at + timedelta(days=8))) == ALL_WEEK


@given(st.integers(0, 24 * 14), st.integers(1, 24 * 8))
def test_parts_of_the_week_agree_with_counting_each_quarter(start: int, hours: int) -> None:
    """Over both changes of the clock: begins two weeks around the one in October."""
    begins = datetime(2026, 10, 18, tzinfo=UTC) + timedelta(hours=start)
    ends = begins + timedelta(hours=hours)
    moments = [begins + timedelta(minutes=15 * step) for step in range(hours * 4)]
    expected = 0
    for moment in moments:
        clock = moment.astimezone(COPENHAGEN)
        expected |= week_cell(clock.weekday(), clock.hour // 6)

    assert cells(Span(begins, ends)) == expected
