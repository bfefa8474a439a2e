"""The engine: known answers, brute force, the bound, an independent judge, and no numba."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from tests.bench import adapter, checker
from tests.bench.instances import make
from volunteers.matching.ascent import best_choice
from volunteers.matching.market import Market, one_wave, total_gain
from volunteers.matching.poisson_binomial import below, expected_filled, expected_surplus

PRICE = 0.02


def single(chances: list[float], seats: int = 1) -> Market:
    count = len(chances)
    return one_wave(
        start=np.array([0, count]),
        person=np.arange(count),
        chance=np.array(chances),
        price=np.full(count, PRICE),
        seats=np.array([seats]),
        weight=np.ones(1),
    )


def small(seed: int) -> Market:
    """Seven people, three needs of one to three seats, two pairs in three."""
    draw = np.random.default_rng(seed)
    fits = draw.random((3, 7)) < 2 / 3
    return one_wave(
        start=np.concatenate(([0], np.cumsum(fits.sum(axis=1)))),
        person=np.nonzero(fits)[1],
        chance=draw.uniform(0.05, 0.9, fits.sum()),
        price=np.full(7, PRICE),
        seats=draw.integers(1, 4, 3),
        weight=draw.choice((1.0, 1.5), 3),
    )


def best_of_all(market: Market) -> float:
    options = [[-1, *np.flatnonzero(market.person == person)] for person in range(7)]
    return max(
        total_gain(market, np.array([pair for pair in pairs if pair >= 0], dtype=np.int64))
        for pairs in itertools.product(*options)
    )


def test_distributions_with_known_answers() -> None:
    assert expected_filled([0.5, 0.5, 0.5], 2) == pytest.approx(1.375)
    assert expected_filled([0.2, 0.4, 0.6, 0.8], 3) == pytest.approx(1.9616)
    assert expected_surplus([0.5, 0.5, 0.5], 2) == pytest.approx(0.125)
    assert below([0.5, 0.25], 3) == pytest.approx([0.375, 0.5, 0.125])
    assert below([0.5], 0).tolist() == []
    assert expected_filled([0.5], 0) == 0.0


def test_ticks_with_known_answers() -> None:
    both, one = single([0.5, 0.4]), single([0.9, 0.15, 0.15])

    assert best_choice(both).tolist() == [0, 1]
    assert total_gain(both, best_choice(both)) == pytest.approx(0.66)
    assert best_choice(one).tolist() == [0]
    assert total_gain(one, best_choice(one)) == pytest.approx(0.88)
    assert best_choice(single([0.9, 0.8], seats=0)).tolist() == []


def test_close_to_the_best_of_all_choices() -> None:
    ratios = []
    for seed in range(8):
        market = small(seed)
        ratios.append(total_gain(market, best_choice(market)) / best_of_all(market))

    assert np.mean(ratios) >= 0.995
    assert max(ratios) <= 1 + 1e-9


def test_no_choice_beats_the_bound() -> None:
    pytest.importorskip("scipy", reason="the audit bound needs scipy (make bench installs it)")
    from volunteers.matching.bounds import bound_one_wave

    for seed in range(2):
        market = small(seed)
        weight = market.worth[market.offset[:-1]]
        bound = bound_one_wave(market, weight)
        assert best_of_all(market) <= bound.certified + 1e-9
        assert bound.certified <= 1.1 * best_of_all(market)


def test_any_worths_prove_a_bound_and_a_market_may_be_solved_in_parts() -> None:
    pytest.importorskip("scipy", reason="the audit bound needs scipy (make bench installs it)")
    from volunteers.matching.bounds import Part, Worths, bound_one_wave, certified

    market, draw = small(3), np.random.default_rng(1)
    weight, best = market.worth[market.offset[:-1]], best_of_all(small(3))
    parts = [Part(np.array([0, 1, 2]), np.array([0])), Part(np.array([1, 2]), np.array([1, 2]))]

    drawn = [Worths(draw.random(3), draw.random(3), draw.random(3)) for _ in range(20)]

    assert min(certified(market, weight, worths) for worths in drawn) >= best - 1e-9
    whole, split = bound_one_wave(market, weight), bound_one_wave(market, weight, parts)
    assert best - 1e-9 <= whole.certified <= split.certified + 1e-9


@pytest.mark.parametrize("seed", [3, 4])
def test_an_independent_judge_agrees(seed: int) -> None:
    instance = make("municipality", seed, people=0.2, seats=0.2)
    demand = adapter.demand_of(instance)
    edges, chance = adapter.candidates(adapter.crowd_of(instance), demand)
    market, _ = adapter.market_of(instance, demand, edges, chance, PRICE)

    chosen = best_choice(market)

    people = market.person[chosen].tolist()
    needs = (np.searchsorted(market.start, chosen, side="right") - 1).tolist()
    exact = checker.objective(instance, people, needs, PRICE)
    mean, error = checker.drawn_objective(instance, people, needs, PRICE, draws=2000, seed=seed)
    assert checker.faults(instance, people, needs) == []
    assert total_gain(market, chosen) == pytest.approx(exact, abs=1e-5)
    assert abs(mean - exact) <= 4 * error


def test_the_judge_sees_what_is_wrong() -> None:
    """The control: everybody asked for the first need."""
    instance = make("municipality", 3, people=0.01, seats=0.02)
    everybody = list(range(instance.people))

    assert checker.faults(instance, everybody, [0] * instance.people) != []
    assert checker.faults(instance, [0, 0], [0, 0])[:2] == [
        "a person is asked more than once in one tick",
        "a person is asked twice for the same need",
    ]


def test_live_questions_are_counted_and_surplus_is_priced() -> None:
    market = single([0.5, 0.4])
    object.__setattr__(market, "answers", np.array([0.1]))
    object.__setattr__(market, "surplus", 0.6)

    assert best_choice(market).tolist() == []
    assert total_gain(market, np.array([0])) == pytest.approx(0.1 * 0.5 - 0.9 * 0.5 * 0.6 - PRICE)


def test_the_same_answer_without_numba() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np\n"
        "from tests.bench import adapter\n"
        "from tests.bench.instances import make\n"
        "from volunteers.matching import compiled\n"
        "from volunteers.matching.ascent import best_choice\n"
        "assert not compiled.IS_FAST\n"
        "i = make('municipality', 5, people=0.2, seats=0.2); d = adapter.demand_of(i)\n"
        "e, p = adapter.candidates(adapter.crowd_of(i), d)\n"
        "m, _ = adapter.market_of(i, d, e, p, 0.02)\n"
        "print(best_choice(m).tolist())\n"
    )
    instance = make("municipality", 5, people=0.2, seats=0.2)
    demand = adapter.demand_of(instance)
    edges, chance = adapter.candidates(adapter.crowd_of(instance), demand)
    market, _ = adapter.market_of(instance, demand, edges, chance, PRICE)

    plain = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert plain.stdout.strip() == str(best_choice(market).tolist())
