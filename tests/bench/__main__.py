"""``python -m tests.bench --suite NAME``: a table, and the raw figures."""

import argparse
import json
import sys
from pathlib import Path

from tests.bench import (
    machine,
    model_suite,
    month_suite,
    municipality_suite,
    stored,
    table,
    tick_suite,
)
from tests.bench.instances import SCALES, SEED
from tests.bench.nature import Behaviour
from tests.bench.policies import POLICIES


def main() -> int:
    """0 when the run came through; the table says which targets are met."""
    wanted = _arguments().parse_args()
    conditions = machine.conditions()
    sys.stdout.write(f"{conditions}\n")
    if machine.is_busy():
        sys.stdout.write("The machine is busy: seconds below are not to be quoted.\n")
    suites = ("tick", "model", "month") if wanted.suite == "all" else (wanted.suite,)
    results = {"conditions": conditions, "arguments": vars(wanted) | {"out": str(wanted.out)}}
    for suite in suites:
        results[suite] = _SUITES[suite](wanted)
    results["conditions afterwards"] = machine.conditions()
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(json.dumps(results, indent=1, default=str) + "\n")
    sys.stdout.write(f"Raw figures: {wanted.out}\n")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--suite", choices=("all", *_SUITES), default="all")
    parser.add_argument("--scale", choices=tuple(SCALES), action="append")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seats", type=int, default=2500, help="seats in a month")
    parser.add_argument("--worlds", type=int, nargs="+", default=list(month_suite.WORLDS))
    parser.add_argument("--policy", choices=tuple(POLICIES), action="append")
    parser.add_argument("--no-fatigue", action="store_true")
    parser.add_argument("--out", type=Path, default=Path(".data/bench.json"))
    return parser


def _tick(wanted: argparse.Namespace) -> list[dict]:
    found = []
    for scale in wanted.scale or ["municipality", "region"]:
        found.append(tick_suite.run(scale, wanted.seed, wanted.rounds))
        sys.stdout.write(table.of_tick(found[-1]) + "\n")
    return found


def _month(wanted: argparse.Namespace) -> dict:
    behaviour = Behaviour().without_fatigue() if wanted.no_fatigue else Behaviour()
    found = month_suite.run(
        seats=wanted.seats,
        worlds=tuple(wanted.worlds),
        policies=wanted.policy or list(POLICIES),
        behaviour=behaviour,
        bound=True,
    )
    sys.stdout.write(table.of_month(found) + "\n")
    return found


def _bounds(wanted: argparse.Namespace) -> dict:
    found = {}
    for scale in wanted.scale or ["municipality", "region"]:
        bound = stored.work_out(scale, wanted.seed)
        found[scale] = _fields(bound)
        sys.stdout.write(f"{scale}, seed {wanted.seed}: {bound}\n")
    return found


def _fields(bound) -> dict:
    return {name: getattr(bound, name) for name in ("solver", "status", "primal", "certified")}


def _model(wanted: argparse.Namespace) -> list[dict]:
    found = model_suite.run((1, 2), (0.5, 0.2, 0.1, 0.05), repeats=60)
    sys.stdout.write(table.of_model(found) + "\n")
    return found


def _municipality(wanted: argparse.Namespace) -> dict:
    found = municipality_suite.run(wanted.seed, wanted.rounds)
    for name, value in found.items():
        sys.stdout.write(
            f"{name}: {value:.2f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
    return found


_SUITES = {
    "tick": _tick,
    "month": _month,
    "model": _model,
    "bounds": _bounds,
    "municipality": _municipality,
}

if __name__ == "__main__":
    sys.exit(main())
