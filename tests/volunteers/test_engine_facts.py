"""The engine's arrays keep the rule book: same people, same chances, same distributions."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.bench import adapter, naive
from tests.bench.instances import make
from volunteers.matching import terrain
from volunteers.matching.arrays import crowd_of, demand_of
from volunteers.matching.chances import chances
from volunteers.matching.edges import eligible
from volunteers.matching.facts import ALL_WEEK, History, Need, Person, Point, Span
from volunteers.matching.obstacles import Obstacle, obstacles
from volunteers.matching.score import probability

AT = datetime(2026, 10, 20, 9, tzinfo=UTC)
LATER_RULES = {Obstacle.FATIGUE, Obstacle.UNANSWERED}
DAY = date(2026, 10, 25)

points = st.none() | st.builds(Point, st.floats(55.9, 56.3), st.floats(9.2, 9.9))
postcodes = st.sampled_from(("", "9998", "9997"))
moments = st.integers(-6, 24 * 7).map(lambda hours: AT + timedelta(hours=hours))
spans = st.builds(
    lambda at, hours: Span(at, at + timedelta(hours=hours)), moments, st.integers(1, 9)
)
persons = st.builds(
    Person,
    id=st.just(0),
    postcode=postcodes,
    postcodes=st.frozensets(st.sampled_from(("9998", "9996")), max_size=1),
    point=points,
    radius_km=st.sampled_from((3.0, 10.0, 25.0)),
    availability=st.just(ALL_WEEK) | st.integers(0, ALL_WEEK),
    skills=st.dictionaries(
        st.sampled_from("ab"), st.none() | st.just(DAY) | st.just(DAY + timedelta(days=5))
    ),
    languages=st.frozensets(st.sampled_from(("da", "ar"))),
    kinds=st.frozensets(st.sampled_from("xy")),
    age=st.none() | st.integers(15, 70),
    asks_7d=st.integers(0, 3),
    paused_until=st.none() | st.just(date(2026, 10, 21)),
    opted_out=st.sampled_from((False, False, True)),
    bookings=st.lists(spans, max_size=2).map(tuple),
    asked_slot_ids=st.frozensets(st.integers(0, 3), max_size=1),
    history=st.builds(History, asked=st.just(4), yes=st.integers(0, 3), no=st.integers(0, 3)),
)
needs = st.builds(
    lambda span, **rest: Need(starts_at=span.starts_at, ends_at=span.ends_at, **rest),
    spans,
    slot_id=st.just(0),
    seats_open=st.integers(0, 3),
    postcode=postcodes,
    point=points,
    online=st.sampled_from((False, False, True)),
    skills=st.frozensets(st.sampled_from("abc"), max_size=1),
    languages=st.frozensets(st.sampled_from(("da", "ar")), max_size=1),
    kind=st.sampled_from(("x", "z", "")),
    min_age=st.sampled_from((0, 18)),
)


@given(st.lists(persons, max_size=5), st.lists(needs, max_size=3))
@example(
    [Person(0, point=Point(56.0, 9.5))],
    [Need(0, starts_at=AT, ends_at=AT + timedelta(hours=1), seats_open=1)],
)
@settings(max_examples=100, phases=(Phase.explicit, Phase.generate))
def test_pairs_and_chances_are_those_of_the_rule_book(
    some_people: list[Person], some_needs: list[Need]
) -> None:
    people = [replace(person, id=row) for row, person in enumerate(some_people)]
    wanted = [replace(need, slot_id=row) for row, need in enumerate(some_needs)]
    crowd, demand = crowd_of(people, AT), demand_of(wanted)

    edges = eligible(crowd, demand)
    chance = chances(crowd, demand, edges)

    found = [
        (int(row), need.slot_id) for need in wanted for row in edges.person[edges.of(need.slot_id)]
    ]
    hinders = {
        (p.id, n.slot_id): set(obstacles(p, n, AT)) - LATER_RULES - {Obstacle.BEGUN}
        for n in wanted
        for p in people
    }
    assert found == [pair for pair, stands in hinders.items() if not stands]
    assert [bool(free) for free in crowd.free] == [
        not {Obstacle.FATIGUE, Obstacle.UNANSWERED, Obstacle.PAUSED, Obstacle.OPTED_OUT}
        & set(obstacles(p, Need(9, AT, AT + timedelta(hours=1), 1), AT))
        for p in people
    ]
    assert np.allclose(
        chance, [probability(people[p], wanted[n]) for p, n in found], rtol=1e-4, atol=0
    )


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("is_fast", [True, False])
def test_the_same_pairs_as_the_naive_loop(
    seed: int, is_fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terrain, "IS_FAST", is_fast and terrain.IS_FAST)
    instance = make("municipality", seed, people=0.1, seats=0.2)

    edges, chance = adapter.candidates(adapter.crowd_of(instance), adapter.demand_of(instance))

    need = np.repeat(np.arange(instance.needs), np.diff(edges.start))
    slow = naive.pairs(instance, range(instance.needs))
    assert list(zip(edges.person.tolist(), need.tolist(), strict=True)) == [p[:2] for p in slow]
    assert max(abs(chance - np.array([p[2] for p in slow]))) <= 1e-6


def test_a_search_that_forgets_the_radius_is_caught() -> None:
    """The control: everybody within the furthest reach, whatever their own."""
    instance = make("municipality", 1, people=0.1, seats=0.2)
    crowd = adapter.crowd_of(instance)
    object.__setattr__(crowd, "reach", np.full(instance.people, 25.0))

    edges, _ = adapter.candidates(crowd, adapter.demand_of(instance))

    slow = naive.pairs(instance, range(instance.needs))
    assert len(edges.person) > len(slow)


def test_half_open_bookings() -> None:
    ten = datetime(2026, 10, 21, 10, tzinfo=UTC)
    need = Need(0, ten, ten + timedelta(hours=3), 1, online=True)
    before = Person(0, bookings=(Span(ten - timedelta(hours=3), ten),))
    into = Person(1, bookings=(Span(ten - timedelta(hours=3), ten + timedelta(seconds=1)),))

    edges = eligible(crowd_of([before, into], AT), demand_of([need]))

    assert edges.person.tolist() == [0]


def test_nobody_and_nothing_stop_nothing() -> None:
    need = Need(0, AT, AT + timedelta(hours=1), 0)

    assert eligible(crowd_of([], AT), demand_of([need])).start.tolist() == [0, 0]
    assert eligible(crowd_of([Person(0)], AT), demand_of([])).start.tolist() == [0]
    assert math.isnan(crowd_of([Person(0)], AT).place[0, 0])
