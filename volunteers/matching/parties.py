"""Associations as candidates: one answer for several seats at a time.

A group says yes for all its people or for none, so its yeses are not independent: with chance p
all n come. They join the distribution of the other yeses as that one step, and a need that has
asked an association asks fewer people by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from volunteers.matching.poisson_binomial import Floats, below

# From so many open seats on an association is asked; fewer are better asked one by one.
LEAST_SEATS = 4
# Own assumption until a municipality's associations have answered: one yes in three, and two
# questions' worth of belief in it. Their contact answers within days, not minutes.
_PRIOR_MEAN, _PRIOR_WEIGHT = 1 / 3, 2.0
_HALF_LIFE_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Party:
    """A question to an association that is out: ``seats`` come together with this chance."""

    seats: int
    chance: float


def chance_of_party(yes: int, settled: int) -> float:
    """The chance that this association says yes, from what it said before."""
    return (_PRIOR_WEIGHT * _PRIOR_MEAN + yes) / (_PRIOR_WEIGHT + settled)


def still_waiting(chance: float, hours: float) -> float:
    """What is left of the chance after so many hours of silence."""
    return float(chance * 0.5 ** (max(hours, 0.0) / _HALF_LIFE_HOURS))


def with_parties(answers: Floats, parties: Sequence[Party]) -> Floats:
    """P(X = 0), P(X = 1), ... below the seats, with those of the groups that come."""
    for party in parties:
        came = np.zeros_like(answers)
        came[party.seats :] = answers[: max(len(answers) - party.seats, 0)]
        answers = party.chance * came + (1 - party.chance) * answers
    return answers


def mixed(parties: Sequence[Party], seats: int, chance: Callable[[int], float]) -> float:
    """A chance of filling so many seats, over what the groups may answer."""
    if not parties or seats < 1:
        return chance(max(seats, 0))
    first, rest = parties[0], parties[1:]
    yes = mixed(rest, seats - first.seats, chance)
    return first.chance * yes + (1 - first.chance) * mixed(rest, seats, chance)


def best_number(live: Sequence[float], seats: int, chance: float, surplus: float) -> int:
    """How many to ask an association for, beside live questions with these chances; 0 for none.

    The number with the greatest expected gain in filled seats less what a yes too many costs;
    of equals the smallest. Below ``LEAST_SEATS`` open seats it is none.
    """
    if seats < LEAST_SEATS:
        return 0
    answers = below(live, seats)
    gains = {n: _gain(answers, n, chance, surplus) for n in range(LEAST_SEATS, seats + 1)}
    best = min(gains, key=lambda n: (-gains[n], n))
    return best if gains[best] > 0 else 0


def _gain(answers: Floats, n: int, chance: float, surplus: float) -> float:
    seats = len(answers)
    left = np.arange(seats, 0, -1)
    filled = float(np.minimum(left, n) @ answers)
    return chance * (filled - surplus * (n - filled))
