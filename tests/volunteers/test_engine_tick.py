"""The tick: what a seat is worth, who is asked now, and what stops nothing."""

from datetime import UTC, datetime

import numpy as np
import pytest

from volunteers.matching.continuation import Losses, worth_today
from volunteers.matching.learning import (
    answered_within,
    faded,
    reliability,
    sampled_willingness,
    still_to_come,
    willingness,
)
from volunteers.matching.menu import with_more
from volunteers.matching.score import PRIOR_MEAN
from volunteers.matching.tick import OpenNeed, Prices, plan_tick, price_of
from volunteers.matching.waking import waking_hours

NONE = np.empty(0)
FREE = np.ones(40, dtype=bool)


def need(number: int = 0, *, seats: int = 1, hours: float = 30.0, chance: float = 0.2) -> OpenNeed:
    people = np.arange(40)
    return OpenNeed(number, seats, hours, people, np.full(40, chance) + people / 1000, NONE)


def plan(*needs: OpenNeed, free: np.ndarray = FREE, prices: Prices | None = None):
    prices = prices or Prices()
    price = price_of(np.zeros(40, dtype=np.int64), prices)
    return plan_tick(needs, free=free, price=price, prices=prices)


def test_a_seat_is_worth_all_of_itself_when_no_wave_is_left() -> None:
    assert worth_today(0.2, 0, 3, Losses()).tolist() == [1.0, 1.0, 1.0]
    assert worth_today(0.2, 5, 0, Losses()).tolist() == []


def test_a_seat_is_worth_less_today_when_there_is_time_and_the_next_yes_is_cheap() -> None:
    now = [float(worth_today(0.1, waves, 1, Losses())[0]) for waves in (0, 1, 5, 24)]
    cheap, dear = (float(worth_today(price, 5, 1, Losses())[0]) for price in (0.05, 0.5))

    assert now == sorted(now, reverse=True)
    assert cheap < dear
    assert np.diff(worth_today(0.1, 3, 25, Losses())).min() > -1e-9


def test_more_are_asked_the_closer_the_deadline() -> None:
    asked = [len(plan(need(hours=hours)).questions) for hours in (60.0, 8.0, 2.0)]

    assert asked == sorted(asked)
    assert asked[0] < asked[2]


def test_the_likeliest_are_asked_and_live_questions_count() -> None:
    alone = plan(need(hours=4.0)).questions
    with_live = plan(
        OpenNeed(0, 1, 4.0, np.arange(40), np.full(40, 0.3), np.array([0.6, 0.5]))
    ).questions

    assert [q.person for q in alone] == list(range(40 - len(alone), 40))
    assert len(with_live) < len(plan(need(hours=4.0, chance=0.3)).questions)
    assert all(q.gain > 0 for q in alone)


def test_nobody_gets_two_questions_and_nobody_blocked_gets_one() -> None:
    free = FREE.copy()
    free[20:] = False

    asked = [q.person for q in plan(need(0, hours=3.0), need(1, hours=3.0), free=free).questions]

    assert len(asked) == len(set(asked)) > 0
    assert max(asked) < 20


@pytest.mark.parametrize(
    "empty",
    [
        need(9, seats=0),
        need(9, hours=0.0),
        need(9, hours=-5.0),
        OpenNeed(9, 2, 9.0, np.empty(0, dtype=np.int64), NONE, NONE),
    ],
)
def test_needs_that_cannot_be_asked_about_stop_nobody(empty: OpenNeed) -> None:
    assert [q.need for q in plan(empty).questions] == []
    assert {q.need for q in plan(empty, need(1)).questions} == {1}
    assert plan().questions == ()


def test_fairness_is_a_price() -> None:
    prices = Prices()
    asks = np.where(np.arange(40) >= 20, 3, 0)

    tick = plan_tick(
        [need(hours=30.0, chance=0.2)], free=FREE, price=price_of(asks, prices), prices=prices
    )

    assert max(q.person for q in tick.questions) < 20


def test_a_page_shows_at_most_three_needs_and_the_chosen_one_first() -> None:
    prices = Prices(needs_per_page=3)
    tick = plan(*(need(number, seats=2, hours=3.0) for number in range(9)), prices=prices)

    pages = with_more(tick)

    assert {person: page[0] for person, page in pages.items()} == {
        q.person: q.need for q in tick.questions
    }
    assert {len(set(page)) == len(page) <= 3 for page in pages.values()} == {True}
    assert max(len(page) for page in pages.values()) > 1


def test_learning() -> None:
    nothing, much = np.zeros(1), np.array([40.0])

    assert willingness(nothing, nothing)[0] == pytest.approx(PRIOR_MEAN)
    assert willingness(much, np.array([100.0]))[0] == pytest.approx(0.395, abs=0.002)
    assert faded(np.array([0.0, 180.0])).tolist() == [1.0, 0.5]
    assert answered_within(0.5) == pytest.approx(0.5)
    assert answered_within(0.0) == pytest.approx(0.0)
    fresh, old = still_to_come(np.full(2, 0.4), np.array([0.0, 24.0]), np.full(2, 10.0))
    assert fresh == pytest.approx(0.4 * answered_within(10.0), abs=1e-6)
    assert old < 0.01
    draws = sampled_willingness(np.zeros(4000), np.zeros(4000), np.random.default_rng(1))
    assert draws.mean() == pytest.approx(PRIOR_MEAN, abs=0.01)


def test_reliability_by_tenths_raises_an_alarm_only_with_enough_questions() -> None:
    chances = [0.1] * 5000
    yes = [number % 5 == 0 for number in range(5000)]

    off, few = reliability(chances, yes), reliability(chances[:50], yes[:50])

    assert [group.questions for group in off] == [500] * 10
    assert {group.is_off for group in off} == {True}
    assert {group.is_off for group in few} == {False}
    assert reliability([], []) == ()
    with pytest.raises(ValueError, match="one answer"):
        reliability([0.1], [])


def test_waking_hours_on_the_nights_the_clock_changes() -> None:
    before = datetime(2026, 10, 24, 19, tzinfo=UTC)
    after = datetime(2026, 10, 25, 9, tzinfo=UTC)

    # 24 October 21.00 summer time to 25 October 10.00 winter time: two hours from 8.
    assert waking_hours(before, after) == 2.0
    assert waking_hours(after, before) == 0.0
    assert waking_hours(before.replace(hour=18), before) == 1.0
