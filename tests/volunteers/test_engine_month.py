"""The month simulator: no policy can peek, no rule is broken, and a careless policy is caught."""

import gc

import numpy as np
import pytest

from tests.bench.measures import gini
from tests.bench.nature import Behaviour, Nature, awake, clock, make_world
from tests.bench.policies import Ours, Outstanding
from tests.bench.simulator import Month
from tests.bench.view import NeedView, PeekingError, View
from volunteers.matching.tick import Prices


class Keeper:
    """Lets another policy ask, and keeps what it was shown."""

    def __init__(self, policy) -> None:
        self.policy, self.views = policy, []

    def ask(self, view: View):
        self.views.append(view)
        return self.policy.ask(view)


class Careless:
    """The control: asks the first ten who fit, whatever their limits, at every tick."""

    def ask(self, view: View):
        need = view.needs[0]
        people = need.people[:10].tolist()
        return people, [(need.id,)] * len(people), [0.1] * len(people)


@pytest.fixture(scope="module")
def seen() -> tuple[Month, Keeper]:
    keeper = Keeper(Ours(Prices(needs_per_page=3)))
    return Month(make_world(3, 60), keeper).run(), keeper


@pytest.mark.parametrize("name", ["willing", "world", "nature", "true_chance", "noise", "posted"])
def test_peeking_raises(seen: tuple[Month, Keeper], name: str) -> None:
    view = seen[1].views[0]

    for shown in (view, view.needs[0]):
        with pytest.raises(PeekingError):
            getattr(shown, name)
    with pytest.raises(ValueError, match="read-only"):
        view.yes[0] = 1


def test_no_way_leads_from_a_view_to_the_truth(seen: tuple[Month, Keeper]) -> None:
    month, keeper = seen
    secret = {id(month.world), id(month.nature), id(month), id(month.world.instance.willing)}

    reached, waiting = set(), [keeper.views[0]]
    while waiting:
        one = waiting.pop()
        if id(one) in reached or not isinstance(one, (View, NeedView, np.ndarray, tuple)):
            continue
        reached.add(id(one))
        waiting.extend(gc.get_referents(one))

    assert len(reached) > len(keeper.views[0].needs)
    assert not reached & secret


def test_ours_breaks_no_rule_and_fills_seats(seen: tuple[Month, Keeper]) -> None:
    month, _ = seen
    found = month.measures()

    assert sum(month.faults.values()) == 0
    assert found["above the cap"] == 0
    assert found["filled"] > 0.7


def test_a_careless_policy_is_caught() -> None:
    faults = Month(make_world(3, 20), Careless()).run().faults

    assert faults["over cap"] > 0
    assert faults["asked again or booked"] > 0


def test_the_same_person_in_the_same_mood_whoever_asks() -> None:
    world = make_world(4, 30, Behaviour())
    nature, people = Nature(world), np.array([5, 9, 5])
    km = np.ones(3)

    assert nature.true_chance(people, 2, km)[0] == nature.true_chance(people, 2, km)[2]
    assert nature.uniform(people, 2, 21).tolist() == nature.uniform(people, 2, 21).tolist()
    assert nature.uniform(people, 2, 21)[0] != nature.uniform(people, 2, 22)[0]
    runs = [Month(world, Outstanding()).run().measures() for _ in range(2)]
    for one in runs:
        del one["ms per tick"]
    assert runs[0] == runs[1]


def test_waking_hours_and_gini() -> None:
    assert awake(np.array([0.0, 8.0, 21.0, 23.0, 32.0])).tolist() == [0, 0, 13, 13, 13]
    assert clock(np.array([0.5, 13.5])).tolist() == [8.5, 32.5]
    assert gini(np.array([1, 1, 1])) == 0.0
    assert gini(np.array([0, 0, 4])) == pytest.approx(2 / 3)
