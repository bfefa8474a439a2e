"""Keeps what the heavy tests measure: one line printed, one entry in docs/figures.json."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Names the file to which one run of make heavy adds each line as it is measured.
RUN_FILE = "SAMSPIL_HEAVY_LINES"
FILE = Path(__file__).parents[2] / "docs" / "figures.json"


def keep_figure(
    promise: str, *, figure: Any, unit: str, held: bool, control_failed: bool, command: str = ""
) -> None:
    """Writes the entry of one promise, then fails when it did not hold or its control did.

    The entry is written either way: a figure that is only shown when it is good proves nothing.
    ``command`` is what repeats the measurement.
    """
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
        "command": command or "make heavy",
        "measured_on": f"{today}, {os.cpu_count()} cores",
    }
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else []
    entries = [old for old in kept if old["promise"] != promise]
    entries.append(entry)
    entries.sort(key=lambda one: int(one["promise"].removeprefix("P")))
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in entries)
    aside.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    aside.replace(FILE)
    if run_file := os.environ.get(RUN_FILE):
        with Path(run_file).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    assert held, entry
    assert control_failed, entry
