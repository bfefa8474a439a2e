"""What no choice of questions can beat: a linear programme over one tick, with a certificate.

For any choice, with a need's chances sorted downwards as p_1 >= p_2 >= ...:

* E[min(r, X)] is Schur-convex in the chances (Karlin-Novikoff), so it is at most U(mu), where mu
  is the sum of the chosen chances and U runs along the likeliest ones first.
* Bernoulli(p) <= Poisson(-log(1 - p)) in the stochastic order, so it is also at most
  V(theta) = E[min(r, Poisson(theta))], theta = sum of -log(1 - p).

The programme (bound B2) says what a unit of mu and of theta is worth at each need. Whatever the
solver did, ``certified`` turns such worths into a bound that holds by weak duality: a person can
bring no more than the best of their pairs at these worths, a need no more than U and V less what
they cost. That looks at all pairs, also those the programme left out, and it may be solved in
parts. Needs scipy; for the audit, never for a tick.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.special import pdtr

from volunteers.matching.compiled import compiled
from volunteers.matching.market import Floats, Ints, Market

TANGENTS = 40
# The programme looks at so many of a need's likeliest; the certificate at everybody.
KEEP, KEEP_PER_SEAT = 120, 50
_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Bound:
    """``certified`` holds in double precision, by weak duality, on all pairs of the market."""

    solver: str
    status: str
    parts: int
    certified: float


@dataclass(frozen=True, slots=True)
class Part:
    """Needs (rows) solved together, and those of them whose worths are kept."""

    solved: Ints
    kept: Ints


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


def bound_one_wave(market: Market, weight: Floats, parts: Sequence[Part] = ()) -> Bound:
    """Bound on ``total_gain`` of a ``one_wave`` market, each person asked at most once.

    ``parts`` split a large market; every need is kept in one. Refuses a market with live
    questions, which the bound does not model, with ValueError.
    """
    if market.surplus or (np.diff(market.offset) > 0).sum() != market.answers.sum():
        raise ValueError("The bound is for one wave without live questions.")
    everything = np.arange(market.needs)
    found = Worths(*(np.zeros(market.needs) for _ in range(3)))
    status = set()
    for part in parts or [Part(everything, everything)]:
        worths, words = _solve(_likeliest_of(market, part.solved), weight[part.solved])
        mine = np.searchsorted(part.solved, part.kept)
        for whole, piece in zip(_columns(found), _columns(worths), strict=True):
            whole[part.kept] = piece[mine]
        status.add(words)
    words = "; ".join(sorted(status))
    return Bound(
        "scipy linprog (HiGHS)", words, max(len(parts), 1), certified(market, weight, found)
    )


def certified(market: Market, weight: Floats, worths: Worths) -> float:
    """The bound that these worths prove; any that are not negative prove one."""
    need = np.repeat(np.arange(market.needs), np.diff(market.start))
    pairs = worths.mu[need] * market.chance - worths.theta[need] * np.log1p(-market.chance)
    best = np.zeros(len(market.price))
    np.maximum.at(best, market.person, pairs - market.price[market.person])
    seats = np.diff(market.offset)
    by_theta = _dearest_poisson(seats, weight * (1 - worths.share), worths.theta)
    by_mu = [
        _dearest_likeliest(_sorted(market, s), int(seats[s]), float(weight[s] * worths.share[s]),
                           float(worths.mu[s]))
        for s in range(market.needs)
    ]  # fmt: skip
    return float(best.sum() + by_theta.sum() + np.sum(by_mu))


def _columns(worths: Worths) -> tuple[Floats, Floats, Floats]:
    return worths.mu, worths.theta, worths.share


def _sorted(market: Market, need: int) -> Floats:
    """The chances of those the programme looks at, the likeliest first."""
    chance = -np.sort(-market.chance[market.start[need] : market.start[need + 1]])
    seats = int(market.offset[need + 1] - market.offset[need])
    return chance[: KEEP + KEEP_PER_SEAT * seats]


@compiled
def _dearest_likeliest(chance: Floats, seats: int, weight: float, worth: float) -> float:
    """Most of weight U(mu) - worth mu; past the last chance U is taken as all seats."""
    exactly = np.zeros(seats + 1)
    exactly[0] = 1.0
    total, best = 0.0, 0.0
    for one in chance:
        is_open = exactly[:seats].sum()
        if weight * is_open <= worth:
            return best
        total += one * (weight * is_open - worth)
        best = max(best, total)
        for x in range(seats - 1, 0, -1):
            exactly[x] = exactly[x] * (1.0 - one) + exactly[x - 1] * one
        exactly[0] *= 1.0 - one
    past = weight * seats - worth * float(chance.sum())
    return max(best, past)


def _dearest_poisson(seats: Ints, weight: Floats, worth: Floats) -> Floats:
    """Most of weight V(theta) - worth theta, by halving: V' = P(fewer than ``seats``) falls."""
    low, high = np.zeros(len(seats)), 20.0 + 10.0 * seats
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rises = weight * pdtr(seats - 1, middle) > worth
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    filled = low * np.where(seats > 1, pdtr(seats - 2, low), 0.0)
    filled += seats * (1.0 - pdtr(seats - 1, low))
    return np.where(seats > 0, np.maximum(weight * filled - worth * low, 0.0), 0.0)


def _likeliest_of(market: Market, needs: Ints) -> Market:
    """These needs alone, with the pairs the programme looks at and the people in them."""
    pairs, sizes = [], np.diff(market.offset)[needs]
    for need, seats in zip(needs.tolist(), sizes.tolist(), strict=True):
        begin, end = int(market.start[need]), int(market.start[need + 1])
        best = np.argsort(-market.chance[begin:end], kind="stable")[: KEEP + KEEP_PER_SEAT * seats]
        pairs.append(begin + np.sort(best))
    rows = np.concatenate(pairs)
    people, person = np.unique(market.person[rows], return_inverse=True)
    return Market(
        start=np.concatenate(([0], np.cumsum([len(one) for one in pairs]))),
        person=person,
        chance=market.chance[rows],
        price=market.price[people],
        offset=np.concatenate(([0], np.cumsum(sizes))),
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
    ceiling = np.concatenate((np.full(pairs + 2 * needs, np.inf), np.diff(market.offset)))
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
        chance = _sorted(market, s)
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
