"""Bounds worked out once and kept, each with solver, status and certificate."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tests.bench import adapter
from tests.bench.instances import TILE_KM, VERSION, Instance, make
from volunteers.matching.bounds import Bound, Part, bound_one_wave
from volunteers.matching.market import one_wave

FOLDER = Path(__file__).parent / "bounds"
PRICE = 0.02
# A nation is solved in squares of so many km, each with the needs around it.
_SQUARE_KM, _AROUND_KM = 2 * TILE_KM, 8.0


def stored_bound(scale: str, seed: int, digest: str) -> Bound | None:
    """The kept bound of just this instance; None when there is none."""
    path = _path(scale, seed)
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    return Bound(**kept["bound"]) if kept["instance sha256"] == digest else None


def work_out(scale: str, seed: int) -> Bound:
    """Solves the audit programme (minutes for a nation) and keeps the bound."""
    instance = make(scale, seed)
    bound = bound_of(instance, _squares(instance) if scale == "nation" else [])
    kept = {
        "scale": scale,
        "seed": seed,
        "price per SMS": PRICE,
        "generator version": VERSION,
        "instance sha256": instance.digest(),
        "pairs": "all that fit",
        "certificate": "volunteers/matching/bounds.py: certified, in double precision",
        "command": f"python -m tests.bench --suite bounds --scale {scale} --seed {seed}",
        "bound": asdict(bound),
    }
    FOLDER.mkdir(exist_ok=True)
    _path(scale, seed).write_text(json.dumps(kept, indent=2) + "\n")
    return bound


def bound_of(instance: Instance, parts: list[Part] | tuple[Part, ...] = ()) -> Bound:
    """The bound of an instance with one SMS price, over all pairs that fit."""
    demand = adapter.demand_of(instance)
    edges, chance = adapter.candidates(adapter.crowd_of(instance), demand)
    market = one_wave(
        start=edges.start,
        person=edges.person,
        chance=chance,
        price=np.full(instance.people, PRICE),
        seats=demand.seats,
        weight=instance.weight,
    )
    return bound_one_wave(market, instance.weight, parts)


def _squares(instance: Instance) -> list[Part]:
    square = np.floor(instance.xy / _SQUARE_KM).astype(int)
    found = []
    for corner in np.unique(square, axis=0):
        low, high = corner * _SQUARE_KM, (corner + 1) * _SQUARE_KM
        near = (instance.xy >= low - _AROUND_KM) & (instance.xy < high + _AROUND_KM)
        kept = (square == corner).all(axis=1)
        found.append(Part(np.flatnonzero(near.all(axis=1) | kept), np.flatnonzero(kept)))
    return found


def _path(scale: str, seed: int) -> Path:
    return FOLDER / f"{scale}-{seed}.json"
