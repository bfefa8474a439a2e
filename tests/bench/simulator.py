"""A month of a municipality: needs are posted, a policy asks, people answer or do not.

What a policy returns is checked as it is carried out: every broken rule is counted in ``faults``.
Ticks every 30 minutes from 8 to 21. One SMS may show several needs (a menu).
"""

import heapq
import time
from collections import Counter, deque

import numpy as np

from tests.bench.adapter import crowd_of, demand_of
from tests.bench.ledger import LIVE_HOURS, Ledger
from tests.bench.measures import CAP, measures_of
from tests.bench.nature import FIRST_HOUR, LAST_HOUR, WEEK, Nature, World, awake, clock
from tests.bench.showing import STEP, view_of
from tests.bench.slots import Slot
from volunteers.matching.edges import eligible

YES, NO, CANCEL = 0, 1, 2


class Month(Ledger):
    """One run of one policy in one world."""

    def __init__(self, world: World, policy) -> None:
        self.world, self.policy, self.nature = world, policy, Nature(world)
        instance, people = world.instance, world.instance.people
        edges = eligible(crowd_of(instance), demand_of(instance))
        self.edges = edges
        self.yes, self.exposure = world.yes_before.copy(), world.exposure_before.copy()
        self.asks_7d, self.asks_28d = (np.zeros(people, dtype=np.int64) for _ in range(2))
        self.live = np.zeros(people, dtype=np.int64)
        self.last_yes = np.full(people, -1e9)
        self.muted_until = np.full(people, -1e9)
        self.opted_out = np.zeros(people, dtype=bool)
        self.asks, self.most_7d = (np.zeros(people, dtype=np.int64) for _ in range(2))
        self.over_cap = 0
        self.ever_asked, self.said_yes = (np.zeros(people, dtype=bool) for _ in range(2))
        self.bookings: dict[int, list[tuple[float, float, int]]] = {}
        self.open: dict[int, Slot] = {}
        self.events: list[tuple] = []
        self.sent: deque = deque()
        self.month: deque = deque()
        self.silences: deque = deque()
        self.asked_when: dict[tuple[int, int], tuple[float, float, float]] = {}
        self.filled_at: list[float] = []
        self.filled = np.zeros(instance.needs, dtype=int)
        self.sms, self.late, self.faults = 0, 0, Counter()
        self.seconds: list[float] = []

    def run(self) -> "Month":
        posted = np.argsort(self.world.posted, kind="stable")
        nxt, last = 0, float(self.world.deadline.max())
        hour = FIRST_HOUR
        while hour <= last + STEP:
            before = set(self.open)
            while nxt < len(posted) and self.world.posted[posted[nxt]] <= hour:
                self._post(int(posted[nxt]))
                nxt += 1
            self._happen(hour)
            self._settle(hour)
            for need in [n for n in self.open if self.world.deadline[n] <= hour]:
                self._close(need)
            if any(slot.seats for slot in self.open.values()):
                view = view_of(self, hour, before)
                begin = time.perf_counter()
                asks = self.policy.ask(view)
                self.seconds.append(time.perf_counter() - begin)
                self._send(asks, hour)
            hour += STEP
            if hour % 24 >= LAST_HOUR:
                hour = 24 * (hour // 24 + 1) + FIRST_HOUR
        for need in list(self.open):
            self._close(need)
        return self

    def _post(self, need: int) -> None:
        pairs = self.edges.of(need)
        people = self.edges.person[pairs].astype(np.int64)
        km = self.edges.km[pairs].astype(float)
        known = self.nature.known(people, need, km)
        slot = Slot(need, people, km, known, np.ones(len(people), dtype=bool))
        slot.seats = int(self.world.instance.seats[need])
        for person, booked in self.bookings.items():
            if any(self._clash(need, start, end) for start, end, _ in booked):
                at = slot.at(person)
                if at >= 0:
                    slot.may[at] = False
        self.open[need] = slot

    def _clash(self, need: int, start: float, end: float) -> bool:
        return start < self.world.ends[need] and self.world.starts[need] < end

    def _happen(self, hour: float) -> None:
        """Answers and cancellations up to this hour, in their order."""
        while self.events and self.events[0][0] <= hour:
            when, _, kind, person, need = heapq.heappop(self.events)
            if kind == CANCEL:
                self._cancel(person, need, when)
                continue
            self._answered(person, need, kind == YES)
            slot = self.open.get(need)
            if kind == YES and slot is not None and when <= self.world.deadline[need]:
                self.said_yes[person] = True
                self._accept(slot, person, when)

    def _accept(self, slot: Slot, person: int, when: float) -> None:
        booked = self.bookings.setdefault(person, [])
        if person in slot.seated or any(self._clash(slot.id, s, e) for s, e, _ in booked):
            return
        if slot.seats < 1:
            self.late += 1
            slot.waiting.append(person)
            return
        self.last_yes[person] = when
        slot.seats -= 1
        slot.seated[person] = when
        booked.append((self.world.starts[slot.id], self.world.ends[slot.id], slot.id))
        self.filled_at.append(when - self.world.posted[slot.id])
        for other in self.open.values():
            if self._clash(other.id, self.world.starts[slot.id], self.world.ends[slot.id]):
                at = other.at(person)
                if at >= 0:
                    other.may[at] = False
        draw = self.nature.uniform(np.array([person]), slot.id, 41)[0]
        if draw < self.world.behaviour.cancels:
            share = draw / self.world.behaviour.cancels
            self._later(when + share * (self.world.starts[slot.id] - when), CANCEL, person, slot.id)

    def _cancel(self, person: int, need: int, when: float) -> None:
        slot = self.open.get(need)
        self.bookings[person] = [row for row in self.bookings[person] if row[2] != need]
        if slot is None:
            return
        slot.seated.pop(person, None)
        slot.seats += 1
        while slot.waiting and slot.seats:
            stand_by = slot.waiting.pop(0)
            if (
                self.nature.uniform(np.array([stand_by]), need, 51)[0]
                < self.world.behaviour.stands_by
            ):
                self._accept(slot, stand_by, when)

    def _later(self, when: float, kind: int, person: int, need: int) -> None:
        heapq.heappush(self.events, (when, len(self.filled_at), kind, int(person), need))

    def _close(self, need: int) -> None:
        slot = self.open.pop(need)
        self.filled[need] = len(slot.seated)
        if self.filled[need] > self.world.instance.seats[need]:
            self.faults["overbooked"] += 1

    def _send(self, asks, hour: float) -> None:
        """``asks``: (people, needs by person as tuples, believed chances); one SMS per person."""
        people, pages, believed = asks
        people = np.asarray(people, dtype=np.int64)
        if not len(people):
            return
        if not FIRST_HOUR <= hour % 24 < LAST_HOUR:
            self.faults["outside hours"] += len(people)
        if not getattr(self.policy, "ignores_limits", False):
            self.faults["over cap"] += int((self.asks_7d[people] >= CAP).sum())
            self.faults["unanswered"] += int((self.live[people] > 0).sum())
            self.faults["asked twice in a tick"] += len(people) - len(np.unique(people))
        self.faults["opted out"] += int(self.opted_out[people].sum())
        self.sms += len(people)
        np.add.at(self.asks_7d, people, 1)
        np.add.at(self.asks_28d, people, 1)
        self.sent.append((hour, people))
        self.month.append((hour, people))
        np.add.at(self.asks, people, 1)
        self.most_7d[people] = np.maximum(self.most_7d[people], self.asks_7d[people])
        self.ever_asked[people] = True
        by_need: dict[int, list[tuple[int, float, int]]] = {}
        for person, page, chance in zip(people.tolist(), pages, believed, strict=True):
            for rank, need in enumerate(page):
                by_need.setdefault(need, []).append((person, chance, rank if len(page) > 1 else -1))
        for need, rows in by_need.items():
            self._ask(need, rows, hour)
        self._tire(people, hour)

    def _ask(self, need: int, rows: list[tuple[int, float, int]], hour: float) -> None:
        slot = self.open[need]
        people = np.array([person for person, _, _ in rows])
        at = np.searchsorted(slot.people, people)
        fits = (at < len(slot.people)) & (
            slot.people[np.minimum(at, len(slot.people) - 1)] == people
        )
        self.faults["does not fit"] += int((~fits).sum())
        again = 0
        if not getattr(self.policy, "ignores_limits", False):
            self.faults["asked again or booked"] += int((~slot.may[at]).sum())
        elif not slot.may[at].all():
            again = 1
        slot.may[at] = False
        recent = self.last_yes[people] > hour - WEEK
        on_page = np.array([rank >= 0 for _, _, rank in rows])
        yes = self.nature.says_yes(
            people,
            need,
            slot.km[at],
            asks_7d=self.asks_7d[people],
            recent_yes=recent,
            again=again,
            on_page=on_page,
            tick=int(hour / STEP),
        )
        yes &= self.muted_until[people] <= hour
        no = ~yes & self.nature.says_no(people, need) & (self.muted_until[people] <= hour)
        reply = clock(awake(hour) + self.nature.delay(people, need))
        now = awake(hour)
        for k, (person, chance, rank) in enumerate(rows):
            exposure = float(slot.known[at[k]]) if rank <= 0 else 0.0
            is_first = rank <= 0
            self.asked_when[person, need] = (hour, exposure, is_first)
            if is_first:
                self.live[person] += 1
                self.silences.append((hour + LIVE_HOURS, person, need))
            slot.live[person] = (now, chance if is_first else 0.7 * chance)
            if yes[k] or no[k]:
                self._later(float(reply[k]), YES if yes[k] else NO, person, need)

    def measures(self) -> dict[str, float]:
        """The figures of the table."""
        return measures_of(self)
