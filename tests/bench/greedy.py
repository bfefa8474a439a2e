"""Two simple ways to make a tick, to compare with: need by need, and one greedy list over all.

Plain Python; shares nothing with the engine but the market's fields.
"""

import heapq

import numpy as np

from volunteers.matching.market import Market


def need_by_need(market: Market) -> np.ndarray:
    """Each need in turn asks its likeliest who are left, as long as one more pays."""
    taken, chosen = set(), []
    for need in range(market.needs):
        state = _State(market, need)
        pairs = range(int(market.start[need]), int(market.start[need + 1]))
        for pair in sorted(pairs, key=lambda pair: (-market.chance[pair], pair)):
            person = int(market.person[pair])
            if person in taken:
                continue
            if market.chance[pair] * state.margin() <= market.price[person]:
                break
            state.join(float(market.chance[pair]))
            taken.add(person)
            chosen.append(pair)
    return np.sort(np.array(chosen, dtype=np.int64))


def lazy_greedy(market: Market) -> np.ndarray:
    """The pair that pays most, again and again; a gain only falls, so it is looked up late."""
    states = [_State(market, need) for need in range(market.needs)]
    need = np.repeat(np.arange(market.needs), np.diff(market.start)).tolist()
    chance, person = market.chance.tolist(), market.person.tolist()
    price = market.price.tolist()
    heap = [
        (price[person[pair]] - chance[pair] * states[need[pair]].margin(), pair, 0)
        for pair in range(len(chance))
    ]
    heapq.heapify(heap)
    taken, chosen = set(), []
    while heap:
        worst, pair, size = heapq.heappop(heap)
        state = states[need[pair]]
        if worst >= 0:
            break
        if person[pair] in taken:
            continue
        if size != state.size:
            now = price[person[pair]] - chance[pair] * state.margin()
            heapq.heappush(heap, (now, pair, state.size))
            continue
        state.join(chance[pair])
        taken.add(person[pair])
        chosen.append(pair)
    return np.sort(np.array(chosen, dtype=np.int64))


class _State:
    """The distribution of one need's yeses; a margin is worked out when asked for."""

    def __init__(self, market: Market, need: int) -> None:
        begin, end = int(market.offset[need]), int(market.offset[need + 1])
        self.answers = market.answers[begin:end].tolist()
        self.worth = market.worth[begin:end].tolist()
        self.surplus, self.size, self._margin = market.surplus, 0, None

    def margin(self) -> float:
        if self._margin is None:
            inside = sum(self.answers)
            paid = sum(a * b for a, b in zip(self.answers, self.worth, strict=True))
            self._margin = paid - self.surplus * (1 - inside)
        return self._margin

    def join(self, chance: float) -> None:
        last = 0.0
        for yes, share in enumerate(self.answers):
            self.answers[yes] = share * (1 - chance) + last * chance
            last = share
        self.size, self._margin = self.size + 1, None
