"""A seat that falls free shortly before the start goes to who chose to get it without an answer."""

from datetime import datetime

from django.db import transaction

from backend.common.actors import clock
from backend.common.refusals import Refusal
from backend.messaging.quiet import first_moment
from volunteers.actions.answers import Outcome, accept_offer
from volunteers.actions.line import call_next_in_line, leave_line
from volunteers.actions.seats import lock_answer
from volunteers.models import Assignment, Offer
from volunteers.queries.line import calls_to_settle


def give_freed_seats(at: datetime) -> int:
    """Gives the seats kept for people who chose it, within 24 hours of the start; how many.

    Never in the quiet hours, since the person is told at once. What cannot be given, another
    agreement at the time for example, goes on to the next in line. Safe with two clocks.
    """
    awake = [
        held
        for held in calls_to_settle(at)
        if held.offer is not None and first_moment(held.slot.municipality, at) == at
    ]
    return sum(_give(held, at) for held in awake)


def _give(held: Assignment, at: datetime) -> bool:
    assert held.offer is not None
    try:
        outcome = accept_offer(offer=held.offer, by=clock(held.municipality_id), at=at)
    except Refusal:
        _pass_on(held.offer, at)
        return False
    return outcome == Outcome.CONFIRMED


@transaction.atomic
def _pass_on(offer: Offer, at: datetime) -> None:
    rows = lock_answer(offer)
    if rows.assignment is not None and rows.assignment.answer_by is not None:
        leave_line(rows.assignment, rows.slot, at)
        call_next_in_line(rows.slot, at)
