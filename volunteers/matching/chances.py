"""The chance of a yes for many pairs at once; the same formula as ``score.probability``."""

import numpy as np
from numpy.typing import NDArray

from volunteers.matching.arrays import Crowd, Demand, Floats, Ints
from volunteers.matching.edges import Edges
from volunteers.matching.score import DISTANCE_SCALE_KM, FATIGUE_PER_ASK, MOST_LIKELY


def chances(crowd: Crowd, demand: Demand, edges: Edges) -> Floats:
    """For each pair the chance of a yes at all, 0 to 0.9, however long the answer takes."""
    chance = np.empty(len(edges.person))
    tired = np.exp(-FATIGUE_PER_ASK * np.maximum(0, crowd.asks_7d - 1))
    near = nearness(edges.km)
    eager = {
        kind: crowd.willing * crowd.wish[:, crowd.kinds.get(kind, -1)] for kind in set(demand.kind)
    }
    for need, kind in enumerate(demand.kind):
        pairs = edges.of(need)
        people = edges.person[pairs]
        chance[pairs] = np.minimum(MOST_LIKELY, eager[kind][people] * near[pairs]) * tired[people]
    return chance


def nearness(km: NDArray[np.float32]) -> Floats:
    """How distance thins out the yeses: 1 at the door, a third at 13 km."""
    return np.asarray(np.exp(km * np.float32(-1 / DISTANCE_SCALE_KM)), dtype=np.float64)


def best_pairs(edges: Edges, chance: Floats, keep: Ints) -> Ints:
    """Indices of the ``keep[need]`` likeliest pairs of each need, in the order of the pairs.

    Which of several equally likely ones stay is decided by the order of people.
    """
    kept = []
    for need, most in enumerate(keep.tolist()):
        pairs = edges.of(need)
        if pairs.stop - pairs.start <= most:
            kept.append(np.arange(pairs.start, pairs.stop))
            continue
        kept.append(pairs.start + _likeliest(chance[pairs], most))
    return np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)


def _likeliest(chance: Floats, most: int) -> Ints:
    """Positions, ascending; sorting all of them to find the best few would take longer."""
    if not most:
        return np.empty(0, dtype=np.int64)
    least = np.partition(chance, -most)[-most]
    stay = chance > least
    equal = np.flatnonzero(chance == least)
    stay[equal[: most - int(stay.sum())]] = True
    return np.flatnonzero(stay)
