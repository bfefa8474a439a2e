"""Suite tick: one plan over all open needs, against the certified bound and simple ways."""

import hashlib
import statistics
import time

import numpy as np

from tests.bench import adapter, checker, greedy, naive
from tests.bench.instances import Instance, make
from tests.bench.machine import peak_mb
from tests.bench.stored import PRICE, stored_bound
from volunteers.matching.ascent import best_choice
from volunteers.matching.compiled import IS_FAST
from volunteers.matching.market import Market

SAMPLE = 50
TARGETS = {"municipality": 0.985, "region": 0.985, "nation": 0.98}


def run(scale: str, seed: int, rounds: int) -> dict[str, object]:
    """Candidates and plan, ours and the simple way in turn; medians of wall-clock seconds."""
    instance = make(scale, seed)
    crowd, demand = adapter.crowd_of(instance), adapter.demand_of(instance)
    begin = time.perf_counter()
    best_choice(_small_market())
    cold = time.perf_counter() - begin
    seconds: dict[str, list[float]] = {}
    sample = _sample(instance)
    for _ in range(rounds):
        edges, chance = _timed(seconds, "candidates", lambda: adapter.candidates(crowd, demand))
        slow = _timed(seconds, "naive loop", lambda: naive.pairs(instance, sample))
        market = _timed(
            seconds,
            "keep the best pairs",
            lambda e=edges, p=chance: adapter.market_of(instance, demand, e, p, PRICE)[0],
        )
        plans = {
            name: _timed(seconds, name, lambda way=way, market=market: way(market))
            for name, way in _ways().items()
        }
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    bound = stored_bound(scale, seed, instance.digest())
    return {
        "scale": scale, "seed": seed, "people": instance.people,
        "seats": int(instance.seats.sum()), "needs": instance.needs,
        "instance sha256": instance.digest(), "numba": IS_FAST,
        "cold_s": cold, "peak MB": peak_mb(),
        "pairs": len(edges.person), "mean chance": float(chance.mean()),
        "looked at": f"{len(sample)} of {instance.needs} needs",
        "same pairs as the naive loop": _same(edges, chance, slow, sample),
        "times faster than the naive loop": medians["naive loop"] / medians["candidates"]
        * instance.needs / len(sample),
        "seconds": medians, "all seconds": seconds,
        "candidates and plan_s": sum(
            medians[name] for name in ("candidates", "keep the best pairs", "ours")
        ),
        "bound": bound.certified if bound else None, "target": TARGETS[scale],
        "plans": {name: _judged(instance, market, plan, bound) for name, plan in plans.items()},
    }  # fmt: skip


def _ways():
    return {
        "ours": best_choice,
        "one greedy list": greedy.lazy_greedy,
        "need by need": greedy.need_by_need,
    }


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


def _timed(seconds: dict[str, list[float]], name: str, work):
    begin = time.perf_counter()
    result = work()
    seconds.setdefault(name, []).append(time.perf_counter() - begin)
    return result
