"""Seconds on the wall and of this process's own work, by name; medians of several rounds."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class Watch:
    """``walls`` and ``cpus`` hold every single time; on a busy machine only the latter say much."""

    def __init__(self) -> None:
        self.walls: dict[str, list[float]] = defaultdict(list)
        self.cpus: dict[str, list[float]] = defaultdict(list)

    def time(self, name: str, work: Callable[[], Result]) -> Result:
        """Does the work and notes how long it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.walls[name].append(time.perf_counter() - wall)
        self.cpus[name].append(time.process_time() - cpu)
        return result

    def wall(self, name: str) -> float:
        """The median on the wall."""
        return statistics.median(self.walls[name])

    def cpu(self, name: str) -> float:
        """The median of the process's own seconds."""
        return statistics.median(self.cpus[name])
