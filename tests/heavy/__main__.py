"""``python -m tests.heavy [RUNS]``: measures every promise so many times and says what held.

Each run is pytest over tests/heavy; afterwards one JSON line a promise is printed. The last line
says in how many runs everything held and how long each took; the exit code is 0 only for all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.heavy.figures import RUN_FILE

# What every run must have measured, or it did not hold.
EXPECTED = tuple(f"P{number}" for number in range(1, 27) if number not in (23, 25))
_PYTEST = ["-m", "pytest", "-m", "heavy", "tests/heavy", "--timeout", "900", "--durations", "5"]


def main(runs: int) -> int:
    """Runs them one after the other; 0 when all of them held."""
    held, took = 0, []
    for run in range(1, runs + 1):
        begun = time.monotonic()
        held += _run(run)
        took.append(time.monotonic() - begun)
    minutes = ", ".join(f"{seconds / 60:.1f}" for seconds in took)
    print(f"held {held} of {runs} runs; minutes each: {minutes}")
    return int(held < runs)


def _run(number: int) -> bool:
    """One run with its lines; whether everything was measured and held."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "lines"
        lines.touch()
        environment = os.environ | {"SAMSPIL_JUDGES": "required", RUN_FILE: str(lines)}
        code = subprocess.run([sys.executable, *_PYTEST], env=environment, check=False).returncode
        entries = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    for entry in sorted(entries, key=lambda one: int(one["promise"].removeprefix("P"))):
        print(json.dumps({"run": number, **entry}, ensure_ascii=False))
    good = {one["promise"] for one in entries if one["held"] and one["control_failed"]}
    missing = [promise for promise in EXPECTED if promise not in good]
    if missing:
        print(f"run {number}: not held or not measured: {', '.join(missing)}")
    return code == 0 and not missing


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
