"""A group's place in line: for its whole number, changed as long as it waits."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from volunteers.actions.conditions import require_open
from volunteers.actions.contact_notices import tell_group_waiting
from volunteers.actions.group_conditions import require_number
from volunteers.actions.group_rows import lock_group, note_group
from volunteers.actions.groups import answer_group
from volunteers.actions.line import call_next_in_line, release_call
from volunteers.models import GroupOffer
from volunteers.rules.states import AnswerChannel, GroupState, require_group_move


@transaction.atomic
def join_group_line(
    *,
    group: GroupOffer,
    seats: int,
    accepts_rules: bool = False,
    channel: AnswerChannel = AnswerChannel.LINK,
    by: Actor,
    at: datetime,
) -> GroupOffer:
    """ "Vi er 4, når der bliver plads til os": a place in line for so many, or another number.

    When so many seats are free, they are given instead, as by ``answer_group``; fewer than before
    may be so few. Another number keeps the place in line. Refuses a slot that is closed or has
    begun, a group with seats, and more than the slot has in all. The same number again changes
    nothing.
    """
    group = lock_group(group, by)
    slot = group.slot
    require_open(slot, at)
    _require_waiting_number(group, seats)
    if (group.state, group.seats_wanted) == (GroupState.WAITING, seats):
        return group
    kept = group.seats_in_line if group.answer_by is not None else 0
    if seats <= slot.seats_left + kept:
        return answer_group(
            group=group, seats=seats, accepts_rules=accepts_rules, channel=channel, by=by, at=at
        )
    release_call(group, slot)
    is_new = group.state != GroupState.WAITING
    if is_new:
        require_group_move(group.state, GroupState.WAITING)
        group.waiting_at = at
    group.seats_wanted = seats
    note_group(group, GroupState.WAITING, 0, channel, at)
    record("join_group_line", group, by=by, at=at, seats=seats)
    if is_new:
        tell_group_waiting(group, at)
    if kept:
        call_next_in_line(slot, at)
    return group


def _require_waiting_number(group: GroupOffer, seats: int) -> None:
    require_number(group, seats)
    if group.state == GroupState.ACCEPTED:
        raise Clash("has_seats", "I er tilmeldt. Ret antallet, hvis der er plads til flere.")
    if seats > group.slot.seats:
        text = f"Der er {group.slot.seats} pladser i alt. Skriv højst {group.slot.seats}."
        raise Invalid("seats", text, {"seats": [text]})
