"""What an open need has to expect: full by the deadline, and full by when.

The tick asks few at a time, so the questions that are out say little about the end. Here the
later ones are counted in. Each person has only so many questions left before a deadline, and many
needs want them: if every need drew evenly from those who fit until it expects to be full, person v
would be wanted by ``demand_v`` of them. So a need can count on v with

    share_v = min(1, questions left for v / demand_v)

of the chance. The likeliest count exactly (Poisson-binomial), the many others as Poisson.
"""

from collections.abc import Sequence

import numpy as np

from volunteers.matching.arrays import Floats
from volunteers.matching.learning import answered_within, still_to_come
from volunteers.matching.poisson_binomial import below, chance_of_filling
from volunteers.matching.tick import OpenNeed

# From this chance on a need is called likely to be filled, in words and on the board.
ASSURANCE = 0.6
# A need stops asking when it expects this many yeses per open seat.
_ENOUGH = 1.5
_EXACT = 30
# Waiting for the last tenth of what may come takes longer than one thinks.
_NEARLY = 0.9
_WAKING_DAY = 13.0
_QUARTER = 0.25


def chances_by_deadline(
    needs: Sequence[OpenNeed], questions_left: tuple[Floats, Floats]
) -> list[Floats]:
    """For each need the chances its people may bring until the deadline, likeliest first.

    ``questions_left`` holds by person (row) those of today and those that each further day
    brings. A need without seats or time has chances of 0.
    """
    now, per_day = questions_left
    demand = np.zeros(len(now))
    for need in needs:
        mass = float(need.chance.sum())
        demand[need.people] += min(1.0, _ENOUGH * max(need.seats, 0) / max(mass, 1e-9))
    found = []
    for need in needs:
        questions = now[need.people] + per_day[need.people] * need.hours / _WAKING_DAY
        share = np.minimum(1.0, questions / np.maximum(demand[need.people], 1e-9))
        in_time = float(answered_within(need.hours)) if need.hours > 0 and need.seats > 0 else 0.0
        found.append(-np.sort(-need.chance * share * in_time))
    return found


def chance_with_later(sure: Sequence[float], later: Floats, seats: int) -> float:
    """P(full) when ``sure`` questions are out and ``later`` ones (likeliest first) may follow."""
    few = below([*sure, *later[:_EXACT].tolist()], seats)
    if not len(few):
        return 1.0
    rest = float(-np.log1p(-np.minimum(later[_EXACT:], 0.99)).sum())
    more = np.exp(-rest) * np.cumprod(np.concatenate(([1.0], rest / np.arange(1, seats))))
    return max(0.0, 1.0 - float(np.convolve(few, more)[:seats].sum()))


def hours_until_full(chance: Floats, age: Floats, hours: float, seats: int) -> float | None:
    """Waking hours after which the questions out have brought nearly all they will bring.

    ``chance`` is that of a yes at all when sent, ``age`` in waking hours. None when they will
    probably not fill the need within ``hours``.
    """
    if seats < 1 or hours <= 0:
        return None

    def full_after(left: float) -> float:
        chances = still_to_come(chance, age, np.full(len(chance), left))
        return chance_of_filling(chances, seats)

    end = full_after(hours)
    if end < ASSURANCE:
        return None
    low, high = 0.0, hours
    while high - low > _QUARTER:
        middle = (low + high) / 2
        low, high = (low, middle) if full_after(middle) >= _NEARLY * end else (middle, high)
    return high
