"""What no policy can fill in a month, even one that knows every chance and every need beforehand.

A linear programme, in two strengths. Plain: x is the share of a question to a person about a need
in a calendar week. Filled seats are at most the need's seats and at most the sum of true chances
of an answer in time; nobody is asked more than the cap allows in a calendar week, nor twice about
a need. Left out, so that the bound stays valid: randomness, fatigue and cancellations, which only
cost seats. Certified by the dual values alone (weak duality).

Sharper: whoever is asked, a need is filled by at most the yeses of all who fit it, and these are
independent; so its expected filled seats are at most E[min(seats, all their yeses)].
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from tests.bench.adapter import crowd_of, demand_of
from tests.bench.measures import CAP
from tests.bench.nature import WEEK, Nature, World, awake
from volunteers.matching.edges import Edges, eligible
from volunteers.matching.learning import answered_within
from volunteers.matching.poisson_binomial import expected_filled

KEEP, KEEP_PER_SEAT = 40, 25


@dataclass(frozen=True)
class Fluid:
    """Most filled seats as shares, certified; ``sms`` per seat of a fullest plan with few SMS."""

    plain: float
    sharper: float
    sms: float


def fluid_bound(world: World) -> Fluid:
    """Both bounds of one world."""
    edges = eligible(crowd_of(world.instance), demand_of(world.instance))
    need, person, week, chance = _variables(world, edges)
    seats = world.instance.seats.astype(float)
    pairs = len(need)
    matrix, limit = _rules(need, person, week, chance, len(seats))
    ceiling = np.concatenate((np.ones(pairs), seats))
    plain, _ = _solved(matrix, limit, ceiling, pairs, price=0.0)
    _, shares = _solved(matrix, limit, ceiling, pairs, price=1e-4)
    ceiling[pairs:] = _yeses_of_all(world, edges)
    sharper, _ = _solved(matrix, limit, ceiling, pairs, price=0.0)
    sms = float(shares[:pairs].sum() / shares[pairs:].sum())
    return Fluid(float(plain / seats.sum()), float(sharper / seats.sum()), sms)


def _yeses_of_all(world: World, edges: Edges) -> np.ndarray:
    """E[min(seats, yeses of all who fit, asked at posting)] by need."""
    nature, seats = Nature(world), world.instance.seats
    most = seats.astype(float)
    for need in range(world.instance.needs):
        pairs = edges.of(need)
        people, km = edges.person[pairs].astype(np.int64), edges.km[pairs].astype(float)
        left = float(awake(world.deadline[need]) - awake(world.posted[need]))
        chance = nature.true_chance(people, need, km) * float(answered_within(left))
        # With so many the seats are filled but for 1e-6, which is left to the bound.
        if chance.sum() < 30 + 3 * seats[need]:
            most[need] = expected_filled(chance, int(seats[need]))
    return most


def _solved(matrix, limit, ceiling, pairs: int, *, price: float) -> tuple[float, np.ndarray]:
    cost = np.concatenate((np.full(pairs, price), -np.ones(len(ceiling) - pairs)))
    box = np.column_stack((np.zeros(len(ceiling)), ceiling))
    found = linprog(cost, A_ub=matrix, b_ub=limit, bounds=box, method="highs")
    dual = np.minimum(found.ineqlin.marginals, 0.0)
    reduced = cost - matrix.T @ dual
    return float(-(limit @ dual + np.minimum(reduced, 0.0) @ ceiling)), found.x


def _rules(need, person, week, chance, needs: int):
    """The cap per person and week; once per person and need; no more seats than yeses."""
    pairs, at = len(need), np.arange(len(need))
    width = pairs + needs
    _, of_week = np.unique(person * 1000 + week, return_inverse=True)
    _, of_pair = np.unique(person * 1_000_000 + need, return_inverse=True)
    weeks, once = int(of_week.max()) + 1, int(of_pair.max()) + 1
    entries = np.concatenate((-chance, np.ones(needs)))
    rows = np.concatenate((need, np.arange(needs)))
    columns = np.concatenate((at, pairs + np.arange(needs)))
    blocks = [
        coo_array((np.ones(pairs), (of_week, at)), (weeks, width)),
        coo_array((np.ones(pairs), (of_pair, at)), (once, width)),
        coo_array((entries, (rows, columns)), (needs, width)),
    ]
    limit = np.concatenate((np.full(weeks, float(CAP)), np.ones(once), np.zeros(needs)))
    return csr_array(vstack(blocks)), limit


def _variables(world: World, edges: Edges):
    """Need, person, week and true chance in time of each variable; the likeliest of each need."""
    nature = Nature(world)
    parts = []
    for need in range(world.instance.needs):
        pairs = edges.of(need)
        people = edges.person[pairs].astype(np.int64)
        chance = nature.true_chance(people, need, edges.km[pairs].astype(float))
        best = np.argsort(-chance)[: KEEP + KEEP_PER_SEAT * int(world.instance.seats[need])]
        posted, deadline = float(world.posted[need]), float(world.deadline[need])
        for week in range(int(posted // WEEK), int(deadline // WEEK) + 1):
            begin = max(posted, week * WEEK)
            left = float(awake(deadline) - awake(begin))
            if left > 0:
                size = len(best)
                share = float(answered_within(left))
                parts.append(
                    (np.full(size, need), people[best], np.full(size, week), chance[best] * share)
                )
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))
