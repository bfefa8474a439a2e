""" "Jeg tager en med": somebody brought along holds a seat, and nothing else of them is kept."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from volunteers.actions.conditions import require_answerer, require_open
from volunteers.actions.line import call_next_in_line
from volunteers.actions.seats import Locked, free_seat, lock_answer, take_seats
from volunteers.models import Assignment
from volunteers.queries.certificates import asks
from volunteers.rules.companions import require_companion_name
from volunteers.rules.states import AssignmentState


@transaction.atomic
def bring_companion(
    *, assignment: Assignment, name: str = "", by: Actor, at: datetime
) -> Assignment:
    """One more seat for somebody the person brings; the first name may be left out.

    Refuses without a seat of one's own, after the start, when no seat is free, and at tasks that
    ask for a certificate: we do not know who comes. Refuses a name with digits or an @, for a
    telephone and an address need that person's own yes. The second time changes the name alone.
    """
    name = require_companion_name(name)
    held, rows = _lock(assignment, by)
    require_open(rows.slot, at)
    if asks(rows.slot.task):
        raise Clash(
            "papers_of_companion",
            "Til denne opgave skal alle have en attest. "
            "Bed den, du vil have med, om selv at melde sig.",
        )
    if not held.companions:
        if rows.slot.seats_left < 1:
            raise Clash("few_seats", "Der er desværre ikke plads til en mere.")
        held.companions = 1
        take_seats(rows.slot, 1, at)
        record("bring_companion", held, by=by, at=at, seats_taken=rows.slot.seats_taken)
    held.companion_name = name
    held.save(update_fields=["companions", "companion_name"])
    return held


@transaction.atomic
def leave_companion(*, assignment: Assignment, by: Actor, at: datetime) -> Assignment:
    """The other one does not come after all; the seat goes to the line. Twice is once."""
    held, rows = _lock(assignment, by)
    require_open(rows.slot, at)
    if not held.companions:
        return held
    held.companions, held.companion_name = 0, ""
    held.save(update_fields=["companions", "companion_name"])
    free_seat(rows.slot)
    record("leave_companion", held, by=by, at=at)
    call_next_in_line(rows.slot, at)
    return held


def _lock(assignment: Assignment, by: Actor) -> tuple[Assignment, Locked]:
    if assignment.offer is None:
        raise Invalid("no_question", "Tilmeldingen har intet spørgsmål bag sig.")
    rows = lock_answer(assignment.offer)
    require_answerer(rows.offer, by)
    if rows.assignment is None or rows.assignment.state != AssignmentState.CONFIRMED:
        raise Clash("no_seat", "Sig først selv ja, og skriv så, hvem du tager med.")
    return rows.assignment, rows
