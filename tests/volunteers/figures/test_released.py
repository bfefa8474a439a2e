"""What is released of a closed quarter: few people hidden, and no two looks differ."""

from datetime import timedelta

from tests.cast import Cast
from tests.volunteers.figures.stage import (
    CLOSED_AT,
    FEW,
    QUARTER,
    closed_quarter,
    note,
    past_slot,
    said_yes,
    undo,
)
from volunteers.queries.indicators import measure
from volunteers.queries.success_views.empty_seats import empty_seats
from volunteers.queries.success_views.funnel import funnel
from volunteers.queries.success_views.released import released, releases
from volunteers.success.calendar import Rhythm, calendar_period

CODES = ("K01", "K06", "K08", "K10")
LATER = CLOSED_AT + timedelta(days=20)


def test_the_few_are_hidden_and_so_is_the_one_they_could_be_found_from(cast: Cast) -> None:
    closed_quarter(cast)
    live = measure(cast.municipality.pk, QUARTER, LATER, CODES)

    found = released(cast.municipality.pk, releases(cast.municipality.pk)[0], CODES)

    few = cast.elsewhere.department_id
    for code in CODES:
        whole, parts = found.measured[code].whole, found.measured[code].departments
        assert whole.value == live[code].whole.value
        assert {one.hidden for one in parts.values()} == {True}
        assert {one.hidden for one in found.measured[code].institutions.values()} == {True}
    # The control: with only the small one hidden, the other and the sum would tell it.
    hours = live["K10"]
    naive = {key: one for key, one in hours.departments.items() if one.persons >= 5}
    assert hours.whole.value is not None
    told = hours.whole.value - sum(one.value or 0 for one in naive.values())
    assert told == hours.departments[few].value == 2 * FEW


def test_two_looks_around_a_correction_are_the_same(cast: Cast) -> None:
    people, place = closed_quarter(cast), cast.municipality.pk
    forgotten = said_yes(cast.municipality.slots.earliest("starts_at"), people[-1])
    seat = people[0].assignments.earliest("pk")
    before, live_before = _looks(place)

    note(forgotten, LATER, hours=4)
    undo(seat, LATER)
    after, live_after = _looks(place)

    assert after == before
    # The control: figures counted anew tell that one person came after all for four hours,
    # and another did not for two.
    assert live_after - live_before == 2


def _looks(place: int) -> tuple[object, object]:
    shown = released(place, releases(place)[0], CODES)
    now = measure(place, QUARTER, LATER + timedelta(days=1), ("K10",))["K10"].whole.value
    moment, beside = releases(place)[0].as_of, funnel(place, QUARTER, CLOSED_AT)
    return (shown.measured, shown.fields, beside, empty_seats(place, QUARTER, moment)), now


def test_weeks_add_up_to_the_quarter_and_few_hide_in_company(cast: Cast) -> None:
    closed_quarter(cast)

    weeks = released(cast.municipality.pk, releases(cast.municipality.pk)[0], CODES)

    hidden = [one for one in weeks.measured["K06"].weeks.values() if one.hidden]
    live = measure(cast.municipality.pk, QUARTER, LATER, ("K06",))["K06"].weeks
    assert [one.persons for one in live.values() if one.persons < 5] == [FEW]
    assert len(hidden) == 2


def test_a_year_tells_no_more_than_its_quarters(cast: Cast) -> None:
    closed_quarter(cast)
    year = next(one for one in releases(cast.municipality.pk) if one.is_year)

    found = released(cast.municipality.pk, year, ("K10",))

    assert year.period == calendar_period(Rhythm.YEAR, 2026)
    assert [one.period.code for one in year.quarters] == ["2026-k3"]
    # One quarter of four: the year less the quarter would be what has not been closed.
    assert found.measured["K10"].whole.value is None
    assert found.measured["K10"].departments == {}


def test_nothing_is_released_before_it_is_closed(cast: Cast) -> None:
    past_slot(cast, cast.here, 1)

    assert releases(cast.municipality.pk) == []
