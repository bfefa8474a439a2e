"""Ask people: offers and outbox rows in one transaction."""

from datetime import datetime

from django.db import connection, transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, TooLate
from institutions.models import Slot
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState, TaskState
from volunteers.actions import notices
from volunteers.matching.plan import Candidate
from volunteers.models import Offer, Volunteer, Wave
from volunteers.queries.waves import plan_wave
from volunteers.rules.states import OfferState

_WAVE_LOCK = 740_001


@transaction.atomic
def send_wave(*, slot: Slot, more: bool = False, by: Actor, at: datetime) -> Wave:
    """Asks the next people about a slot and stores why each was asked.

    Waves of one municipality stand in line, so that the ceiling per person holds when two
    leaders post at once. Refuses a slot that is full, cancelled, begun or not published. A wave
    that finds nobody is stored with 0 asked, so that the page can say so.
    """
    _stand_in_line(slot.municipality_id)
    slot = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("task__institution__municipality")
        .get(pk=slot.pk)
    )
    if by.kind != ActorKind.CLOCK:
        institution = slot.task.institution
        require_may(
            by,
            Deed.ASK_PEOPLE,
            department_id=institution.department_id,
            institution_id=institution.pk,
        )
    _require_askable(slot, at)
    plan = plan_wave(slot, at, more=more)
    wave = Wave.objects.create(
        municipality_id=slot.municipality_id,
        slot=slot,
        number=slot.waves.count() + 1,
        sent_at=at,
        fitted=plan.fits,
        asked=len(plan.now),
        next_look_at=plan.next_look_at,
    )
    people = Volunteer.objects.select_related("municipality").in_bulk(
        [candidate.person_id for candidate in plan.now]
    )
    for candidate in plan.now:
        _ask(wave, slot, people[candidate.person_id], candidate, at)
    record("send_wave", slot, by=by, at=at, wave=wave.number, fitted=plan.fits, asked=wave.asked)
    return wave


def _ask(wave: Wave, slot: Slot, person: Volunteer, candidate: Candidate, at: datetime) -> None:
    offer = Offer.objects.create(
        municipality_id=slot.municipality_id,
        volunteer=person,
        slot=slot,
        wave=wave,
        planned_at=at,
        probability=candidate.probability,
        reasons=list(candidate.reasons),
    )
    message = notices.ask(offer, at)
    # In quiet hours the question waits; the clock moves it to "sent" when it is due.
    offer.sent_at = message.not_before
    offer.state = OfferState.SENT if message.not_before <= at else OfferState.PLANNED
    offer.save(update_fields=["sent_at", "state"])


def _stand_in_line(municipality_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_WAVE_LOCK, municipality_id])


def _require_askable(slot: Slot, at: datetime) -> None:
    if slot.state != SlotState.OPEN or slot.task.state != TaskState.OPEN:
        raise Clash("not_open", "Tidspunktet er ikke åbent, så der kan ikke spørges.")
    if slot.starts_at <= at:
        raise TooLate("begun", "Tidspunktet er begyndt, så det er for sent at spørge.")
    if slot.seats_left < 1:
        raise Clash("filled", "Alle pladser er besat, så der er ingen grund til at spørge flere.")
