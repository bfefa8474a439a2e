"""From an instance's raw fields to what the engine reads."""

import numpy as np

from tests.bench.instances import BASE, KINDS, LANGUAGES, SKILLS, Instance
from volunteers.matching.arrays import NO_END, Crowd, Demand
from volunteers.matching.chances import best_pairs, chances
from volunteers.matching.edges import Edges, eligible
from volunteers.matching.market import Market, one_wave

NONE = np.empty(0, dtype=np.int64)


def crowd_of(instance: Instance) -> Crowd:
    size = instance.people
    place = np.zeros((size, 3))
    place[:, :2] = instance.person_xy
    held = ((instance.person_skills[:, None] >> np.arange(SKILLS)) & 1).astype(np.int64) * NO_END
    spoken = ((instance.person_languages[:, None] >> np.arange(LANGUAGES)) & 1).astype(bool)
    nothing = np.zeros(size, dtype=np.int64)
    return Crowd(
        ids=np.arange(size),
        place=place,
        reach=instance.radius.astype(float),
        postcode=nothing,
        availability=instance.availability.astype(np.int64),
        skills={str(k): np.ascontiguousarray(held[:, k]) for k in range(SKILLS)},
        languages={str(k): np.ascontiguousarray(spoken[:, k]) for k in range(LANGUAGES)},
        kinds={str(k): k for k in range(KINDS)},
        wish=np.hstack((BASE * instance.wish.astype(float), np.full((size, 1), BASE))),
        age=np.full(size, 18),
        within_limits=np.ones(size, dtype=bool),
        free=np.ones(size, dtype=bool),
        willing=instance.willing.astype(float),
        asks_7d=nothing,
        asks_28d=nothing,
        named=(NONE, NONE),
        asked=(NONE, NONE),
        booked=(NONE, NONE, NONE),
    )


def demand_of(instance: Instance) -> Demand:
    size = instance.needs
    place = np.zeros((size, 3))
    place[:, :2] = instance.xy
    start = (instance.start.astype(float) * 3600).astype(np.int64)
    return Demand(
        ids=np.arange(size),
        place=place,
        postcode=np.zeros(size, dtype=np.int64),
        online=np.zeros(size, dtype=bool),
        starts=start,
        ends=start + (instance.hours.astype(float) * 3600).astype(np.int64),
        cells=np.int64(1) << instance.cell.astype(np.int64),
        last_day=np.ones(size, dtype=np.int64),
        seats=instance.seats.astype(np.int64),
        min_age=np.zeros(size, dtype=np.int64),
        kind=tuple(str(kind) for kind in instance.kind.tolist()),
        skills=tuple(_names(bits, SKILLS) for bits in instance.skills.tolist()),
        languages=tuple(_names(bits, LANGUAGES) for bits in instance.languages.tolist()),
    )


def market_of(
    instance: Instance, demand: Demand, edges: Edges, chance: np.ndarray, price: float
) -> tuple[Market, np.ndarray]:
    """The best 120 + 50 per seat of each need, at one price per SMS; and their pair indices."""
    kept = best_pairs(edges, chance, 120 + 50 * demand.seats)
    start = np.searchsorted(kept, edges.start)
    market = one_wave(
        start=start,
        person=edges.person[kept].astype(np.int64),
        chance=chance[kept],
        price=np.full(instance.people, price),
        seats=demand.seats,
        weight=instance.weight,
    )
    return market, kept


def candidates(crowd: Crowd, demand: Demand) -> tuple[Edges, np.ndarray]:
    edges = eligible(crowd, demand)
    return edges, chances(crowd, demand, edges)


def _names(bits: int, count: int) -> frozenset[str]:
    return frozenset(str(k) for k in range(count) if bits >> k & 1)
