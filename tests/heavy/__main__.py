"""``python -m tests.heavy [RUNS] [PROMISE ...]``: measures them so many times, says what held.

Each run is pytest over tests/heavy, or over the files that measure the named promises; afterwards
one JSON line a promise is printed. The last line says in how many runs everything held and how
long each took; the exit code is 0 only for all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.heavy.figures import RUN_FILE, place_in_list
from tests.heavy.parts import files_measuring

# What every whole run must have measured, or it did not hold.
EXPECTED = tuple(f"P{number}" for number in range(1, 27) if number not in (23, 25))
_PYTEST = ["-m", "pytest", "-m", "heavy", "--timeout", "900", "--durations", "5"]
_FOLDER = Path(__file__).parent


def main(runs: int, part: list[str]) -> int:
    """Runs them one after the other; 0 when all of them held."""
    files = files_measuring(part, _FOLDER) if part else [_FOLDER]
    held, took = 0, []
    for run in range(1, runs + 1):
        begun = time.monotonic()
        held += _run(run, files, part or EXPECTED)
        took.append(time.monotonic() - begun)
    minutes = ", ".join(f"{seconds / 60:.1f}" for seconds in took)
    print(f"held {held} of {runs} runs; minutes each: {minutes}")
    return int(held < runs)


def _run(number: int, files: list[Path], expected: Sequence[str]) -> bool:
    """One run with its lines; whether everything was measured and held."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "lines"
        lines.touch()
        environment = os.environ | {"SAMSPIL_JUDGES": "required", RUN_FILE: str(lines)}
        command = [sys.executable, *_PYTEST, *map(str, files)]
        code = subprocess.run(command, env=environment, check=False).returncode
        entries = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    for entry in sorted(entries, key=lambda one: place_in_list(one["promise"])):
        print(json.dumps({"run": number, **entry}, ensure_ascii=False))
    good = {one["promise"] for one in entries if one["held"] and one["control_failed"]}
    missing = [promise for promise in expected if promise not in good]
    if missing:
        print(f"run {number}: not held or not measured: {', '.join(missing)}")
    return code == 0 and not missing


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1, sys.argv[2:]))
