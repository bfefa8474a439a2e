"""The day of a group: the reminder, and how many came."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local, local_instant
from backend.common.refusals import Clash, Invalid
from institutions.models import Slot
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState
from volunteers.actions import contact_notices as notices
from volunteers.actions.attendance import length_of, require_markable
from volunteers.models import GroupOffer
from volunteers.rules.states import GroupState

REMIND_FROM = time(10, 0)
MOST_CAME = 99
LONGEST = 24


def remind_groups(at: datetime) -> int:
    """One reminder the day before, from ten in the morning, to the contact of each group."""
    today = local(at)
    if today.time() < REMIND_FROM:
        return 0
    first = local_instant(today.date() + timedelta(days=1), time(0))
    last = local_instant(today.date() + timedelta(days=2), time(0))
    due = GroupOffer.objects.filter(
        state=GroupState.ACCEPTED,
        slot__state=SlotState.OPEN,
        slot__starts_at__gte=first,
        slot__starts_at__lt=last,
    ).exclude(reminded_at__gte=F("slot__starts_at") - timedelta(days=2))
    rows = due.select_related("contact__municipality", "slot__task__institution__municipality")
    return sum(_remind(group, at) for group in rows)


@transaction.atomic
def expire_groups(at: datetime) -> int:
    """A question about a slot that has begun has had no answer."""
    return GroupOffer.objects.filter(state=GroupState.SENT, slot__starts_at__lte=at).update(
        state=GroupState.EXPIRED
    )


@transaction.atomic
def record_group(
    *, group: GroupOffer, came: int, hours: Decimal | None = None, by: Actor, at: datetime
) -> GroupOffer:
    """How many of the group came, and for how long each; the slot's own length when not said.

    Refuses before the start, later than 14 days after the end, a group without seats, and odd
    numbers. The same again changes nothing; until the 14 days are over it may be corrected.
    """
    slot = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution")
        .get(pk=group.slot_id)
    )
    place = slot.task.institution
    require_may(
        by, Deed.RECORD_ATTENDANCE, department_id=place.department_id, institution_id=place.pk
    )
    require_markable(slot, at)
    group = GroupOffer.objects.select_for_update(no_key=True).get(pk=group.pk)
    if group.state != GroupState.ACCEPTED:
        raise Clash("no_group", "Foreningen er ikke tilmeldt.")
    wanted = hours if hours is not None else length_of(slot)
    _require_numbers(came, wanted)
    kept = wanted if came else None
    if (group.came, group.hours) == (came, kept):
        return group
    group.came, group.hours, group.recorded_at = came, kept, at
    group.save(update_fields=["came", "hours", "recorded_at"])
    record("record_group", group, by=by, at=at, came=came)
    return group


@transaction.atomic
def _remind(group: GroupOffer, at: datetime) -> bool:
    """Claims the row first, so that two clocks give one reminder."""
    claimed = GroupOffer.objects.filter(
        pk=group.pk, state=GroupState.ACCEPTED, reminded_at=group.reminded_at
    ).update(reminded_at=at)
    if claimed:
        notices.remind_group(group, at)
    return bool(claimed)


def _require_numbers(came: int, hours: Decimal) -> None:
    wrong = {}
    if not 0 <= came <= MOST_CAME:
        wrong["came"] = [f"Skriv et tal fra 0 til {MOST_CAME}."]
    if not 0 < hours <= LONGEST:
        wrong["hours"] = ["Skriv timer mellem 0,25 og 24."]
    if wrong:
        raise Invalid("group_attendance", "Ret felterne, og prøv igen.", wrong)
