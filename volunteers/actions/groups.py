"""Questions to associations, and the seats of a group under the slot's lock.

Locks are taken in the one order: the slot, then the group's row. Seats of a group are counted in
the slot's ``seats_taken`` by the same two functions as a person's seat.
"""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from backend.messaging.outbox import recall
from institutions.models import Slot
from volunteers.actions import contact_notices as notices
from volunteers.actions.conditions import require_before_cutoff, require_open
from volunteers.actions.group_conditions import (
    require_accepted,
    require_declaration,
    require_may_ask,
    require_number,
)
from volunteers.actions.group_rows import (
    lock_group,
    lock_group_of,
    lock_groups,
    lock_slot,
    note_group,
)
from volunteers.actions.leaders import tell_late_withdrawal
from volunteers.actions.line import call_next_in_line, leave_line, release_call
from volunteers.actions.seats import free_seat, take_seats
from volunteers.models import Association, GroupOffer
from volunteers.rules.states import AnswerChannel, GroupState, require_group_move


@transaction.atomic
def ask_association(
    *, slot: Slot, association: Association, seats: int, by: Actor, at: datetime
) -> GroupOffer:
    """Asks the association's first contact whether so many of them can come.

    Refuses who may not ask people at the place, an association of another municipality or
    without a contact, a slot that is closed or has begun, and more seats than are free. The
    second time changes nothing; a question taken back before it left goes out again.
    """
    require_may_ask(slot, by)
    contact = association.contact
    if association.municipality_id != slot.municipality_id or contact is None:
        raise Clash("no_contact", "Foreningen har ingen kontaktperson, vi kan spørge.")
    slot = lock_slot(slot)
    require_open(slot, at)
    known = lock_group_of(slot, association)
    if known is not None and known.state != GroupState.RECALLED:
        return known
    if not 1 <= seats <= slot.seats_left:
        text = f"Skriv et antal fra 1 til {slot.seats_left}, for så mange pladser er ledige."
        raise Invalid("seats_asked", text, {"seats": [text]})
    group = known or GroupOffer(association=association, slot=slot)
    group.municipality_id = slot.municipality_id
    group.contact = contact
    group.state, group.seats_asked, group.asked_at = GroupState.SENT, seats, at
    group.sequence += 1 if known else 0
    group.slot = slot
    group.save()
    record("ask_association", group, by=by, at=at, seats=seats)
    notices.ask_group(group, at)
    return group


@transaction.atomic
def answer_group(
    *,
    group: GroupOffer,
    seats: int,
    accepts_rules: bool = False,
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> GroupOffer:
    """ "Vi kommer 4": the first answer, or a new number. Names are never needed.

    Refuses a slot that is closed or has begun, more than are free, fewer than are named, fewer
    after the cut-off, a task with children without a declaration that covers the day (L14), and
    the first time at a place without the tick for rules and confidentiality. The same number
    again changes nothing.
    """
    group = lock_group(group, by)
    slot = group.slot
    require_open(slot, at)
    require_number(group, seats)
    if (group.state, group.seats) == (GroupState.ACCEPTED, seats):
        _keep_after_move(group, by, at)
        return group
    require_accepted(group, accepts=accepts_rules, at=at)
    require_declaration(group)
    before, called = group.seats, group.answer_by is not None
    if called:
        # The seats that were kept for this answer; what is not used of them goes on.
        recall("groupoffer", group.pk, at)
        release_call(group, slot)
    if seats - before > slot.seats_left:
        raise Clash("few_seats", _few(slot.seats_left + before))
    if seats < before:
        require_before_cutoff(slot, at)
    if group.state != GroupState.ACCEPTED:
        require_group_move(group.state, GroupState.ACCEPTED)
    note_group(group, GroupState.ACCEPTED, seats, channel, at)
    _count(slot, seats - before, at)
    record("answer_group", group, by=by, at=at, seats=seats, before=before)
    notices.confirm_group(group, at)
    if seats < before:
        tell_late_withdrawal(group, at)
    if seats < before or called:
        call_next_in_line(slot, at)
    return group


@transaction.atomic
def decline_group(
    *,
    group: GroupOffer,
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> None:
    """A no, or all seats or the place in line handed back; no reason is asked.

    Seats are refused to be handed back after the municipality's cut-off, with the number to
    call. Who is next in line hears that there is a seat. The second time changes nothing.
    """
    group = lock_group(group, by)
    if group.state in (GroupState.DECLINED, GroupState.WITHDRAWN):
        return
    slot = group.slot
    require_open(slot, at)
    if group.state == GroupState.WAITING:
        leave_line(group, slot, at)
        record("leave_group_line", group, by=by, at=at)
        return
    if group.state != GroupState.ACCEPTED:
        require_group_move(group.state, GroupState.DECLINED)
        note_group(group, GroupState.DECLINED, 0, channel, at)
        record("decline_group", group, by=by, at=at)
        return
    require_before_cutoff(slot, at)
    free_seat(slot, group.seats)
    group.name_rows.all().delete()
    note_group(group, GroupState.WITHDRAWN, 0, channel, at)
    record("withdraw_group", group, by=by, at=at)
    notices.tell_group_withdrawn(group, at)
    tell_late_withdrawal(group, at)
    call_next_in_line(slot, at)


def move_groups(slot: Slot, at: datetime) -> int:
    """After a slot got a new time, under its lock: asks every group with seats again."""
    held = lock_groups(slot, GroupState.ACCEPTED)
    for group in held:
        group.sequence += 1
        group.asked_again_at = at
        group.save(update_fields=["sequence", "asked_again_at"])
        notices.tell_group_moved(group, at)
    return len(held)


def cancel_groups(slot: Slot, at: datetime) -> int:
    """When a slot is called off, under its lock: tells every group with seats or in line.

    Questions without an answer end.
    """
    held = lock_groups(slot, GroupState.ACCEPTED, GroupState.WAITING)
    for group in held:
        had_seats = group.seats > 0
        # Nobody is told to come by a text that was still waiting to be sent.
        recall("groupoffer", group.pk, at)
        note_group(group, GroupState.CANCELLED, 0, None, at)
        group.name_rows.all().delete()
        notices.tell_group_cancelled(group, at, had_seats=had_seats)
    GroupOffer.objects.filter(slot=slot, state=GroupState.SENT).update(state=GroupState.CANCELLED)
    return len(held)


def _count(slot: Slot, more: int, at: datetime) -> None:
    if more > 0:
        take_seats(slot, more, at)
    elif more < 0:
        free_seat(slot, -more)


def _keep_after_move(group: GroupOffer, by: Actor, at: datetime) -> None:
    """ "Ja, det passer stadig" after a slot was moved: the same number."""
    if group.asked_again_at is not None:
        group.asked_again_at = None
        group.save(update_fields=["asked_again_at"])
        record("keep_group", group, by=by, at=at)


def _few(left: int) -> str:
    if left < 1:
        return "Pladserne er lige blevet taget. I kan komme på venteliste."
    return f"Der er kun plads til {left} nu. Skriv {left}, eller kom på venteliste."
