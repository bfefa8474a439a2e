"""Bounds worked out once and kept, each with solver, status and certificate."""

import json
from dataclasses import asdict
from pathlib import Path

from tests.bench import adapter
from tests.bench.instances import VERSION, make
from volunteers.matching.bounds import Bound, bound_one_wave

FOLDER = Path(__file__).parent / "bounds"
PRICE = 0.02


def stored_bound(scale: str, seed: int, digest: str) -> Bound | None:
    """The kept bound of just this instance; None when there is none."""
    path = _path(scale, seed)
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    return Bound(**kept["bound"]) if kept["instance sha256"] == digest else None


def work_out(scale: str, seed: int) -> Bound:
    """Solves the audit programme (minutes for a region) and keeps the bound."""
    instance = make(scale, seed)
    demand = adapter.demand_of(instance)
    edges, chance = adapter.candidates(adapter.crowd_of(instance), demand)
    market, _ = adapter.market_of(instance, demand, edges, chance, PRICE)
    bound = bound_one_wave(market, instance.weight)
    kept = {
        "scale": scale,
        "seed": seed,
        "price per SMS": PRICE,
        "generator version": VERSION,
        "instance sha256": instance.digest(),
        "pairs": "the likeliest 120 + 50 per seat of each need",
        "certificate": "limit @ dual + min(cost - A^T dual, 0) @ ceiling, in double precision",
        "bound": asdict(bound),
    }
    FOLDER.mkdir(exist_ok=True)
    _path(scale, seed).write_text(json.dumps(kept, indent=2) + "\n")
    return bound


def _path(scale: str, seed: int) -> Path:
    return FOLDER / f"{scale}-{seed}.json"
