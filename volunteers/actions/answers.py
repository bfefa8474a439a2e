"""A person's answer: yes, no, the waiting list, and a withdrawal."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from volunteers.actions import notices
from volunteers.actions.conditions import (
    hold_for_papers,
    require_accepted,
    require_answerer,
    require_before_cutoff,
    require_no_clash,
    require_open,
)
from volunteers.actions.line import call_next_in_line, leave_line, release_call
from volunteers.actions.seats import (
    Locked,
    assignment_for,
    behalf_of,
    end_seat,
    free_seat,
    give_seat,
    lock_answer,
    note_answer,
)
from volunteers.models import Assignment, Offer
from volunteers.queries.certificates import lacks_papers
from volunteers.queries.trust import has_accepted
from volunteers.rules.states import (
    HOLDS_A_SEAT,
    AnswerChannel,
    AssignmentState,
    OfferState,
    require_assignment_move,
)


class Outcome(StrEnum):
    """What a yes became. Full is an answer too: the seat was taken a moment before.

    ``PAPERS``: the yes is noted, and confirmed by itself when what is missing is in order.
    """

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    FULL = "full"
    PAPERS = "papers"


@transaction.atomic
def accept_offer(
    *,
    offer: Offer,
    accepts_rules: bool = False,
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Gives the person a seat, or says truthfully that there is none.

    The first time at an institution the ground rules and confidentiality must be accepted (U02).
    Refuses a cancelled or begun slot, and an overlapping seat. Where a certificate is required
    and none is in order, the yes waits. The second yes changes nothing and gives the same outcome.
    """
    rows = lock_answer(offer)
    require_answerer(rows.offer, by)
    if rows.assignment is not None and rows.assignment.state in HOLDS_A_SEAT:
        return Outcome.CONFIRMED
    require_open(rows.slot, at)
    require_accepted(rows.offer, accepts=accepts_rules, at=at)
    require_no_clash(rows)
    if rows.assignment is not None:
        # The seat that was kept for this answer.
        release_call(rows.assignment, rows.slot)
    if rows.slot.seats_left < 1:
        return _note_full(rows, channel, by, at)
    if lacks_papers(rows.offer.volunteer, rows.slot):
        hold_for_papers(rows, channel, by, at)
        call_next_in_line(rows.slot, at)
        return Outcome.PAPERS
    give_seat(rows, by, at)
    note_answer(rows.offer, OfferState.ACCEPTED, channel, at)
    return Outcome.CONFIRMED


@transaction.atomic
def join_waiting_list(
    *, offer: Offer, channel: AnswerChannel = AnswerChannel.LINK, by: Actor, at: datetime
) -> Outcome:
    """A place in the line of a full slot, with a receipt; the second time changes nothing.

    When a seat is free after all it is given instead; a seat kept for who is called is not free.
    Rules must be accepted by then.
    """
    rows = lock_answer(offer)
    require_answerer(rows.offer, by)
    if rows.assignment is not None and rows.assignment.state in HOLDS_A_SEAT:
        return Outcome.CONFIRMED
    require_open(rows.slot, at)
    require_no_clash(rows)
    ready = has_accepted(
        rows.offer.volunteer_id, rows.slot.task.institution_id, rows.offer.municipality_id
    ) and not lacks_papers(rows.offer.volunteer, rows.slot)
    if rows.slot.seats_left > 0 and ready:
        if rows.assignment is not None:
            rows.assignment.called_at = None
        give_seat(rows, by, at)
        note_answer(rows.offer, OfferState.ACCEPTED, channel, at)
        return Outcome.CONFIRMED
    if rows.assignment is None or rows.assignment.state != AssignmentState.WAITING:
        assignment = assignment_for(rows, AssignmentState.WAITING, at)
        assignment.waiting_at = at
        assignment.called_at = None
        assignment.save()
        behalf = behalf_of(rows.offer, by)
        record("join_waiting_list", assignment, by=by, at=at, on_behalf_of=behalf)
        announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)
        notices.tell_waiting(assignment, at)
    note_answer(rows.offer, OfferState.ACCEPTED, channel, at)
    return Outcome.WAITING


@transaction.atomic
def decline_offer(
    *,
    offer: Offer,
    reason: str = "",
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> None:
    """A no, which is quite all right. No reason is asked; one that is given is kept.

    A person with a seat is sent to withdraw instead. The second no changes at most the reason.
    """
    rows = lock_answer(offer)
    require_answerer(rows.offer, by)
    if rows.assignment is not None and rows.assignment.state in HOLDS_A_SEAT:
        raise Clash("has_seat", "Du er tilmeldt. Brug “Meld afbud”, hvis du er forhindret.")
    require_open(rows.slot, at)
    if rows.assignment is not None and rows.assignment.state == AssignmentState.WAITING:
        leave_line(rows.assignment, rows.slot, at)
    if rows.offer.state != OfferState.DECLINED:
        note_answer(rows.offer, OfferState.DECLINED, channel, at)
        behalf = behalf_of(rows.offer, by)
        record("decline_offer", rows.offer, by=by, at=at, on_behalf_of=behalf, channel=channel)
    if reason:
        rows.offer.decline_reason = reason
        rows.offer.save(update_fields=["decline_reason"])


@transaction.atomic
def withdraw(
    *,
    assignment: Assignment,
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> None:
    """Gives the seat or the place in line back; the second time changes nothing.

    Refuses after the municipality's cut-off, with the number to call. The first in line hears
    that there is a seat.
    """
    assert assignment.offer is not None
    rows = lock_answer(assignment.offer)
    require_answerer(rows.offer, by)
    held = rows.assignment
    if held is None or held.state == AssignmentState.WITHDRAWN:
        return
    if held.state == AssignmentState.WAITING:
        leave_line(held, rows.slot, at)
        record("leave_waiting_list", held, by=by, at=at, on_behalf_of=behalf_of(rows.offer, by))
        return
    require_assignment_move(held.state, AssignmentState.WITHDRAWN)
    require_before_cutoff(rows.slot, at)
    seats = held.seats
    end_seat(held, at)
    free_seat(rows.slot, seats)
    note_answer(rows.offer, OfferState.DECLINED, channel, at)
    behalf = behalf_of(rows.offer, by)
    record("withdraw", held, by=by, at=at, on_behalf_of=behalf, channel=channel)
    notices.tell_withdrawn(held, at)
    call_next_in_line(rows.slot, at)


@transaction.atomic
def mark_seen(*, offer: Offer, at: datetime) -> None:
    """The page was looked at by a person (a POST of the page itself, never a GET). Once."""
    on_page = Q(pk=offer.pk) | Q(page_of=offer.pk)
    Offer.objects.filter(on_page, seen_at__isnull=True).update(seen_at=at)


def _note_full(rows: Locked, channel: AnswerChannel, by: Actor, at: datetime) -> Outcome:
    if rows.assignment is not None and rows.assignment.state == AssignmentState.WAITING:
        return Outcome.WAITING
    if rows.offer.state != OfferState.ACCEPTED:
        note_answer(rows.offer, OfferState.ACCEPTED, channel, at)
        behalf = behalf_of(rows.offer, by)
        record("accept_too_late", rows.offer, by=by, at=at, on_behalf_of=behalf)
    return Outcome.FULL
