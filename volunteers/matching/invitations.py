"""From facts to questions: whom to ask about which slots now, why, and what to expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from volunteers.matching.arrays import Bools, Floats, crowd_of, demand_of
from volunteers.matching.chances import chances
from volunteers.matching.edges import eligible
from volunteers.matching.facts import Need, Person
from volunteers.matching.learning import TOO_LATE, answered_within, still_to_come
from volunteers.matching.menu import with_more
from volunteers.matching.obstacles import Note, notes
from volunteers.matching.plan import chance_of_filling
from volunteers.matching.score import score
from volunteers.matching.tick import OpenNeed, Prices, Tick, plan_tick, price_of
from volunteers.matching.waking import FIRST, LAST, waking_hours

# An answer later than this before the start helps nobody.
NOTICE = timedelta(hours=2)
# Fewer expected yeses per open seat than this, if all who fit were asked, and the leader is told.
SCARCE_BELOW = 1.5


@dataclass(frozen=True, slots=True)
class LiveQuestion:
    """A question without an answer: the chance of a yes when it was sent, and when that was."""

    chance: float
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """Ask this person; the first slot is the reason, further ones stand on the same page.

    ``probability`` is of a yes in time. ``price`` and ``gain`` are in filled seats.
    """

    person_id: int
    slot_ids: tuple[int, ...]
    probability: float
    price: float
    gain: float
    reasons: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a leader reads: "asked 4 of 37 who fit; full with 92 %".

    ``fits`` may be asked now or when their limits allow, ``free`` now. ``chance`` is that of all
    seats filled by the questions that are out and those of this tick.
    """

    slot_id: int
    fits: int
    free: int
    asked_now: int
    chance: float
    is_too_late: bool
    is_scarce: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A tick in the words of the product; invitations by slot and person, outlooks by slot."""

    invitations: tuple[Invitation, ...]
    outlooks: tuple[Outlook, ...]


def plan_invitations(
    people: Sequence[Person],
    needs: Sequence[Need],
    at: datetime,
    *,
    live: Mapping[int, Sequence[LiveQuestion]],
    prices: Prices | None = None,
    first: time = FIRST,
    last: time = LAST,
) -> Plan:
    """Plans all open needs of a municipality together at ``at`` (aware).

    ``live`` is by slot; ``first`` and ``last`` are the hours in which one may send. Whether ``at``
    lies in them the caller knows. Facts in any order give the same plan. Slots that are full,
    begun, too close or that nobody fits get an outlook and no invitation.
    """
    prices = prices or Prices()
    people = sorted(people, key=lambda person: person.id)
    needs = sorted(needs, key=lambda need: need.slot_id)
    crowd, demand = crowd_of(people, at), demand_of(needs)
    edges = eligible(crowd, demand)
    chance = chances(crowd, demand, edges)
    wanted = []
    for row, need in enumerate(needs):
        hours = waking_hours(at, need.starts_at - NOTICE, first, last)
        pairs = edges.of(row)
        out = _still_to_come(live.get(need.slot_id, ()), at, hours, (first, last))
        fitting = edges.person[pairs].astype(np.int64)
        wanted.append(OpenNeed(row, need.seats_open, hours, fitting, chance[pairs], out))
    tick = plan_tick(wanted, free=crowd.free, price=price_of(crowd.asks_28d, prices), prices=prices)
    outlooks = [_outlook(tick, need, needs[need.id], crowd.free) for need in wanted]
    return Plan(_invitations(tick, people, needs, at, prices), tuple(outlooks))


def _still_to_come(
    live: Sequence[LiveQuestion], at: datetime, hours: float, window: tuple[time, time]
) -> Floats:
    age = np.array([waking_hours(one.sent_at, at, *window) for one in live])
    chance = np.array([one.chance for one in live], dtype=float)
    return still_to_come(chance, age, np.full(len(live), hours))


def _invitations(
    tick: Tick, people: Sequence[Person], needs: Sequence[Need], at: datetime, prices: Prices
) -> tuple[Invitation, ...]:
    pages = with_more(tick, prices.needs_per_page)
    found = []
    for question in tick.questions:
        person, need = people[question.person], needs[question.need]
        page = tuple(needs[row].slot_id for row in pages[question.person])
        reasons = score(person, need, at).reasons
        numbers = (question.chance, question.price, question.gain)
        found.append(Invitation(person.id, page, *numbers, reasons, notes(person, need)))
    return tuple(found)


def _outlook(tick: Tick, need: OpenNeed, fact: Need, free: Bools) -> Outlook:
    mine = [question.chance for question in tick.questions if question.need == need.id]
    in_time = float(answered_within(need.hours)) if need.hours > 0 else 0.0
    return Outlook(
        slot_id=fact.slot_id,
        fits=len(need.people),
        free=int(free[need.people].sum()),
        asked_now=len(mine),
        chance=chance_of_filling([*need.live.tolist(), *mine], need.seats),
        is_too_late=need.seats > 0 and in_time < TOO_LATE,
        is_scarce=float(need.chance.sum()) < SCARCE_BELOW * need.seats,
    )
