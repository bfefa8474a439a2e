"""Suite month: policies in the same worlds, with paired differences to ours."""

import numpy as np

from tests.bench.fluid import Fluid, fluid_bound
from tests.bench.nature import make_world
from tests.bench.policies import POLICIES
from tests.bench.scenarios import Scenario
from tests.bench.simulator import Month

ASSUMED = (
    "Assumed, not observed: 5,000 people, needs posted over 30 days at leads of 4-24 h 15 %, "
    "1-3 d 25 %, 3-10 d 40 %, 10-21 d 20 %; willingness Beta(1.3, 3.2), a factor per pair that "
    "nobody observes exp(N(0, .5)), 20 % newcomers; answers lognormal, median 30 waking minutes; "
    "30 % of the others say no, the rest are silent; 5 % cancel; fatigue 10 % per further ask in "
    "7 days, muting, leaving. The policy knows the curve of answer times, not people's chances."
)


def run(scenario: Scenario, *, bound: bool = True) -> dict[str, object]:
    """Means over worlds; ``differences`` are to ours, each with the standard error of the pairs."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in scenario.policies}
    most = []
    for seed in scenario.worlds:
        world = make_world(seed, scenario.seats, scenario.behaviour)
        if bound:
            most.append(fluid_bound(world))
        for name in scenario.policies:
            runs[name].append(Month(world, POLICIES[name]()).run().measures())
    means = {
        name: {key: float(np.mean([one[key] for one in rows])) for key in rows[0]}
        for name, rows in runs.items()
    }
    return {
        "name": scenario.name, "assumed": ASSUMED, "seats": scenario.seats,
        "worlds": list(scenario.worlds), "behaviour": vars(scenario.behaviour),
        "means": means, "runs": runs, "differences": _differences(runs),
        **_bounds(most),
    }  # fmt: skip


def _bounds(most: list[Fluid]) -> dict[str, float | None]:
    """Means over worlds; None where no bound was worked out."""
    return {
        "fluid maximum": float(np.mean([one.plain for one in most])) if most else None,
        "sharper maximum": float(np.mean([one.sharper for one in most])) if most else None,
        "fluid SMS per seat": float(np.mean([one.sms for one in most])) if most else None,
    }


def _differences(runs: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, list[float]]]:
    ours = runs.get("ours")
    if not ours:
        return {}
    return {
        name: {
            key: _paired([one[key] - mine[key] for one, mine in zip(rows, ours, strict=True)])
            for key in ("filled", "SMS per seat", "Gini of asks")
        }
        for name, rows in runs.items()
        if name != "ours"
    }


def _paired(values: list[float]) -> list[float]:
    """Mean and standard error (0 for a single world)."""
    error = float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
    return [float(np.mean(values)), error]
