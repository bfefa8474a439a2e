"""The matching core: scores with reasons, the order, and what would let more people fit."""

import itertools
import math
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.common.danish_dates import local_instant
from volunteers.matching.facts import History, Need, Person, Point
from volunteers.matching.obstacles import Obstacle
from volunteers.matching.poisson_binomial import chance_of_filling
from volunteers.matching.ranking import blocked_by, one_away, rank
from volunteers.matching.score import PRIOR_MEAN, probability, score

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


def test_reasons_are_read_by_a_leader() -> None:
    person = replace(
        KAREN,
        point=TOWN,
        last_asked_on=date(2026, 10, 21),
        history=History(asked=6, yes=4, no=1, silent=1, attended=4),
    )

    assert score(person, replace(NEED, point=Point(56.17, 9.582)), AT).reasons == (
        "bor 2 km væk",
        "har ønsket den slags opgaver",
        "er ikke spurgt i 30 dage",
        "mødte frem 4 gange",
        "siger ofte ja",
    )
    assert score(Person(id=2, postcode="9998"), NEED, AT).reasons == (
        "bor i 9998",
        "er ikke spurgt før",
    )


def test_willingness_is_shrunk_towards_the_mean_of_all() -> None:
    def willing(yes: int, no: int) -> float:
        history = History(asked=yes + no, yes=yes, no=no)
        online = replace(NEED, online=True, kind="")
        base = probability(Person(id=1), online) / PRIOR_MEAN
        return probability(Person(id=1, history=history), online) / base

    assert math.isclose(willing(0, 0), PRIOR_MEAN)
    assert willing(0, 1) < PRIOR_MEAN < willing(1, 0)
    assert willing(0, 30) < 0.1 < willing(5, 25) < willing(20, 10)


def test_known_factors_move_the_chance_the_right_way() -> None:
    base = probability(KAREN, NEED)

    assert probability(replace(KAREN, kinds=frozenset({"andet"})), NEED) < base
    assert probability(replace(KAREN, asks_7d=2), NEED) < base
    assert probability(replace(KAREN, postcode="9997"), NEED) < base
    assert probability(replace(KAREN, history=History(yes=500)), NEED) <= 0.9


PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 10**6),
        postcode=st.sampled_from(["9998", "9997", ""]),
        kinds=st.sampled_from([frozenset(), frozenset({"følgeskab"})]),
        asks_7d=st.integers(0, 3),
        asks_28d=st.integers(0, 6),
        opted_out=st.booleans(),
        history=st.builds(History, yes=st.integers(0, 5), no=st.integers(0, 5)),
    ),
    max_size=25,
    unique_by=lambda person: person.id,
)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_same_people_in_any_order_rank_the_same(people: list[Person], chance: Any) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)

    assert rank(shuffled, NEED, AT) == rank(people, NEED, AT)


def test_control_ranking_by_score_alone_depends_on_the_order_given() -> None:
    twins = [replace(KAREN, id=2), replace(KAREN, id=1)]

    def naive(people: list[Person]) -> list[int]:
        ordered = sorted(people, key=lambda person: -score(person, NEED, AT).value)
        return [person.id for person in ordered]

    assert naive(twins) != naive(twins[::-1])
    assert [found.person_id for found in rank(twins, NEED, AT).fitting] == [1, 2]


@given(PEOPLE)
def test_everybody_either_fits_or_is_explained(people: list[Person]) -> None:
    ranking = rank(people, NEED, AT)
    fitting = {found.person_id for found in ranking.fitting}
    blocked = {person_id for person_id, _ in ranking.blocked}

    assert fitting | blocked == {person.id for person in people}
    assert fitting & blocked == set()
    assert [hinders for _, hinders in ranking.blocked if not hinders] == []


def test_a_fair_price_puts_the_less_asked_first() -> None:
    tired = replace(KAREN, id=1, asks_28d=6)
    rested = replace(KAREN, id=2)

    assert [found.person_id for found in rank([tired, rested], NEED, AT).fitting] == [2, 1]


def test_obstacles_are_counted() -> None:
    people = [replace(KAREN, id=1, opted_out=True), replace(KAREN, id=2, opted_out=True, asks_7d=9)]

    assert blocked_by(rank(people, NEED, AT)) == ((Obstacle.OPTED_OUT, 2), (Obstacle.FATIGUE, 1))


def test_what_a_leader_can_change_counts_those_whom_only_that_stops() -> None:
    evening = replace(NEED, skills=frozenset({"7"}))
    people = [
        replace(KAREN, id=1),
        replace(KAREN, id=2, asks_7d=9, live_questions=1),
        replace(KAREN, id=3, opted_out=True),
        replace(KAREN, id=4, languages=frozenset(), postcode="9997"),
        replace(KAREN, id=5, opted_out=False, skills={"7": None}),
    ]

    assert one_away(rank(people, evening, AT)) == ((Obstacle.SKILL, 2),)


def test_chance_of_filling_known_answers() -> None:
    assert chance_of_filling([0.5, 0.5], 1) == 0.75
    assert math.isclose(chance_of_filling([0.5, 0.5, 0.5], 2), 0.5)
    assert chance_of_filling([], 1) == 0.0
    assert chance_of_filling([], 0) == 1.0


@given(st.lists(st.floats(0, 0.9), max_size=8), st.integers(1, 4))
def test_chance_of_filling_agrees_with_counting_every_outcome(
    chances: list[float], seats: int
) -> None:
    total = 0.0
    for outcome in itertools.product((True, False), repeat=len(chances)):
        if sum(outcome) >= seats:
            total += math.prod(p if yes else 1 - p for p, yes in zip(chances, outcome, strict=True))

    assert math.isclose(chance_of_filling(chances, seats), total, abs_tol=1e-9)
