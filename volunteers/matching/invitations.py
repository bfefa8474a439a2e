"""From facts to questions: whom to ask about which slots now, why, and what to expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

import numpy as np

from volunteers.matching.arrays import Crowd, Floats, crowd_of, demand_of
from volunteers.matching.chances import chances
from volunteers.matching.edges import eligible
from volunteers.matching.facts import Need, Person
from volunteers.matching.learning import answered_within
from volunteers.matching.menu import with_more
from volunteers.matching.obstacles import Note, notes
from volunteers.matching.outlooks import (
    NOTICE,
    Hours,
    LiveQuestion,
    Outlook,
    outlook,
    still_coming,
)
from volunteers.matching.parties import Party
from volunteers.matching.prospects import chances_by_deadline
from volunteers.matching.score import score
from volunteers.matching.tick import OpenNeed, Prices, Tick, plan_tick, price_of
from volunteers.matching.waking import FIRST, LAST

_DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Invitation:
    """Ask this person; the first slot is the reason, further ones stand on the same page,
    none at the time of another.

    ``probability`` is of a yes at all, however late; ``exposure`` what of it was known beforehand
    (the rest is willingness). ``price`` and ``gain`` are in filled seats.
    """

    person_id: int
    slot_ids: tuple[int, ...]
    probability: float
    exposure: float
    price: float
    gain: float
    reasons: tuple[str, ...]
    notes: tuple[Note, ...]


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
    urgent: frozenset[int] = frozenset(),
    parties: Mapping[int, Sequence[Party]] | None = None,
) -> Plan:
    """Plans all open needs of a municipality together at ``at`` (aware).

    ``live`` is by slot; ``first`` and ``last`` are the hours in which one may send. Whether ``at``
    lies in them the caller knows. ``urgent`` slots are asked about as if nothing came later;
    ``parties`` are the questions out to associations, by slot. Facts
    in any order give the same plan. Slots that are full, begun, too close or that nobody fits get
    an outlook and no invitation.
    """
    prices, hours = prices or Prices(), Hours(at, first, last)
    people = sorted(people, key=lambda person: person.id)
    needs = sorted(needs, key=lambda need: need.slot_id)
    crowd = crowd_of(people, at)
    wanted = [
        replace(one, parties=tuple((parties or {}).get(needs[one.id].slot_id, ())))
        for one in _open_needs(crowd, needs, live, hours, urgent)
    ]
    tick = plan_tick(wanted, free=crowd.free, price=price_of(crowd.asks_28d, prices), prices=prices)
    later = chances_by_deadline(wanted, _questions_left(people))
    outlooks = [
        outlook(
            needs[need.id].slot_id,
            need,
            asked=[question.chance for question in tick.questions if question.need == need.id],
            out=live.get(needs[need.id].slot_id, ()),
            later=later[need.id],
            free=crowd.free,
            hours=hours,
        )
        for need in wanted
    ]
    invitations = _invitations(tick, prices, at, people=people, needs=needs, crowd=crowd)
    return Plan(invitations, tuple(outlooks))


def _open_needs(
    crowd: Crowd,
    needs: Sequence[Need],
    live: Mapping[int, Sequence[LiveQuestion]],
    hours: Hours,
    urgent: frozenset[int],
) -> list[OpenNeed]:
    """Each need (its row as id) with all who fit and their chances."""
    demand = demand_of(needs)
    edges = eligible(crowd, demand)
    chance = chances(crowd, demand, edges)
    wanted = []
    for row, need in enumerate(needs):
        left, pairs = hours.until(need.starts_at - NOTICE), edges.of(row)
        wanted.append(
            OpenNeed(
                id=row,
                seats=need.seats_open,
                hours=left,
                people=edges.person[pairs].astype(np.int64),
                chance=chance[pairs],
                live=still_coming(live.get(need.slot_id, ()), left, hours),
                is_urgent=need.slot_id in urgent,
            )
        )
    return wanted


def _questions_left(people: Sequence[Person]) -> tuple[Floats, Floats]:
    """By person the questions left this week, and those that each further day brings."""
    cap = np.array([person.cap_per_week for person in people], dtype=float)
    asked = np.array([person.asks_7d for person in people], dtype=float)
    return np.maximum(cap - asked, 0.0), cap / _DAYS_PER_WEEK


def _invitations(
    tick: Tick,
    prices: Prices,
    at: datetime,
    *,
    people: Sequence[Person],
    needs: Sequence[Need],
    crowd: Crowd,
) -> tuple[Invitation, ...]:
    spans = [needs[need.id].span for need in tick.needs]
    pages = with_more(tick, prices.needs_per_page, spans)
    found = []
    for question in tick.questions:
        person, need = people[question.person], needs[question.need]
        at_all = question.chance / float(answered_within(tick.needs[question.need].hours))
        found.append(
            Invitation(
                person_id=person.id,
                slot_ids=tuple(needs[row].slot_id for row in pages[question.person]),
                probability=at_all,
                exposure=at_all / float(crowd.willing[question.person]),
                price=question.price,
                gain=question.gain,
                reasons=score(person, need, at).reasons,
                notes=notes(person, need),
            )
        )
    return tuple(found)
