"""One tick as a problem: open seats, who may be asked, with which chance, at which price."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from volunteers.matching.poisson_binomial import below

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Market:
    """Pairs by need, as in ``Edges``; everything per need that has ``seats`` entries is flat.

    ``worth`` holds what the first, second, ... seat filled today is worth, ``answers`` the
    distribution of yeses still to come from live questions (P(X = 0), ... for X < seats);
    need s has the entries ``offset[s]`` up to ``offset[s + 1]`` of both. ``price`` is per person,
    ``surplus`` is lost for each yes to a taken seat. One currency: filled seats.
    """

    start: Ints
    person: Ints
    chance: Floats
    price: Floats
    offset: Ints
    worth: Floats
    answers: Floats
    surplus: float = 0.0

    @property
    def needs(self) -> int:
        """How many needs."""
        return len(self.start) - 1


def one_wave(
    *, start: Ints, person: Ints, chance: Floats, price: Floats, seats: Ints, weight: Floats
) -> Market:
    """A market where nothing comes after: every filled seat is worth its weight."""
    offset = np.concatenate(([0], np.cumsum(np.maximum(seats, 0)))).astype(np.int64)
    answers = np.zeros(offset[-1])
    answers[offset[:-1][seats > 0]] = 1.0
    return Market(start, person, chance, price, offset, np.repeat(weight, seats), answers)


def total_gain(market: Market, chosen: Ints) -> float:
    """What asking the chosen pairs (indices) is expected to bring, less its price.

    Exact, by the Poisson-binomial distribution. Relative to asking nobody.
    """
    need = np.searchsorted(market.start, chosen, side="right") - 1
    total = -float(market.price[market.person[chosen]].sum())
    for s in np.unique(need):
        begin, end = market.offset[s], market.offset[s + 1]
        chances = market.chance[chosen[need == s]]
        before = market.answers[begin:end]
        total += _value(market, int(s), _joined(before, chances), float(chances.sum()))
        total -= _value(market, int(s), before, 0.0)
    return total


def _joined(answers: Floats, chances: Floats) -> Floats:
    return np.convolve(answers, below(list(chances), len(answers)))[: len(answers)]


def _value(market: Market, need: int, answers: Floats, more: float) -> float:
    """Worth of the seats that get filled; a surplus is what comes beyond them."""
    seats = len(answers)
    filled_at_least = 1.0 - np.cumsum(answers)
    worth = float(market.worth[market.offset[need] : market.offset[need + 1]] @ filled_at_least)
    return worth - market.surplus * (more - float(filled_at_least.sum())) if seats else 0.0
