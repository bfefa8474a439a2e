"""Suite prospects: the chance of being filled, as the board says it, against what happened.

Our tick runs a month; at fixed moments it is asked for each open need how likely that is to be
full in the end (``prospects``), and the simulator tells afterwards whether it was.
"""

import numpy as np

from tests.bench.nature import make_world
from tests.bench.policies import Asks, Ours
from tests.bench.simulator import Month
from tests.bench.view import View
from volunteers.matching.learning import reliability
from volunteers.matching.poisson_binomial import chance_of_filling
from volunteers.matching.prospects import chance_with_later, chances_by_deadline

# Below these somebody is told (AskingPolicy).
LEADER, AMBASSADOR = 0.6, 0.35
_DAYS = 7
# Waking hours to the deadline at which a need is foretold once more.
_MOMENTS = (26.0, 8.0, 4.0)


class Foretelling(Ours):
    """Asks as ours does, and notes what it expects: ``said`` holds by need and moment the chance,
    and the one of a rival that counts only the questions that are out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[tuple[int, float], tuple[float, float]] = {}

    def ask(self, view: View) -> Asks:
        wanting = [need for need in view.needs if need.seats > 0]
        due = [(need, moment) for need in wanting for moment in self._moments(need)]
        if due:
            self._foretell(view, due)
        return super().ask(view)

    def _moments(self, need) -> list[float]:
        found = [one for one in _MOMENTS if need.hours <= one and (need.id, one) not in self.said]
        return [0.0, *found] if need.is_just_posted else found[-1:]

    def _foretell(self, view: View, due) -> None:
        needs = [self._open(view, need) for need in view.needs]
        left = np.maximum(view.cap - view.asks_7d, 0).astype(float)
        each_day = np.broadcast_to(np.asarray(view.cap, dtype=float) / _DAYS, left.shape)
        later = dict(
            zip((n.id for n in needs), chances_by_deadline(needs, (left, each_day)), strict=True)
        )
        known = {need.id: need for need in needs}
        for need, moment in due:
            one = known[need.id]
            chance = chance_with_later(one.live.tolist(), later[need.id], one.seats)
            out = chance_of_filling(one.live, one.seats)
            self.said[need.id, moment] = max(chance, out), out


def run(worlds: tuple[int, ...], seats: int) -> dict[str, object]:
    """Reliability by tenth, and what became of the needs somebody would have been told of."""
    promised: list[tuple[float, float]] = []
    full: list[bool] = []
    for seed in worlds:
        world = make_world(seed, seats)
        policy = Foretelling()
        month = Month(world, policy).run()
        for (need, _), chances in policy.said.items():
            promised.append(chances)
            full.append(bool(month.filled[need] >= world.instance.seats[need]))
    (chance, rival), was = np.array(promised).T, np.array(full, dtype=float)
    return {
        "worlds": list(worlds),
        "seats": seats,
        "forecasts": len(promised),
        "promised": float(chance.mean()),
        "observed": float(was.mean()),
        "Brier score": float(np.square(chance - was).mean()),
        "Brier score of the questions out alone": float(np.square(rival - was).mean()),
        "Brier score of the plain mean": float(was.var()),
        "tenths": [
            (one.questions, one.promised, one.observed)
            for one in reliability(chance.tolist(), full)
        ],
        **_told(chance, was, "leader", LEADER),
        **_told(chance, was, "ambassador", AMBASSADOR),
    }


def _told(chance: np.ndarray, was: np.ndarray, who: str, below: float) -> dict[str, float]:
    told = chance < below
    return {
        f"{who} told of": float(told.mean()),
        f"full all the same, of those the {who} is told of": float(was[told].mean()),
        f"of those not full, the {who} is told of": float(told[was == 0].mean()),
    }
