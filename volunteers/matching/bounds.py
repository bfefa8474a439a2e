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
from scipy.special import pdtr

from volunteers.matching.bound_programme import Worths, likeliest_chances, worths_of
from volunteers.matching.compiled import compiled
from volunteers.matching.market import Floats, Ints, Market

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
        worths, words = worths_of(market, weight, part.solved)
        mine = np.searchsorted(part.solved, part.kept)
        for whole, piece in zip(_columns(found), _columns(worths), strict=True):
            whole[part.kept] = piece[mine]
        status.add(words)
    proven = certified(market, weight, found)
    return Bound("scipy linprog (HiGHS)", "; ".join(sorted(status)), max(len(parts), 1), proven)


def certified(market: Market, weight: Floats, worths: Worths) -> float:
    """The bound that these worths prove; any that are not negative prove one."""
    need = np.repeat(np.arange(market.needs), np.diff(market.start))
    pairs = worths.mu[need] * market.chance - worths.theta[need] * np.log1p(-market.chance)
    best = np.zeros(len(market.price))
    np.maximum.at(best, market.person, pairs - market.price[market.person])
    seats = np.diff(market.offset)
    loads = np.bincount(need, -np.log1p(-market.chance), market.needs)
    most = np.asarray(loads, dtype=np.float64)
    by_theta = _dearest_poisson(seats, most, weight * (1 - worths.share), worths.theta)
    by_mu = 0.0
    for s in range(market.needs):
        carried = float(weight[s] * worths.share[s])
        chance = likeliest_chances(market, s)
        others = int(market.start[s + 1] - market.start[s]) - len(chance)
        by_mu += _dearest_likeliest(chance, others, int(seats[s]), carried, float(worths.mu[s]))
    return float(best.sum() + by_theta.sum() + by_mu)


def _columns(worths: Worths) -> tuple[Floats, Floats, Floats]:
    return worths.mu, worths.theta, worths.share


@compiled
def _dearest_likeliest(
    chance: Floats, others: int, seats: int, weight: float, worth: float
) -> float:
    """Most of weight U(mu) - worth mu; with so many others beyond, U is taken as all seats."""
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
    if not others:
        return best
    past = weight * seats - worth * float(chance.sum())
    return max(best, past)


def _dearest_poisson(seats: Ints, most: Floats, weight: Floats, worth: Floats) -> Floats:
    """Most of weight V(theta) - worth theta up to ``most``, by halving: V' = P(X < seats) falls."""
    low, high = np.zeros(len(seats)), np.array(most)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rises = weight * pdtr(seats - 1, middle) > worth
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    filled = low * np.where(seats > 1, pdtr(seats - 2, low), 0.0)
    filled += seats * (1.0 - pdtr(seats - 1, low))
    return np.where(seats > 0, np.maximum(weight * filled - worth * low, 0.0), 0.0)
