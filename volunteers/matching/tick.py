"""One tick: which questions to send now, all open needs of a municipality together.

Per need: the yeses still to come from live questions, what a seat filled today is worth when
later waves are used well, and who may be asked with which chance. Then one ascent over all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from volunteers.matching.ascent import best_choice
from volunteers.matching.continuation import MOST_WAVES, Losses, worth_today
from volunteers.matching.learning import TOO_LATE, answered_within
from volunteers.matching.market import Bools, Floats, Ints, Market
from volunteers.matching.parties import Party, with_parties
from volunteers.matching.poisson_binomial import below

# A sending day has 13 waking hours (8-21); people who are blocked today count later, the more
# the longer there is: all of them once four days remain.
DAY_HOURS = 13.0
_ALL_FREE_HOURS = 4 * DAY_HOURS
# Expected yeses per open seat that make a pool comfortable; below it one asks early.
_COMFORT = 1.0
_KEEP, _KEEP_PER_SEAT = 80, 12
_ON_PAGES = (0.5, 1.5)
# A further need on a page costs no SMS, but may bring a surplus yes; less is only more to read.
LEAST_GAIN = 0.002


@dataclass(frozen=True, slots=True)
class Prices:
    """What a municipality weighs, in filled seats. ``wave_hours`` are waking hours.

    ``needs_per_page`` above 1 keeps pairs for a menu (``menu.with_more``) that alone are too dear.
    """

    question: float = 0.025
    fairness: float = 0.0125
    losses: Losses = field(default_factory=Losses)
    wave_hours: float = 2.0
    needs_per_page: int = 1


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need with open seats. ``people`` are rows of all who fit and were not asked about it.

    ``chance`` is that of a yes at all; ``live`` the chances that questions already out still
    bring a yes in time; ``hours`` the waking hours left to the deadline. ``is_urgent``: worked
    out as if this were the last wave. ``parties`` are the questions out to associations.
    """

    id: int
    seats: int
    hours: float
    people: Ints
    chance: Floats
    live: Floats
    weight: float = 1.0
    is_urgent: bool = False
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Ask this person (row) about this need (id). ``gain`` is what it brings, less the price.

    ``chance`` is that of a yes in time; ``margin`` what a certain yes would be worth now.
    """

    need: int
    person: int
    chance: float
    margin: float
    price: float

    @property
    def gain(self) -> float:
        """Expected filled seats, less the price."""
        return self.chance * self.margin - self.price


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick's questions, and the market they were chosen in with the need of each of its rows."""

    questions: tuple[Question, ...]
    market: Market
    needs: tuple[OpenNeed, ...]
    chosen: Ints


@dataclass(frozen=True, slots=True)
class _Row:
    people: Ints
    chance: Floats
    worth: Floats
    answers: Floats


def price_of(asks_28d: Ints, prices: Prices) -> Floats:
    """What a question to each person costs: dearer for those asked lately.

    A page of several saves so many questions that some may be spent on sharing them out: the
    question itself is then cheaper, and having been asked lately weighs more. Else whoever fits
    many needs would be asked ever again.
    """
    question, fairness = (1.0, 1.0) if prices.needs_per_page == 1 else _ON_PAGES
    each = prices.question * question + prices.fairness * fairness * asks_28d
    return np.asarray(each, dtype=np.float64)


def plan_tick(needs: Sequence[OpenNeed], *, free: Bools, price: Floats, prices: Prices) -> Tick:
    """The questions to send now; each person at most one.

    ``free`` says by person whether one may ask today (cap, live questions, pause); ``price`` is
    that of ``price_of``. Needs without seats, without time for an answer or without people get
    none and stop nobody. The same facts give the same questions.
    """
    rows = [_row(need, free, price, prices) for need in needs]
    market = _market(rows, price, prices.losses.surplus)
    chosen = best_choice(market)
    return Tick(_questions(market, needs, chosen), market, tuple(needs), chosen)


def _row(need: OpenNeed, free: Bools, price: Floats, prices: Prices) -> _Row:
    in_time = float(answered_within(need.hours)) if need.hours > 0 else 0.0
    open_now = free[need.people]
    nobody = _Row(need.people[:0], need.chance[:0], np.empty(0), np.empty(0))
    if need.seats < 1 or in_time < TOO_LATE or not open_now.any():
        return nobody
    people, chance = need.people[open_now], need.chance[open_now]
    worth = need.weight * _worth(need, open_now, float(price[people].mean()), in_time, prices)
    answers = with_parties(below(need.live, need.seats), need.parties)
    margin = float(answers @ worth) - prices.losses.surplus * (1.0 - float(answers.sum()))
    least = price[people] if prices.needs_per_page == 1 else LEAST_GAIN
    keep = chance * in_time * margin > least
    if not keep.any():
        return nobody
    people, chance = people[keep], chance[keep] * in_time
    most = _KEEP + _KEEP_PER_SEAT * need.seats
    if len(people) > most:
        best = np.sort(np.argsort(-chance, kind="stable")[:most])
        people, chance = people[best], chance[best]
    return _Row(people, chance, worth, answers)


def _worth(need: OpenNeed, open_now: Bools, price: float, in_time: float, prices: Prices) -> Floats:
    """What each seat filled today is worth: all of it when few are left to ask, else less."""
    wanted = _COMFORT * need.seats
    pool = need.chance[open_now]
    if need.hours > DAY_HOURS:
        share = min(1.0, need.hours / _ALL_FREE_HOURS)
        pool = np.where(open_now, need.chance, share * need.chance)
    pool = -np.sort(-pool)
    needed = int(np.searchsorted(np.cumsum(pool), wanted)) + 1
    later = price / max(float(pool[:needed].mean()), 1e-9)
    waves = min((need.hours - prices.wave_hours) / prices.wave_hours, MOST_WAVES)
    waves = 0.0 if need.is_urgent else waves
    worth = worth_today(later, waves, need.seats, prices.losses)
    mass = float(need.chance[open_now].sum()) * in_time
    scarce = max(0.0, 1.0 - mass / wanted)
    return np.asarray(np.maximum(worth, scarce), dtype=np.float64)


def _market(rows: Sequence[_Row], price: Floats, surplus: float) -> Market:
    none, nothing = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    return Market(
        start=np.concatenate(([0], np.cumsum([len(row.people) for row in rows]))).astype(np.int64),
        person=np.concatenate(none + [row.people for row in rows]),
        chance=np.concatenate(nothing + [row.chance for row in rows]),
        price=price,
        offset=np.concatenate(([0], np.cumsum([len(row.worth) for row in rows]))).astype(np.int64),
        worth=np.concatenate(nothing + [row.worth for row in rows]),
        answers=np.concatenate(nothing + [row.answers for row in rows]),
        surplus=surplus,
    )


def _questions(market: Market, needs: Sequence[OpenNeed], chosen: Ints) -> tuple[Question, ...]:
    """In the order of needs and people. The margin of each counts the others as asked."""
    of = np.searchsorted(market.start, chosen, side="right") - 1
    found = []
    for row in np.unique(of):
        pairs = chosen[of == row]
        seats = slice(int(market.offset[row]), int(market.offset[row + 1]))
        for pair in pairs:
            others = market.chance[pairs[pairs != pair]]
            size = seats.stop - seats.start
            answers = np.convolve(market.answers[seats], below(others, size))[:size]
            margin = float(answers @ market.worth[seats])
            margin -= market.surplus * (1.0 - float(answers.sum()))
            person = int(market.person[pair])
            found.append(
                Question(
                    needs[int(row)].id, person, float(market.chance[pair]), margin,
                    float(market.price[person]),
                )
            )  # fmt: skip
    return tuple(found)
