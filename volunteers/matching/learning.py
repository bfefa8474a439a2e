"""What is learnt from answers: willingness, when an answer comes, and whether chances hold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from volunteers.matching.score import PRIOR_MEAN, PRIOR_WEIGHT

Floats = NDArray[np.float64]

HALF_LIFE_DAYS = 180.0
# Answers by SMS: half of them within 30 minutes of waking time, lognormal (matching.md 1.5, 2.3).
MEDIAN_HOURS, SPREAD = 0.5, 1.5
# Below this chance that an answer comes in time, nobody is asked: the leader is told instead.
TOO_LATE = 0.02
ALARM_SHARE, ALARM_QUESTIONS = 0.20, 200
# The prior mean weighs as much as the answers to about a hundred questions.
_PRIOR_QUESTIONS = 40.0
LEAST_MEAN, MOST_MEAN = 0.05, 0.8
_ROOT_2 = math.sqrt(2.0)


def willingness(yes: Floats, exposure: Floats, mean: Floats | float = PRIOR_MEAN) -> Floats:
    """Share of yes per unit of exposure, shrunk to the mean of all (Gamma-Poisson).

    ``exposure`` is the sum of the known factors of the questions that count: those answered, or
    silent for 24 hours. Both are counted with ``faded``. No history gives ``mean``, that of all.
    """
    return (PRIOR_WEIGHT + yes) / (PRIOR_WEIGHT / mean + exposure)


def mean_of_all(yes: float, exposure: float, prior: float) -> float:
    """The share of yes of a whole municipality: ``prior`` until its own questions say otherwise.

    Kept within 0.05 and 0.8, so that a bad month stops nobody from being asked.
    """
    share = (_PRIOR_QUESTIONS * prior + yes) / (_PRIOR_QUESTIONS + exposure)
    return min(max(share, LEAST_MEAN), MOST_MEAN)


def sampled_willingness(yes: Floats, exposure: Floats, draw: np.random.Generator) -> Floats:
    """Half the mean, half a draw from the posterior: gives people with little history a chance."""
    rate = PRIOR_WEIGHT / PRIOR_MEAN + exposure
    drawn = draw.gamma(PRIOR_WEIGHT + yes) / rate
    return 0.5 * (willingness(yes, exposure) + drawn)


def faded(days: Floats) -> Floats:
    """How much a question of so many days ago still counts: half after 180 days."""
    return np.asarray(np.exp2(-days / HALF_LIFE_DAYS), dtype=np.float64)


def answered_within(hours: Floats | float) -> Floats:
    """The share of all answers that come within so many waking hours (8-21) of the question."""
    safe = np.maximum(np.asarray(hours, dtype=np.float64), 1e-9)
    score = np.log(safe / MEDIAN_HOURS) / (SPREAD * _ROOT_2)
    return 0.5 * (1.0 + _erf(score))


def still_to_come(chance: Floats, age: Floats, remaining: Floats) -> Floats:
    """The chance that an unanswered question of this age still brings a yes in time.

    ``chance`` is that of a yes at all when it was sent; hours are waking hours.
    """
    by_now = answered_within(age)
    coming = np.maximum(answered_within(age + remaining) - by_now, 0.0)
    return chance * coming / np.maximum(1.0 - chance * by_now, 1e-9)


@dataclass(frozen=True, slots=True)
class Reliability:
    """One tenth of the questions, by promised chance: promised and observed share of yes."""

    questions: int
    promised: float
    observed: float

    @property
    def is_off(self) -> bool:
        """More than 20 % away from what was promised, with more than 200 questions to show it."""
        away = abs(self.observed - self.promised)
        return self.questions > ALARM_QUESTIONS and away > ALARM_SHARE * self.promised


def reliability(chances: Sequence[float], yes: Sequence[bool]) -> tuple[Reliability, ...]:
    """Up to ten groups of about equal size, lowest promised chance first; none without questions.

    Only settled questions belong here. Refuses lists of different length with ValueError.
    """
    if len(chances) != len(yes):
        raise ValueError("Each question has one chance and one answer.")
    promised, said = np.asarray(chances, dtype=np.float64), np.asarray(yes, dtype=np.float64)
    groups = np.array_split(np.argsort(promised, kind="stable"), 10)
    return tuple(
        Reliability(len(group), float(promised[group].mean()), float(said[group].mean()))
        for group in groups
        if len(group)
    )


def _erf(value: Floats) -> Floats:
    return np.asarray(_EACH_ERF(value), dtype=np.float64)


_EACH_ERF = np.frompyfunc(math.erf, 1, 1)
