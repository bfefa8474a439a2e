"""What is on record about people in the simulator: live questions, evidence, windows, tiredness.

The base of ``Month``, which makes the columns; here is what time and answers do to them.
"""

import numpy as np

from tests.bench.nature import WEEK

LIVE_HOURS = 24.0


class Ledger:
    """Keeps counts by person; a question without an answer for 24 hours counts as silence."""

    def _answered(self, person: int, need: int, is_yes: bool) -> None:
        asked = self.asked_when.get((person, need))
        if asked is not None:
            _, exposure, is_open = asked
            self.asked_when.pop((person, need))
            if is_open:
                self.exposure[person] += exposure
                self._release(person, need)
        self.yes[person] += is_yes
        slot = self.open.get(need)
        if slot is not None:
            slot.live.pop(person, None)

    def _release(self, person: int, need: int) -> None:
        self.live[person] -= 1

    def _settle(self, hour: float) -> None:
        """Silence after 24 hours; questions that leave the windows of 7 and 28 days."""
        while self.silences and self.silences[0][0] <= hour:
            _, person, need = self.silences.popleft()
            asked = self.asked_when.get((person, need))
            if asked is not None and asked[2]:
                self.asked_when[person, need] = (asked[0], asked[1], False)
                self.exposure[person] += asked[1]
                self._release(person, need)
        for queue, span, count in (
            (self.sent, WEEK, self.asks_7d),
            (self.month, 4 * WEEK, self.asks_28d),
        ):
            while queue and queue[0][0] + span <= hour:
                np.subtract.at(count, queue.popleft()[1], 1)

    def _tire(self, people: np.ndarray, hour: float) -> None:
        """Mute and leave. Drawn per person and hour, so equal for policies that ask at once."""
        b, tick = self.world.behaviour, int(hour * 2)
        count = self.asks_7d[people]
        mute = self.nature.uniform(people, tick, 71) < b.mutes * np.minimum(count - 1, 8)
        self.muted_until[people[mute]] = hour + WEEK
        leave = np.minimum(b.leaves * np.maximum(count - 2, 0), b.leaves_most)
        self.opted_out[people[self.nature.uniform(people, tick, 72) < leave]] = True
