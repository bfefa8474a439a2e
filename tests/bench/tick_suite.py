"""Suite tick: one plan over all open needs, against the certified bound and simple ways."""

import hashlib
import time

import numpy as np

from tests.bench import adapter, checker, greedy, naive
from tests.bench.instances import Instance, make
from tests.bench.machine import peak_mb
from tests.bench.stored import PRICE, bound_of, stored_bound
from tests.bench.watch import Watch
from volunteers.matching.ascent import best_choice
from volunteers.matching.bounds import Bound
from volunteers.matching.compiled import IS_FAST
from volunteers.matching.market import Market

SAMPLE = 50
MOST_BOUND_NOW = 50_000
OURS = ("candidates", "keep the best pairs", "ours")
SIMPLE = {"one greedy list": greedy.lazy_greedy, "need by need": greedy.need_by_need}
TARGETS = {"municipality": 0.985, "region": 0.985, "nation": 0.98}


def run(scale: str, seed: int, rounds: int, people: float, seats: float) -> dict[str, object]:
    """Candidates and plan, ours and the simple ways in turn; medians of the rounds.

    ``people`` and ``seats`` are factors on the scale's own. Run in a fresh process, so that the
    memory is that of the tick.
    """
    instance = make(scale, seed, people=people, seats=seats)
    crowd, demand = adapter.crowd_of(instance), adapter.demand_of(instance)
    begin = time.perf_counter()
    best_choice(_small_market())
    cold = time.perf_counter() - begin
    watch, sample, peak = Watch(), _sample(instance), 0.0
    for _ in range(rounds):
        edges, chance = watch.time("candidates", lambda: adapter.candidates(crowd, demand))
        market = watch.time(
            "keep the best pairs",
            lambda e=edges, p=chance: adapter.market_of(instance, demand, e, p, PRICE)[0],
        )
        plans = {"ours": watch.time("ours", lambda m=market: best_choice(m))}
        peak = peak or peak_mb()
        slow = watch.time("naive loop", lambda: naive.pairs(instance, sample))
        for name, way in SIMPLE.items():
            plans[name] = watch.time(name, lambda w=way, m=market: w(m))
    bound = _bound(instance, scale, seed)
    return {
        "scale": scale, "seed": seed, "people": instance.people,
        "seats": int(instance.seats.sum()), "needs": instance.needs, "rounds": rounds,
        "instance sha256": instance.digest(), "numba": IS_FAST,
        "cold_s": cold, "peak MB": peak,
        "pairs": len(edges.person), "mean chance": float(chance.mean()),
        "looked at": f"{len(sample)} of {instance.needs} needs",
        "same pairs as the naive loop": _same(edges, chance, slow, sample),
        "times faster than the naive loop": watch.cpu("naive loop") / watch.cpu("candidates")
        * instance.needs / len(sample),
        "seconds": {name: watch.wall(name) for name in watch.walls},
        "cpu": {name: watch.cpu(name) for name in watch.walls},
        "all seconds": watch.walls, "all cpu": watch.cpus,
        "candidates and plan_s": sum(watch.wall(name) for name in OURS),
        "candidates and plan_cpu": sum(watch.cpu(name) for name in OURS),
        "bound": bound.certified if bound else None,
        "target": None if seats / people > 1 else TARGETS[scale],
        "plans": {name: _judged(instance, market, plan, bound) for name, plan in plans.items()},
    }  # fmt: skip


def _bound(instance: Instance, scale: str, seed: int) -> Bound | None:
    """The kept bound, or one worked out now where that takes a minute at most."""
    kept = stored_bound(scale, seed, instance.digest())
    return bound_of(instance) if kept is None and instance.people <= MOST_BOUND_NOW else kept


def _judged(instance: Instance, market: Market, plan: np.ndarray, bound) -> dict[str, object]:
    people = market.person[plan].tolist()
    needs = (np.searchsorted(market.start, plan, side="right") - 1).tolist()
    exact = checker.objective(instance, people, needs, PRICE)
    mean, error = checker.drawn_objective(instance, people, needs, PRICE, draws=2000, seed=1)
    return {
        "objective": exact,
        "ratio": exact / bound.certified if bound else None,
        "SMS": len(people),
        "faults": len(checker.faults(instance, people, needs)),
        "Monte Carlo": mean,
        "sigmas away": abs(mean - exact) / error,
    }


def _same(edges, chance, slow, sample) -> bool:
    """Sorted pairs by hash, and no chance further off than 1e-6."""
    found = [
        (int(person), need) for need in sample for person in edges.person[edges.of(need)].tolist()
    ]
    mine = np.concatenate([chance[edges.of(need)] for need in sample]) if found else np.zeros(0)
    off = np.abs(mine - np.array([row[2] for row in slow])) if len(mine) == len(slow) else [1.0]
    return _digest(found) == _digest([row[:2] for row in slow]) and max(off, default=0.0) <= 1e-6


def _digest(pairs: list[tuple[int, int]]) -> str:
    return hashlib.sha256(np.array(sorted(pairs), dtype=np.int32).tobytes()).hexdigest()


def _sample(instance: Instance) -> list[int]:
    if instance.people <= 5000:
        return list(range(instance.needs))
    draw = np.random.default_rng(5)
    size = SAMPLE if instance.people <= 50_000 else SAMPLE // 10
    return sorted(draw.choice(instance.needs, size, replace=False).tolist())


def _small_market() -> Market:
    instance = make("municipality", 1, people=0.05, seats=0.05)
    demand = adapter.demand_of(instance)
    edges, chance = adapter.candidates(adapter.crowd_of(instance), demand)
    return adapter.market_of(instance, demand, edges, chance, PRICE)[0]
