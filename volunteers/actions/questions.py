"""Write questions: offers and outbox rows, after the rules have been asked of the database again.

The caller stands in line (``stand_in_line``): questions of one municipality are written by one
transaction at a time, so the ceilings hold whoever asks, and a worker that dies leaves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.actions import notices
from volunteers.matching.facts import Span
from volunteers.matching.invitations import Invitation
from volunteers.models import Offer, Volunteer, Wave
from volunteers.queries.limits import askable, busy_spans
from volunteers.rules.states import OfferState

_WAVE_LOCK = 740_001
_BATCH = ("sent_at", "state")


@dataclass(frozen=True, slots=True)
class Round:
    """Questions about one slot, with what the wave's row says of it."""

    slot_id: int
    fitted: int
    next_look_at: datetime | None
    invitations: Sequence[Invitation]
    by_hand: bool = False


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
    filled, cancelled or begun asks nobody.
    """
    ids = {one.person_id for each in rounds for one in each.invitations}
    people = {
        person.pk: person
        for person in Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
    }
    slots = _open_slots([each.slot_id for each in rounds], at)
    still = _still_free(rounds, slots, municipality.asks_per_week, at)
    numbers = _numbers(slots)
    for person in people.values():
        person.municipality = municipality
    return [
        _write(each, slots[each.slot_id], found, people, numbers[each.slot_id] + 1, by=by, at=at)
        for each, found in zip(rounds, still, strict=True)
        if each.slot_id in slots
    ]


def _still_free(
    rounds: Sequence[Round], slots: Mapping[int, Slot], ceiling: int, at: datetime
) -> list[list[Invitation]]:
    ids = {one.person_id for each in rounds for one in each.invitations}
    most_live = 2 if any(each.by_hand for each in rounds) else 1
    allowed, busy = askable(ids, ceiling, at, most_live=most_live), busy_spans(ids, at)

    def is_free(person_id: int, slot: Slot | None) -> bool:
        if slot is None or person_id not in allowed:
            return False
        span = Span(slot.starts_at, slot.ends_at)
        return not any(span.overlaps(other) for other in busy[person_id])

    return [
        [one for one in each.invitations if is_free(one.person_id, slots.get(each.slot_id))]
        for each in rounds
    ]


def _open_slots(ids: Sequence[int], at: datetime) -> dict[int, Slot]:
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


def _write(
    each: Round,
    slot: Slot,
    still: Sequence[Invitation],
    people: Mapping[int, Volunteer],
    number: int,
    *,
    by: Actor,
    at: datetime,
) -> Wave:
    wave = Wave.objects.create(
        municipality_id=slot.municipality_id,
        slot=slot,
        number=number,
        sent_at=at,
        fitted=each.fitted,
        asked=len(still),
        next_look_at=each.next_look_at,
    )
    offers = Offer.objects.bulk_create(
        Offer(
            municipality_id=slot.municipality_id,
            volunteer=people[one.person_id],
            slot=slot,
            wave=wave,
            planned_at=at,
            probability=one.probability,
            exposure=one.exposure,
            price=one.price,
            gain=one.gain,
            by_hand=each.by_hand,
            reasons=list(one.reasons),
        )
        for one in still
    )
    for offer in offers:
        message = notices.ask(offer, at)
        # In quiet hours the question waits; the clock moves it to "sent" when it is due.
        offer.sent_at = message.not_before
        offer.state = OfferState.SENT if message.not_before <= at else OfferState.PLANNED
    Offer.objects.bulk_update(offers, _BATCH)
    record("send_wave", slot, by=by, at=at, wave=number, fitted=each.fitted, asked=wave.asked)
    return wave
