"""What an open seat is still worth when the next waves are used well: W_k and its differences.

W_k(rho) is the value of rho open seats with k waves left before the deadline when a further yes
costs ``price`` in questions. It follows by backward induction over the number X of yeses that a
wave of expected size mu brings, X ~ Poisson(mu):

    W_k(rho) = max_mu E[min(X, rho) - surplus (X - rho)+ + W_{k-1}(rho - X) - hold (rho - X)+]
               - price mu,     W_0 = 0

The worth of filling one more seat today is 1 - (W_k(rho) - W_k(rho - 1)): little when tomorrow
fills it cheaply, all of it when no wave is left.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_WAVES = 24
MOST_SEATS = 20
# Prices of a yes between which is interpolated; a question costs .02 or more, a yes at most a seat.
PRICES = np.geomspace(0.02, 1.5, 16)
_SIZES = np.concatenate(([0.0], np.geomspace(0.05, 60.0, 140)))


@dataclass(frozen=True, slots=True)
class Losses:
    """``surplus``: a yes to a taken seat, in seats. ``hold``: a seat left open one wave longer."""

    surplus: float = 0.6
    hold: float = 0.0


def worth_today(price: float, waves: float, seats: int, losses: Losses) -> Floats:
    """Value of the first, second, ..., last of ``seats`` filled today, in seats; not decreasing.

    ``price`` is that of one expected yes later, ``waves`` how many later waves remain (any number;
    above 24 counts as 24, between whole numbers is interpolated). Seats beyond 20 are worth what
    the twentieth is. No seats: empty.
    """
    table = _differences(losses)
    position = float(np.clip(np.interp(price, PRICES, np.arange(len(PRICES))), 0, len(PRICES) - 1))
    low, high = int(position), min(int(position) + 1, len(PRICES) - 1)
    step = min(max(waves, 0.0), MOST_WAVES)
    before, after = int(step), min(int(step) + 1, MOST_WAVES)
    column = _between(
        _between(table[low, before], table[high, before], position - low),
        _between(table[low, after], table[high, after], position - low),
        step - before,
    )
    left = np.minimum(np.arange(seats, 0, -1), MOST_SEATS)
    return np.asarray(1.0 - column[left - 1], dtype=np.float64)


def _between(here: Floats, there: Floats, share: float) -> Floats:
    return here + (there - here) * share


@cache
def _differences(losses: Losses) -> Floats:
    """W_k(rho) - W_k(rho - 1) by price, waves and seats (index rho - 1); worked out once."""
    worth = np.stack([_values(float(price), losses) for price in PRICES])
    return np.diff(worth, axis=2)


def _values(price: float, losses: Losses) -> Floats:
    """W by waves and seats for one price."""
    exactly = _poisson(_SIZES, MOST_SEATS)
    worth = np.zeros((MOST_WAVES + 1, MOST_SEATS + 1))
    for waves in range(1, MOST_WAVES + 1):
        for seats in range(1, MOST_SEATS + 1):
            yes = np.arange(seats)
            chance = exactly[:, :seats]
            filled = seats - chance @ (seats - yes)
            later = worth[waves - 1, seats - yes] - losses.hold * (seats - yes)
            total = filled - losses.surplus * (_SIZES - filled) + chance @ later - price * _SIZES
            worth[waves, seats] = total.max()
        # Seats are worth less the more there are; the grid of sizes is too coarse to show it.
        worth[waves, 1:] = np.cumsum(np.minimum.accumulate(np.diff(worth[waves])))
    return worth


def _poisson(means: Floats, most: int) -> Floats:
    """P(X = x) for each mean and x < most."""
    exactly = np.empty((len(means), most))
    exactly[:, 0] = np.exp(-means)
    for count in range(1, most):
        exactly[:, count] = exactly[:, count - 1] * means / count
    return exactly
