"""An independent judge of a tick: the hard rules and the objective, from an instance's raw fields.

Imports nothing of the engine. Distances in double precision, one pair at a time.
"""

import math
from collections import defaultdict

import numpy as np

from tests.bench.instances import BASE, DISTANCE_SCALE_KM, MOST_LIKELY, Instance


def faults(instance: Instance, people: list[int], needs: list[int]) -> list[str]:
    """Each broken rule in words; empty when all stand."""
    found = []
    if len(set(people)) != len(people):
        found.append("a person is asked more than once in one tick")
    if len(set(zip(people, needs, strict=True))) != len(people):
        found.append("a person is asked twice for the same need")
    for person, need in zip(people, needs, strict=True):
        found.extend(_broken(instance, person, need))
    return found


def objective(instance: Instance, people: list[int], needs: list[int], price: float) -> float:
    """Expected filled seats by weight, less the price of each SMS: the exact distribution."""
    total = -price * len(people)
    for need, chances in _by_need(instance, people, needs).items():
        total += float(instance.weight[need]) * _filled(chances, int(instance.seats[need]))
    return total


def drawn_objective(
    instance: Instance, people: list[int], needs: list[int], price: float, *, draws: int, seed: int
) -> tuple[float, float]:
    """The same by Monte Carlo: mean and its standard error."""
    dice = np.random.default_rng(seed)
    total = np.full(draws, -price * len(people))
    for need, chances in sorted(_by_need(instance, people, needs).items()):
        yes = (dice.random((draws, len(chances))) < np.array(chances)).sum(axis=1)
        total += instance.weight[need] * np.minimum(yes, instance.seats[need])
    return float(total.mean()), float(total.std(ddof=1) / math.sqrt(draws))


def chance(instance: Instance, person: int, need: int) -> float:
    km = math.dist(instance.person_xy[person].tolist(), instance.xy[need].tolist())
    wish = float(instance.wish[person, instance.kind[need]])
    known = float(instance.willing[person]) * BASE * wish * math.exp(-km / DISTANCE_SCALE_KM)
    return min(MOST_LIKELY, known)


def _broken(instance: Instance, person: int, need: int) -> list[str]:
    pair = f"person {person}, need {need}: "
    found = []
    if not int(instance.availability[person]) >> int(instance.cell[need]) & 1:
        found.append(pair + "cannot at that time")
    if int(instance.skills[need]) & ~int(instance.person_skills[person]):
        found.append(pair + "lacks a skill")
    if int(instance.languages[need]) & ~int(instance.person_languages[person]):
        found.append(pair + "lacks a language")
    km = math.dist(instance.person_xy[person].tolist(), instance.xy[need].tolist())
    if km > float(instance.radius[person]):
        found.append(pair + "lives too far away")
    return found


def _by_need(instance: Instance, people: list[int], needs: list[int]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    for person, need in zip(people, needs, strict=True):
        found[need].append(chance(instance, person, need))
    return found


def _filled(chances: list[float], seats: int) -> float:
    """E[min(X, seats)] over the whole distribution of X, in double precision."""
    exactly = [1.0]
    for one in chances:
        longer = [0.0] * (len(exactly) + 1)
        for yes, share in enumerate(exactly):
            longer[yes] += share * (1 - one)
            longer[yes + 1] += share * one
        exactly = longer
    return math.fsum(min(yes, seats) * share for yes, share in enumerate(exactly))
