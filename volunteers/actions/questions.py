"""Write questions: offers and outbox rows, after the rules have been asked of the database again.

The caller stands in line (``stand_in_line``): questions of one municipality are written by one
transaction at a time, so the ceilings hold whoever asks, and a worker that dies leaves nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q

from backend.accounts.models import Municipality
from backend.audit.log import record_each
from backend.common.actors import Actor
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.actions.asking import ask_all
from volunteers.matching.facts import Span
from volunteers.matching.invitations import Invitation
from volunteers.models import Offer, Volunteer, Wave
from volunteers.queries.limits import askable, busy_spans
from volunteers.rules.states import OfferState

_WAVE_LOCK = 740_001


@dataclass(frozen=True, slots=True)
class Round:
    """Questions about one slot, with what the wave's row says of it.

    ``further`` are more tasks for the page of a question, by person.
    """

    slot_id: int
    fitted: int
    next_look_at: datetime | None
    invitations: Sequence[Invitation]
    by_hand: bool = False
    further: Mapping[int, Sequence[Invitation]] = field(default_factory=dict)

    @property
    def slot_ids(self) -> set[int]:
        """The slot, and those further down on the pages."""
        return {self.slot_id, *(one.slot_ids[0] for page in self.further.values() for one in page)}


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the database said under the locks: open slots, who may be asked, who is busy when."""

    slots: Mapping[int, Slot]
    allowed: Collection[int]
    busy: Mapping[int, Sequence[Span]]

    def holds(self, person_id: int, slot_id: int, also: Sequence[Span] = ()) -> bool:
        """Whether this person may still be asked about this slot, beside the spans of ``also``."""
        slot = self.slots.get(slot_id)
        if slot is None or person_id not in self.allowed:
            return False
        span = Span(slot.starts_at, slot.ends_at)
        return not any(span.overlaps(other) for other in (*self.busy[person_id], *also))


def stand_in_line(municipality_id: int) -> None:
    """Waits for its turn among those who ask in this municipality; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_WAVE_LOCK, municipality_id])


def write_rounds(
    rounds: Sequence[Round], municipality: Municipality, *, by: Actor, at: datetime
) -> list[Wave]:
    """A wave for each round, in order, with the questions that may still be sent.

    People and slots are locked in the one order. Left out is whoever has meanwhile opted out, taken
    a pause, reached a limit or got something else at the time; a slot that has meanwhile been
    filled, cancelled or begun asks nobody. The same number of statements however many are asked.
    """
    people = _locked_people(rounds, municipality)
    ground = _ground(rounds, people, municipality.asks_per_week, at)
    numbers = _numbers(ground.slots)
    waves, offers, pages = [], [], []
    for each in (each for each in rounds if each.slot_id in ground.slots):
        slot = ground.slots[each.slot_id]
        still = [one for one in each.invitations if ground.holds(one.person_id, slot.pk)]
        wave = _wave(each, slot, numbers[slot.pk] + 1, len(still), at)
        waves.append(wave)
        for one in still:
            offer = _offer(one, people[one.person_id], slot, at)
            offer.wave, offer.by_hand = wave, each.by_hand
            offers.append(offer)
            pages += _page(each.further.get(one.person_id, ()), offer, ground)
    Wave.objects.bulk_create(waves)
    Offer.objects.bulk_create(offers)
    Offer.objects.bulk_create(pages)
    _send(offers, at)
    told = (
        (wave.slot, dict[str, object](wave=wave.number, fitted=wave.fitted, asked=wave.asked))
        for wave in waves
    )
    record_each("send_wave", told, by=by, at=at)
    return waves


def _locked_people(rounds: Sequence[Round], municipality: Municipality) -> dict[int, Volunteer]:
    ids = {one.person_id for each in rounds for one in each.invitations}
    rows = Volunteer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    people = {person.pk: person for person in rows.order_by("pk")}
    for person in people.values():
        person.municipality = municipality
    return people


def _ground(
    rounds: Sequence[Round], people: Collection[int], ceiling: int, at: datetime
) -> _Ground:
    most_live = 2 if any(each.by_hand for each in rounds) else 1
    slots = _open_slots({slot_id for each in rounds for slot_id in each.slot_ids}, at)
    allowed = askable(people, ceiling, at, most_live=most_live)
    return _Ground(slots, allowed, busy_spans(people, at))


def _open_slots(ids: Collection[int], at: datetime) -> dict[int, Slot]:
    rows = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids, state=SlotState.OPEN, task__state=TaskState.OPEN, starts_at__gt=at)
        .select_related("task__institution")
        .order_by("pk")
    )
    return {slot.pk: slot for slot in rows if slot.seats_left > 0}


def _numbers(slots: Mapping[int, Slot]) -> dict[int, int]:
    """The number of each slot's latest wave; 0 where there is none."""
    last = Wave.objects.filter(slot_id__in=slots).values_list("slot_id").annotate(n=Max("number"))
    return dict.fromkeys(slots, 0) | dict(last.order_by())


def _wave(each: Round, slot: Slot, number: int, asked: int, at: datetime) -> Wave:
    return Wave(
        municipality_id=slot.municipality_id,
        slot=slot,
        number=number,
        sent_at=at,
        fitted=each.fitted,
        asked=asked,
        next_look_at=each.next_look_at,
    )


def _offer(one: Invitation, person: Volunteer, slot: Slot, at: datetime) -> Offer:
    return Offer(
        municipality_id=slot.municipality_id,
        volunteer=person,
        slot=slot,
        planned_at=at,
        probability=one.probability,
        exposure=one.exposure,
        price=one.price,
        gain=one.gain,
        reasons=list(one.reasons),
    )


def _page(further: Sequence[Invitation], first: Offer, ground: _Ground) -> list[Offer]:
    """The further tasks on the page of a question; nothing on a page is at the same time."""
    found = [first]
    for one in further:
        taken = [Span(offer.slot.starts_at, offer.slot.ends_at) for offer in found]
        if ground.holds(one.person_id, one.slot_ids[0], taken):
            slot = ground.slots[one.slot_ids[0]]
            offer = _offer(one, first.volunteer, slot, first.planned_at)
            offer.page_of = first
            found.append(offer)
    return found[1:]


def _send(offers: Sequence[Offer], at: datetime) -> None:
    """In quiet hours a question waits; the clock moves it to "sent" when it is due."""
    due: dict[datetime, list[int]] = defaultdict(list)
    for offer, message in zip(offers, ask_all(offers, at), strict=True):
        due[message.not_before].append(offer.pk)
    for moment, ids in due.items():
        state = OfferState.SENT if moment <= at else OfferState.PLANNED
        asked = Offer.objects.filter(Q(pk__in=ids) | Q(page_of__in=ids))
        asked.update(sent_at=moment, state=state)
