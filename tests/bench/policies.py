"""What asks: our tick, and the simple rules it must beat."""

import numpy as np

from tests.bench.view import NeedView, View
from volunteers.matching.learning import answered_within, still_to_come, willingness
from volunteers.matching.menu import with_more
from volunteers.matching.tick import OpenNeed, Prices, plan_tick, price_of

MOST_LIKELY, RECENT_YES = 0.9, 0.6
Asks = tuple[list[int], list[tuple[int, ...]], list[float]]


def believed(view: View, need: NeedView) -> np.ndarray:
    """The chance of a yes as a municipality can know it."""
    willing = willingness(view.yes[need.people], view.exposure[need.people])
    recent = np.where(view.recent_yes[need.people], RECENT_YES, 1.0)
    return np.minimum(MOST_LIKELY, willing * need.known) * recent


class Ours:
    """The tick of the product; ``page`` above 1 shows more needs in one SMS."""

    def __init__(self, prices: Prices | None = None) -> None:
        self._prices = prices or Prices()

    def ask(self, view: View) -> Asks:
        needs = [self._open(view, need) for need in view.needs]
        price = price_of(view.asks_28d, self._prices)
        tick = plan_tick(needs, free=view.free, price=price, prices=self._prices)
        in_time = {need.id: float(answered_within(need.hours)) for need in needs}
        people = [question.person for question in tick.questions]
        chance = [question.chance / in_time[question.need] for question in tick.questions]
        if self._prices.needs_per_page == 1:
            return people, [(question.need,) for question in tick.questions], chance
        pages = with_more(tick, self._prices.needs_per_page)
        return people, [pages[person] for person in people], chance

    @staticmethod
    def _open(view: View, need: NeedView) -> OpenNeed:
        may = need.may & ~view.opted_out[need.people]
        hours = np.full(len(need.live_age), need.hours)
        return OpenNeed(
            id=need.id,
            seats=need.seats,
            hours=need.hours,
            people=need.people[may],
            chance=believed(view, need)[may],
            live=still_to_come(need.live_chance, need.live_age, hours),
            weight=need.weight,
        )


class Broadcast:
    """Everybody who fits at posting, and again in the last 24 hours (as Recstaff's help says)."""

    def __init__(self, *, capped: bool) -> None:
        self.ignores_limits = not capped
        self._again: set[int] = set()

    def ask(self, view: View) -> Asks:
        people, pages = [], []
        free = view.free.copy() if not self.ignores_limits else ~view.opted_out
        for need in view.needs:
            is_last = need.hours_to_start < 24 and need.id not in self._again
            if not (need.is_just_posted or is_last):
                continue
            if is_last:
                self._again.add(need.id)
            may = free[need.people] & (need.may | self.ignores_limits)
            chosen = need.people[may]
            if not self.ignores_limits:
                free[chosen] = False
            people.extend(chosen.tolist())
            pages.extend([(need.id,)] * len(chosen))
        return people, pages, [0.1] * len(people)


class Nearest:
    """The nearest few per open seat, every few hours."""

    def __init__(self, per_seat: int = 3, every: float = 4.0) -> None:
        self._per_seat, self._every, self._last = per_seat, every, {}

    def ask(self, view: View) -> Asks:
        return _each(view, self._want, lambda need: -need.km)

    def _want(self, view: View, need: NeedView) -> int:
        if view.hour - self._last.get(need.id, -99.0) < self._every:
            return 0
        self._last[need.id] = view.hour
        return self._per_seat * need.seats


class Outstanding:
    """Keeps a few live questions per open seat; a no or so many hours of silence frees one."""

    def __init__(self, per_seat: int = 3, patience: float = 2.0) -> None:
        self._per_seat, self._patience = per_seat, patience

    def ask(self, view: View) -> Asks:
        return _each(view, self._want, lambda need: believed(view, need))

    def _want(self, view: View, need: NeedView) -> int:
        return self._per_seat * need.seats - int((need.live_age < self._patience).sum())


class Greedy:
    """Waves of the likeliest until so many yeses are expected per open seat."""

    def __init__(self, mass: float = 0.8, every: float = 2.0) -> None:
        self._mass, self._every, self._last = mass, every, {}

    def ask(self, view: View) -> Asks:
        return _each(view, self._want, lambda need: believed(view, need))

    def _want(self, view: View, need: NeedView) -> int:
        if view.hour - self._last.get(need.id, -99.0) < self._every:
            return 0
        self._last[need.id] = view.hour
        may = need.may & view.free[need.people]
        best = -np.sort(-believed(view, need)[may])
        return int(np.searchsorted(np.cumsum(best), self._mass * need.seats)) + 1


def _each(view: View, want, score) -> Asks:
    """Need by need, most urgent first: the best ``want`` of those who may be asked."""
    free = view.free.copy()
    people, pages, chance = [], [], []
    for need in sorted(view.needs, key=lambda need: (need.hours, need.id)):
        count = want(view, need)
        may = np.flatnonzero(need.may & free[need.people])
        if count < 1 or not len(may):
            continue
        value = score(need)[may]
        best = may[np.argsort(-value, kind="stable")[:count]]
        chosen = need.people[best]
        free[chosen] = False
        people.extend(chosen.tolist())
        pages.extend([(need.id,)] * len(chosen))
        chance.extend(believed(view, need)[best].tolist())
    return people, pages, chance


POLICIES = {
    "ours": Ours,
    "ours, menu of 3": lambda: Ours(Prices(needs_per_page=3)),
    "everybody": lambda: Broadcast(capped=False),
    "everybody, capped": lambda: Broadcast(capped=True),
    "nearest 3, every 4 h": Nearest,
    "keep 3 by score, 2 h": Outstanding,
    "keep 2 by score, 1 h": lambda: Outstanding(2, 1.0),
    "greedy, every 2 h": Greedy,
}
