"""Keeps what the heavy tests measure: one line printed, one entry in docs/figures.json.

So the file holds, for each promise, what its last run at full size measured, whole run or part.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Names the file to which one run of make heavy adds each line as it is measured.
RUN_FILE = "SAMSPIL_HEAVY_LINES"
FILE = Path(__file__).parents[2] / "docs" / "figures.json"
# A part of the full size, as 0.1, to try a test out: its figure is printed and not kept.
SHARE = float(os.environ.get("SAMSPIL_HEAVY_SHARE", "1"))


def sized(full: int) -> int:
    """So many of ``full`` as this run takes; all of them unless SAMSPIL_HEAVY_SHARE says less."""
    return max(1, round(full * SHARE))


def place_in_list(promise: str) -> tuple[int, str]:
    """Sorts P2 before P10, and what bears no number after all of them, by its name."""
    numbered = re.fullmatch(r"P(\d+)", promise)
    return (int(numbered[1]), "") if numbered else (sys.maxsize, promise)


def keep_figure(promise: str, *, figure: Any, unit: str, held: bool, control_failed: bool) -> None:
    """Writes the entry of one promise, then fails when it did not hold or its control did.

    The entry is written either way: a figure that is only shown when it is good proves nothing.
    What is measured at less than its full size is only printed.
    """
    if SHARE < 1:
        print(f"\n{promise} at {SHARE:g} of its size: {figure} {unit}")
        assert control_failed
        return
    aside = FILE.with_suffix(".part")
    aside.touch()
    # The file system's time: the test may have set the program's clock.
    today = datetime.fromtimestamp(aside.stat().st_mtime, UTC).date()
    entry = {
        "promise": promise,
        "figure": figure,
        "unit": unit,
        "held": held,
        "control_failed": control_failed,
        "command": f"make heavy PROMISES={promise}",
        "measured_on": f"{today}, {os.cpu_count()} cores",
    }
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else []
    entries = [old for old in kept if old["promise"] != promise]
    entries.append(entry)
    entries.sort(key=lambda one: place_in_list(one["promise"]))
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in entries)
    aside.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    aside.replace(FILE)
    if run_file := os.environ.get(RUN_FILE):
        with Path(run_file).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    assert held, entry
    assert control_failed, entry
