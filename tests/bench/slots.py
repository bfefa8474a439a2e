"""A need while it is open in the simulator."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Slot:
    """An open need while it runs; ``at`` finds a person's place in ``people``."""

    id: int
    people: np.ndarray
    km: np.ndarray
    known: np.ndarray
    may: np.ndarray
    asked: list = field(default_factory=list)
    rounds: int = 0
    seats: int = 0
    seated: dict = field(default_factory=dict)
    waiting: list = field(default_factory=list)
    live: dict = field(default_factory=dict)

    def at(self, person: int) -> int:
        found = int(np.searchsorted(self.people, person))
        return found if found < len(self.people) and self.people[found] == person else -1
