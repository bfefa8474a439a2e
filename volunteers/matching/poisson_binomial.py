"""How many say yes when each question has its own chance: the Poisson-binomial distribution."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def below(chances: Sequence[float] | Floats, seats: int) -> Floats:
    """P(X = 0), ..., P(X = seats - 1) for the number X of yeses; empty without seats.

    What is missing from 1 is P(X >= seats). Chances are 0 to 1; the order does not matter.
    """
    exactly = np.zeros(max(seats, 0))
    if seats <= 0:
        return exactly
    exactly[0] = 1.0
    for chance in chances:
        exactly[1:] = exactly[1:] * (1 - chance) + exactly[:-1] * chance
        exactly[0] *= 1 - chance
    return exactly


def chance_of_filling(chances: Sequence[float] | Floats, seats: int) -> float:
    """P(at least ``seats`` yeses); 1.0 where no seat is open."""
    return max(0.0, 1.0 - float(below(chances, seats).sum()))


def expected_filled(chances: Sequence[float] | Floats, seats: int) -> float:
    """E[min(X, seats)]: how many of the seats get a person."""
    exactly = below(chances, seats)
    return float(seats - np.arange(seats, 0, -1) @ exactly) if seats > 0 else 0.0


def expected_surplus(chances: Sequence[float] | Floats, seats: int) -> float:
    """E[(X - seats)+]: how many say yes to a seat that is taken."""
    return float(np.sum(chances)) - expected_filled(chances, seats)
