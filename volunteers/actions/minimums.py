"""Fewer than the minimum: the leader is told before the cut-off, and decides."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash
from institutions.actions.slots import require_minimum
from institutions.models import Slot
from institutions.queries.holders import leaders_of
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState
from volunteers.actions.leaders import tell_below_minimum
from volunteers.queries.minimums import below_minimum


def warn_below_minimum(at: datetime) -> int:
    """Tells the leaders of each time that has too few a day before volunteers can no longer
    withdraw. Nothing is called off by itself. Safe with two clocks: the outbox takes each once.
    """
    told = 0
    for slot in below_minimum(at):
        people = leaders_of(slot.task.institution_id, local(at).date())
        told += tell_below_minimum(slot, people, at)
    return told


@transaction.atomic
def go_ahead(*, slot: Slot, by: Actor, at: datetime) -> Slot:
    """The leader's word that it takes place with fewer. The second time changes nothing.

    Refuses a time that is not open. To ask more people or to call it off are deeds of their own.
    """
    _require_leader(slot, by)
    kept = _locked_open(slot)
    if kept.go_ahead_at is None:
        kept.go_ahead_at = at
        kept.save(update_fields=["go_ahead_at"])
        record("go_ahead", kept, by=by, at=at, taken=kept.seats_taken, minimum=kept.min_seats)
    return kept


@transaction.atomic
def change_minimum(*, slot: Slot, min_seats: int, by: Actor, at: datetime) -> Slot:
    """Another minimum; a decision on the old one no longer stands. The same changes nothing."""
    _require_leader(slot, by)
    kept = _locked_open(slot)
    require_minimum(min_seats, kept.seats)
    if kept.min_seats != min_seats:
        kept.min_seats, kept.go_ahead_at = min_seats, None
        kept.save(update_fields=["min_seats", "go_ahead_at"])
        record("change_minimum", kept, by=by, at=at, minimum=min_seats)
    return kept


def _require_leader(slot: Slot, by: Actor) -> None:
    place = slot.task.institution
    require_may(by, Deed.POST_NEED, department_id=place.department_id, institution_id=place.pk)


def _locked_open(slot: Slot) -> Slot:
    kept = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution__municipality")
        .get(pk=slot.pk)
    )
    if kept.state != SlotState.OPEN:
        raise Clash("slot_closed", "Tidspunktet er afsluttet eller aflyst og kan ikke ændres.")
    return kept
