"""Suite model: the nearest published model, re-implemented, with a bound of our own.

Manshadi and Rodilitz (arXiv 2002.08474): tasks of several types arrive one a period; a set of
active people is notified; each says yes with a chance of the pair; whoever was notified is
inactive until a geometric time has passed. Sizes are ours, their data are private.

Bound: completions <= sum of type shares x min(1, sum p x, 1 - exp(-sum of -log(1 - p) x)) by
Jensen, where x are notification rates and a person's rates, each weighed with the periods it
takes away, fit into the time there is.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

PEOPLE, TYPES, PERIODS = 60, 12, 150
SHARE_OF_PAIRS, MOST_LIKELY = 0.3, 0.3
FIXED = (2, 3, 4, 5, 6, 8, 10, 14)
GROUP = 10
_TANGENTS = np.concatenate(([0.0], np.geomspace(0.05, 6.0, 30)))


@dataclass(frozen=True)
class Setting:
    """``chance`` by person and type; ``returns``: chance per period of being active again."""

    chance: np.ndarray
    returns: float

    def takes_away(self, period: int) -> float:
        """Expected periods a notification at this time uses up, its own counted."""
        return (1 - (1 - self.returns) ** (PERIODS - period)) / self.returns


def run(seeds: tuple[int, ...], hazards: tuple[float, ...], repeats: int) -> list[dict]:
    found = []
    for returns in hazards:
        rows = []
        for seed in seeds:
            draw = np.random.default_rng([seed, 3])
            fits = draw.random((PEOPLE, TYPES)) < SHARE_OF_PAIRS
            setting = Setting(fits * draw.uniform(0, MOST_LIKELY, fits.shape), returns)
            most, prices = bound(setting)
            ways = {"notify all": _all, "bid price": _bid(prices)}
            ways |= {f"{k} likeliest": _fixed(k) for k in FIXED}
            done = {name: _mean(setting, way, repeats) / most for name, way in ways.items()}
            best = max((value, name) for name, value in done.items() if "likeliest" in name)
            rows.append((most, done["notify all"], best[0], done["bid price"], best[1]))
        found.append({
            "returns": returns, "seeds": list(seeds), "repeats": repeats,
            "bound": float(np.mean([row[0] for row in rows])),
            "notify all": float(np.mean([row[1] for row in rows])),
            "best fixed number": float(np.mean([row[2] for row in rows])),
            "bid price": float(np.mean([row[3] for row in rows])),
            "fixed": [row[4] for row in rows],
        })  # fmt: skip
    return found


def bound(setting: Setting) -> tuple[float, np.ndarray]:
    """Most completions, and each person's price per period taken away."""
    groups = PERIODS // GROUP
    away = [setting.takes_away(GROUP * (group + 1) - 1) for group in range(groups)]
    rate = PEOPLE * TYPES * groups
    width = rate + TYPES * groups
    lines = len(_TANGENTS) + 1
    rules = lil_array((PEOPLE + lines * TYPES * groups, width))
    limit = np.full(rules.shape[0], float(PERIODS))
    row = PEOPLE
    for group in range(groups):
        for kind in range(TYPES):
            at = (group * TYPES + kind) * PEOPLE + np.arange(PEOPLE)
            for person in range(PEOPLE):
                rules[person, at[person]] = GROUP * away[group] / TYPES
            done = rate + group * TYPES + kind
            chance = setting.chance[:, kind]
            cuts = [(chance, 1.0, 0.0)]
            cuts += [
                (-np.log1p(-chance), np.exp(-load), 1 - np.exp(-load) - load * np.exp(-load))
                for load in _TANGENTS
            ]
            for load, slope, level in cuts:
                rules[row, at] = -slope * load
                rules[row, done] = 1.0
                limit[row] = level
                row += 1
    cost = np.concatenate((np.zeros(rate), np.full(TYPES * groups, -GROUP / TYPES)))
    solved = linprog(cost, A_ub=rules.tocsr(), b_ub=limit, bounds=(0, 1), method="highs")
    dual = np.minimum(solved.ineqlin.marginals, 0.0)
    reduced = cost - rules.tocsr().T @ dual
    return float(-(limit @ dual + np.minimum(reduced, 0.0).sum())), -dual[:PEOPLE]


def _mean(setting: Setting, way, repeats: int) -> float:
    """Completions of a month of periods; the same draws for every way."""
    total = 0
    for repeat in range(repeats):
        draw = np.random.default_rng([repeat, 9])
        kinds = draw.integers(0, TYPES, PERIODS)
        yes, back = draw.random((PERIODS, PEOPLE)), draw.random((PERIODS, PEOPLE))
        active = np.ones(PEOPLE, dtype=bool)
        for period, kind in enumerate(kinds):
            chance = np.where(active, setting.chance[:, kind], 0.0)
            notified = way(setting, chance, period)
            total += bool((notified & (yes[period] < chance)).any())
            active &= ~notified
            active |= ~active & (back[period] < setting.returns)
    return total / repeats


def _all(setting: Setting, chance: np.ndarray, period: int) -> np.ndarray:
    return chance > 0


def _fixed(count: int):
    def way(setting: Setting, chance: np.ndarray, period: int) -> np.ndarray:
        best = np.argsort(-chance)[:count]
        notified = np.zeros(PEOPLE, dtype=bool)
        notified[best] = chance[best] > 0
        return notified

    return way


def _bid(prices: np.ndarray):
    """Greedy by chance x P(nobody so far) less the person's price for the time taken away."""

    def way(setting: Setting, chance: np.ndarray, period: int) -> np.ndarray:
        price = prices * (setting.takes_away(period) - 1) + 1e-9
        notified, nobody = np.zeros(PEOPLE, dtype=bool), 1.0
        while True:
            gain = np.where(notified, 0.0, chance * nobody - price)
            best = int(np.argmax(gain))
            if gain[best] <= 0:
                return notified
            notified[best] = True
            nobody *= 1 - chance[best]

    return way
