"""The rows of a group's answer: locked in the one order, the slot and then the group; and noted."""

from datetime import datetime

from backend.common.actors import Actor
from institutions.models import Slot
from volunteers.actions.group_conditions import require_may_ask
from volunteers.models import Association, GroupOffer
from volunteers.rules.states import AnswerChannel, GroupState


def lock_group(group: GroupOffer, by: Actor) -> GroupOffer:
    """The slot's row, then the group's, fresh; a signed-in person must have been able to ask."""
    slot = lock_slot(group.slot)
    require_may_ask(slot, by)
    locked = (
        GroupOffer.objects.select_for_update(of=("self",))
        .select_related("contact__municipality", "association")
        .get(pk=group.pk)
    )
    locked.slot = slot
    return locked


def lock_slot(slot: Slot) -> Slot:
    """The slot's row, fresh, with what its texts need."""
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution__municipality")
        .get(pk=slot.pk)
    )


def lock_group_of(slot: Slot, association: Association) -> GroupOffer | None:
    """The association's question about a slot that is locked, if there is one."""
    return (
        GroupOffer.objects.select_for_update(of=("self",))
        .filter(slot=slot, association=association)
        .first()
    )


def lock_groups(slot: Slot, *states: GroupState) -> list[GroupOffer]:
    """The groups of a slot that is locked in these states, each with the slot as it is now."""
    rows = GroupOffer.objects.select_for_update(of=("self",)).filter(slot=slot, state__in=states)
    found = list(rows.select_related("contact__municipality", "association").order_by("id"))
    for group in found:
        group.slot = slot
    return found


def note_group(
    group: GroupOffer,
    state: GroupState,
    seats: int,
    channel: AnswerChannel | None,
    at: datetime,
) -> None:
    """The new state; the calendar's count rises with every change after the first invitation.

    No call and no question about a new time is left open by it.
    """
    if group.answered_at is not None:
        group.sequence += 1
    group.state, group.seats = state, seats
    group.asked_again_at = group.called_at = group.answer_by = None
    if channel is not None:
        group.answered_at, group.channel = at, channel
    group.save()
