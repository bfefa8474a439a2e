"""Coordinate ascent: one person after the other gets the question that brings most, or none.

The gain of a need is a concave function of the number of yeses, so the expected gain of one more
question is chance times ``margin``, where

    margin = sum over x < seats of P(X = x) worth[x]  -  surplus P(X >= seats)

A person who changes question is first taken out of the distribution of the old need. Where no
move is left, people who are not asked take the place of others where that is better. Each change
raises the total, so it ends; what results nobody can better by one move or one exchange. The same
loops run with numba and without, and choose the same.
"""

import numpy as np

from volunteers.matching.compiled import column
from volunteers.matching.loops import Asked, Choices, Seats, enter, exchange, reckon, sweep
from volunteers.matching.market import NOBODY, Ints, Market, total_gain

MOST_SWEEPS = 24
# In tiny markets one order of people may end in a poor corner: several are tried, the best is kept.
_TINY, _SHUFFLES = 300, 12


def best_choice(market: Market) -> Ints:
    """The pairs (indices, sorted) to ask, at most one per person; the same for the same market."""
    orders = _orders(market)
    if len(orders) == 1:
        return ascend(market, orders[0])
    return max((ascend(market, order) for order in orders), key=lambda it: total_gain(market, it))


def ascend(market: Market, order: Ints, chosen: Ints | None = None) -> Ints:
    """Betters a choice of pairs (nothing if None), people taken in this order; sorted."""
    need = np.repeat(np.arange(market.needs), np.diff(market.start))
    choices = _choices(market, need)
    asked = _nobody_asked(market)
    seats = Seats(
        column(market.offset), column(market.worth), column(market.answers), float(market.surplus)
    )
    reckon(seats, asked)
    for pair in [] if chosen is None else chosen.tolist():
        enter(int(market.person[pair]), pair, seats, choices, asked)
    order = column(order)
    for _ in range(MOST_SWEEPS):
        if sweep(order, seats, choices, asked):
            continue
        # Dear, because it looks at all who fit: only where no single move is left.
        if not exchange(order, seats, choices, asked):
            break
    pairs = np.asarray(asked.pair, dtype=np.int64)
    return np.sort(pairs[pairs != NOBODY])


def _orders(market: Market) -> list[Ints]:
    """Orders of those who can be asked at all.

    People with few choices, who can do little else, take first what there is. In tiny markets also
    the reverse, the likeliest first, the order of rows, and a few fixed shuffles.
    """
    options = np.bincount(market.person, minlength=len(market.price))
    few = np.argsort(options, kind="stable")
    orders = [few]
    if len(market.person) <= _TINY:
        likeliest = np.zeros(len(market.price))
        np.maximum.at(likeliest, market.person, market.chance)
        orders += [few[::-1], np.argsort(-likeliest, kind="stable"), np.arange(len(options))]
        draw = np.random.default_rng(0)
        orders += [draw.permutation(len(options)) for _ in range(_SHUFFLES)]
    return [order[options[order] > 0] for order in orders]


def _choices(market: Market, need: Ints) -> Choices:
    by_person = np.argsort(market.person, kind="stable")
    options = np.bincount(market.person, minlength=len(market.price))
    return Choices(
        start=column(market.start),
        first=column(np.concatenate(([0], np.cumsum(options)))),
        pair=column(by_person),
        need_of=column(need[by_person]),
        chance_of=column(market.chance[by_person]),
        price=column(market.price),
        person=column(market.person),
        need=column(need),
        chance=column(market.chance),
    )


def _nobody_asked(market: Market) -> Asked:
    people, most = len(market.price), int(np.diff(market.offset).max(initial=0))
    return Asked(
        pair=column(np.full(people, NOBODY)),
        answers=column(market.answers.copy()),
        margin=column(np.zeros(market.needs)),
        head=column(np.full(market.needs, NOBODY)),
        after=column(np.full(people, NOBODY)),
        before=column(np.full(people, NOBODY)),
        left=column(np.zeros(most)),
        waiting=column(np.ones(people, dtype=bool)),
        value=column(np.zeros(people)),
    )
