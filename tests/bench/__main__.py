"""``python -m tests.bench``: the suites, the table of targets, and the raw figures as JSON."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench import machine, suites, targets
from tests.bench.instances import SCALES, SEED
from tests.bench.policies import POLICIES
from tests.bench.scenarios import SCENARIOS


def main() -> int:
    """0 when no target of the suites that were run is missed."""
    wanted = _arguments().parse_args()
    conditions = machine.conditions()
    print(conditions, flush=True)
    results: dict = {"conditions": conditions, "arguments": {**vars(wanted), "out": ""}}
    for name in suites.ALL if wanted.suite == "all" else (wanted.suite,):
        found, text = suites.SUITES[name](wanted)
        results[name] = found
        print(text, flush=True)
    results["conditions afterwards"] = machine.conditions()
    rows = targets.rows_of(results)
    results["targets"] = [asdict(row) for row in rows]
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(json.dumps(results, indent=1, default=str) + "\n")
    if rows:
        print(f"\n{targets.as_text(rows)}")
    print(f"Load afterwards {results['conditions afterwards']['load']}. Raw figures: {wanted.out}")
    return int(any(row.is_met is False for row in rows))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--suite", choices=("all", *suites.SUITES), default="all")
    parser.add_argument("--out", type=Path, default=Path(".data/bench.json"))
    tick = parser.add_argument_group("tick and bounds")
    tick.add_argument("--scale", choices=tuple(SCALES), action="append")
    tick.add_argument("--seed", type=int, default=SEED)
    tick.add_argument("--times", type=int, default=5, help="repeats, whose median counts")
    tick.add_argument("--people", type=float, default=1.0, help="factor on the scale's people")
    tick.add_argument("--seats", type=float, default=1.0, help="factor on the scale's seats")
    month = parser.add_argument_group("month")
    month.add_argument("--scenario", choices=[one.name for one in SCENARIOS], action="append")
    month.add_argument("--worlds", type=int, nargs="+", help="instead of the scenario's own")
    month.add_argument("--month-seats", type=int, help="instead of the scenario's own")
    month.add_argument("--policy", choices=tuple(POLICIES), action="append")
    race = parser.add_argument_group("race")
    race.add_argument("--rounds", type=int, default=1000)
    pages = parser.add_argument_group("pages and dashboard")
    pages.add_argument("--data", type=int, nargs="+", default=(1, 10, 100), help="times the data")
    pages.add_argument(
        "--share",
        type=float,
        nargs="+",
        default=(0.01,),
        help="of the country; before a single one its tenth is measured, for the ratio",
    )
    pages.add_argument("--calls", type=int, default=60, help="of each page, whose median counts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
