"""The linear programme behind ``bounds``: what a unit of mu and of theta is worth at each need.

Tangents bound the two concave curves from above. Needs scipy.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.special import pdtr

from volunteers.matching.compiled import compiled
from volunteers.matching.market import Floats, Ints, Market

TANGENTS = 40
# The programme begins with so many of a need's likeliest and takes in who turns out to be worth
# more; the certificate looks at everybody.
KEEP, KEEP_PER_SEAT = 120, 50
_MORE_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Worths:
    """By need: what a unit of mu and of theta is worth, and how much of the weight U carries."""

    mu: Floats
    theta: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Lines value <= slope times load + level, per need."""

    need: Ints
    slope: Floats
    level: Floats


def worths_of(market: Market, weight: Floats, needs: Ints) -> tuple[Worths, str]:
    """Solved on the likeliest pairs, and again with those that turn out to be worth more."""
    rows = _likeliest(market, needs)
    worths, words = _solve(_alone(market, needs, rows), weight[needs])
    for _ in range(_MORE_ROUNDS):
        more = _overlooked(market, needs, rows, worths)
        if not len(more):
            break
        rows = np.union1d(rows, more)
        worths, words = _solve(_alone(market, needs, rows), weight[needs])
    return worths, words


def likeliest_chances(market: Market, need: int) -> Floats:
    """The chances of those the programme begins with, the likeliest first."""
    chance = -np.sort(-market.chance[market.start[need] : market.start[need + 1]])
    seats = int(market.offset[need + 1] - market.offset[need])
    return chance[: KEEP + KEEP_PER_SEAT * seats]


def _likeliest(market: Market, needs: Ints) -> Ints:
    found = []
    for need in needs.tolist():
        begin, end = int(market.start[need]), int(market.start[need + 1])
        seats = int(market.offset[need + 1] - market.offset[need])
        best = np.argsort(-market.chance[begin:end], kind="stable")[: KEEP + KEEP_PER_SEAT * seats]
        found.append(begin + np.sort(best))
    return np.concatenate(found)


def _overlooked(market: Market, needs: Ints, rows: Ints, worths: Worths) -> Ints:
    """Pairs that would bring more than the best one solved with of the same person."""
    pairs = [np.arange(market.start[need], market.start[need + 1]) for need in needs]
    of, every = np.repeat(np.arange(len(needs)), [len(one) for one in pairs]), np.concatenate(pairs)
    chance, person = market.chance[every], market.person[every]
    gain = worths.mu[of] * chance - worths.theta[of] * np.log1p(-chance) - market.price[person]
    solved = np.isin(every, rows, assume_unique=True)
    best = np.zeros(len(market.price))
    np.maximum.at(best, person[solved], gain[solved])
    return np.asarray(every[~solved & (gain > best[person] + 1e-6)], dtype=np.int64)


def _alone(market: Market, needs: Ints, rows: Ints) -> Market:
    """These needs with these pairs, and the people in them."""
    people, person = np.unique(market.person[rows], return_inverse=True)
    return Market(
        start=np.append(np.searchsorted(rows, market.start[needs]), len(rows)),
        person=person,
        chance=market.chance[rows],
        price=market.price[people],
        offset=np.concatenate(([0], np.cumsum(np.diff(market.offset)[needs]))),
        worth=np.empty(0),
        answers=np.empty(0),
    )


def _solve(market: Market, weight: Floats) -> tuple[Worths, str]:
    """Minimises the negative over pairs, then mu, theta and filled seats per need."""
    mass, flow = _majorant_cuts(market), _poisson_cuts(market)
    pairs, needs, people = len(market.person), market.needs, len(market.price)
    need = np.repeat(np.arange(needs), np.diff(market.start))
    limit = np.concatenate((np.ones(people), np.zeros(2 * needs), mass.level, flow.level))
    cost = np.concatenate((market.price[market.person], np.zeros(2 * needs), -weight))
    # None of the first three ceilings cuts anything off; with them the solver is much faster.
    most_mu = np.bincount(need, market.chance, needs)
    most_theta = np.bincount(need, -np.log1p(-market.chance), needs)
    ceiling = np.concatenate((np.ones(pairs), most_mu, most_theta, np.diff(market.offset)))
    box = np.column_stack((np.zeros(pairs + 3 * needs), ceiling))
    matrix = _matrix(market, need, mass, flow)
    found = linprog(cost, A_ub=matrix, b_ub=limit, bounds=box, method="highs")
    dual = -np.minimum(found.ineqlin.marginals, 0.0)
    mu, theta, lines = np.split(dual[people:], (needs, 2 * needs))
    by_mass = np.bincount(mass.need, lines[: len(mass.need)], needs)
    return Worths(mu, theta, np.clip(by_mass / weight, 0.0, 1.0)), str(found.message)


def _majorant_cuts(market: Market) -> _Cuts:
    need, slope, level = [], [], []
    for s in range(market.needs):
        chance = likeliest_chances(market, s)
        rises = _open_chances(chance, int(market.offset[s + 1] - market.offset[s]))
        load = np.concatenate(([0.0], np.cumsum(chance)))
        value = np.concatenate(([0.0], np.cumsum(rises * chance)))
        picked = np.unique(np.geomspace(1, max(len(chance), 1), TANGENTS).astype(int)) - 1
        for at in picked[picked < len(chance)]:
            need.append(s)
            slope.append(rises[at])
            level.append(value[at] - rises[at] * load[at])
    return _Cuts(np.array(need, dtype=np.int64), np.array(slope), np.array(level))


@compiled
def _open_chances(chance: Floats, seats: int) -> Floats:
    """P(fewer than ``seats`` of the first j - 1 say yes), for each j."""
    exactly = np.zeros(seats + 1)
    exactly[0] = 1.0
    rises = np.empty(len(chance))
    for at, one in enumerate(chance):
        rises[at] = exactly[:seats].sum()
        for x in range(seats - 1, 0, -1):
            exactly[x] = exactly[x] * (1.0 - one) + exactly[x - 1] * one
        exactly[0] *= 1.0 - one
    return rises


def _poisson_cuts(market: Market) -> _Cuts:
    seats = np.diff(market.offset)
    need = np.repeat(np.arange(market.needs), TANGENTS + 1)
    steps = np.concatenate(([0.0], np.geomspace(0.1, 4.0, TANGENTS)))
    most, theta = seats[need], np.tile(steps, market.needs) * np.maximum(seats[need], 1)
    slope = np.where(most > 0, pdtr(most - 1, theta), 0.0)
    value = theta * np.where(most > 1, pdtr(most - 2, theta), 0.0) + most * (1.0 - slope)
    return _Cuts(need, slope, np.where(most > 0, value - slope * theta, 0.0))


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
