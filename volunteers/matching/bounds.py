"""What no choice of questions can beat: a linear programme over one tick, with a certificate.

For any choice, with s's chances sorted downwards as p_1 >= p_2 >= ...:

* E[min(r, X)] is Schur-convex in the chances (Karlin-Novikoff), so it is at most U(mu), where mu
  is the sum of the chosen chances and U runs along the likeliest ones first (bound B1).
* Bernoulli(p) <= Poisson(-log(1 - p)) in the stochastic order, so it is also at most
  E[min(r, Poisson(theta))], theta = sum of -log(1 - p).

Both are concave: tangents bound them from above, and whatever the solver returns, its dual values
alone give a bound that can be checked by one multiplication (weak duality), in ``certified``.
Needs scipy; for the audit, never for a tick.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from volunteers.matching.market import Floats, Ints, Market

TANGENTS = 40


@dataclass(frozen=True, slots=True)
class Bound:
    """``certified`` holds by weak duality in double precision, whatever the solver did."""

    solver: str
    status: str
    primal: float
    certified: float


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Lines value <= slope times load + level, per need."""

    need: Ints
    slope: Floats
    level: Floats


def bound_one_wave(market: Market, weight: Floats) -> Bound:
    """Bound B2 on ``total_gain`` of a ``one_wave`` market, each person asked at most once.

    Refuses a market with live questions, which it does not model, with ValueError.
    """
    if market.surplus or (np.diff(market.offset) > 0).sum() != market.answers.sum():
        raise ValueError("The bound is for one wave without live questions.")
    mass = _majorant_cuts(market)
    flow = _poisson_cuts(market)
    return _solve(market, weight, mass, flow)


def _majorant_cuts(market: Market) -> _Cuts:
    need, slope, level = [], [], []
    for s in range(market.needs):
        chance = -np.sort(-market.chance[market.start[s] : market.start[s + 1]])
        seats = int(market.offset[s + 1] - market.offset[s])
        rises = _open_chances(chance, seats)
        load = np.concatenate(([0.0], np.cumsum(chance)))
        value = np.concatenate(([0.0], np.cumsum(rises * chance)))
        picked = np.unique(np.geomspace(1, max(len(chance), 1), TANGENTS).astype(int)) - 1
        for at in picked[picked < len(chance)]:
            need.append(s)
            slope.append(rises[at])
            level.append(value[at] - rises[at] * load[at])
        need.append(s)
        slope.append(0.0)
        level.append(value[-1])
    return _Cuts(np.array(need, dtype=np.int64), np.array(slope), np.array(level))


def _open_chances(chance: Floats, seats: int) -> Floats:
    """P(fewer than ``seats`` of the first j - 1 say yes), for each j."""
    exactly = np.zeros(max(seats, 1))
    exactly[0] = 1.0 if seats else 0.0
    rises = np.empty(len(chance))
    for at, one in enumerate(chance):
        rises[at] = exactly.sum()
        exactly[1:] = exactly[1:] * (1 - one) + exactly[:-1] * one
        exactly[0] *= 1 - one
    return rises


def _poisson_cuts(market: Market) -> _Cuts:
    need, slope, level = [], [], []
    for s in range(market.needs):
        seats = int(market.offset[s + 1] - market.offset[s])
        for theta in np.concatenate(([0.0], np.geomspace(0.1, 4.0, TANGENTS) * max(seats, 1))):
            exactly = _poisson(theta, seats)
            value = seats - exactly @ np.arange(seats, 0, -1)
            need.append(s)
            slope.append(exactly.sum())
            level.append(value - exactly.sum() * theta)
    return _Cuts(np.array(need, dtype=np.int64), np.array(slope), np.array(level))


def _poisson(mean: float, most: int) -> Floats:
    exactly = np.full(most, np.exp(-mean))
    for count in range(1, most):
        exactly[count] = exactly[count - 1] * mean / count
    return exactly


def _solve(market: Market, weight: Floats, mass: _Cuts, flow: _Cuts) -> Bound:
    """Minimises the negative over pairs, then mu, theta and filled seats per need."""
    pairs, needs = len(market.person), market.needs
    need = np.repeat(np.arange(needs), np.diff(market.start))
    matrix = _matrix(market, need, mass, flow)
    limit = np.concatenate(
        (np.ones(len(market.price)), np.zeros(2 * needs), mass.level, flow.level)
    )
    cost = np.concatenate((market.price[market.person], np.zeros(2 * needs), -weight))
    ceiling = _ceilings(market, need)
    box = np.column_stack((np.zeros(pairs + 3 * needs), ceiling))
    found = linprog(cost, A_ub=matrix, b_ub=limit, bounds=box, method="highs")
    dual = np.minimum(found.ineqlin.marginals, 0.0)
    reduced = cost - matrix.T @ dual
    certified = -(limit @ dual + np.minimum(reduced, 0.0) @ ceiling)
    return Bound("scipy linprog (HiGHS)", str(found.message), -float(found.fun), float(certified))


def _matrix(market: Market, need: Ints, mass: _Cuts, flow: _Cuts) -> csr_array:
    """Once per person; the loads mu and theta; the lines above each need's filled seats."""
    pairs, needs, people = len(market.person), market.needs, len(market.price)
    at, each = np.arange(pairs), np.arange(needs)
    width = pairs + 3 * needs
    mu, theta, filled = (pairs + k * needs + each for k in range(3))
    blocks = [coo_array((np.ones(pairs), (market.person, at)), (people, width))]
    for load, size in ((mu, market.chance), (theta, -np.log1p(-market.chance))):
        entries = np.concatenate((-size, np.ones(needs)))
        cells = (np.concatenate((need, each)), np.concatenate((at, load)))
        blocks.append(coo_array((entries, cells), (needs, width)))
    for cuts, load in ((mass, mu), (flow, theta)):
        row = np.arange(len(cuts.need))
        entries = np.concatenate((np.ones(len(row)), -cuts.slope))
        cells = (np.tile(row, 2), np.concatenate((filled[cuts.need], load[cuts.need])))
        blocks.append(coo_array((entries, cells), (len(row), width)))
    return csr_array(vstack(blocks))


def _ceilings(market: Market, need: Ints) -> Floats:
    """What no variable exceeds; makes every dual vector a certificate."""
    needs = market.needs
    mu = np.bincount(need, market.chance, needs)
    theta = np.bincount(need, -np.log1p(-market.chance), needs)
    return np.concatenate((np.ones(len(need)), mu, theta, np.diff(market.offset).astype(float)))
