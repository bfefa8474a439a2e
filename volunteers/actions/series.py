"""This time of a series and the rest of it: move, call off, other seats; and close a time."""

from datetime import date, datetime, timedelta

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash
from institutions.models import Slot, Task
from institutions.queries.closed_days import closed_between
from institutions.queries.series import rest_of
from institutions.rules.series import Hours
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.actions.minimums import change_minimum
from volunteers.actions.seats import lock_slots_with_people


@transaction.atomic
def move_rest(
    *, slot: Slot, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> list[tuple[date, str]]:
    """Moves this time and those after it in the series by as many days, to the new hours.

    A time whose new day is a holiday or a closed day stays where it is; gives those days with why.
    People with a seat are asked each time whether it still suits them. All or nothing: refuses as
    ``move_slot`` does.
    """
    hours = Hours.of(starts_at, ends_at)
    shift = local(starts_at).date() - local(slot.starts_at).date()
    rest = _locked_rest(slot, at)
    days = {one.pk: local(one.starts_at).date() + shift for one in rest}
    closed = closed_between(slot.municipality_id, min(days.values()), max(days.values()))
    # Later ones first when they move ahead, so that no time lands on one that has yet to move.
    for one in sorted(rest, key=lambda each: each.starts_at, reverse=shift > timedelta(0)):
        if days[one.pk] not in closed:
            start, end = hours.on(days[one.pk])
            move_slot(slot=one, starts_at=start, ends_at=end, by=by, at=at)
    record("move_rest", slot, by=by, at=at, slots=len(rest))
    return sorted((day, closed[day]) for day in days.values() if day in closed)


@transaction.atomic
def cancel_rest(*, slot: Slot, reason: str, by: Actor, at: datetime) -> int:
    """Calls off this time and those after it in the series; gives how many. Twice is once."""
    Task.objects.select_for_update(no_key=True).get(pk=slot.task_id)
    rest = _locked_rest(slot, at)
    for one in rest:
        cancel_slot(slot=one, reason=reason, by=by, at=at)
    record("cancel_rest", slot, by=by, at=at, slots=len(rest))
    return len(rest)


@transaction.atomic
def keep_numbers(*, slot: Slot, seats: int, min_seats: int, by: Actor, at: datetime) -> Slot:
    """The seats and the minimum of one time; refuses as ``change_seats`` and ``change_minimum``."""
    kept = change_seats(slot=slot, seats=seats, by=by, at=at)
    return change_minimum(slot=kept, min_seats=min_seats, by=by, at=at)


@transaction.atomic
def keep_numbers_of_rest(*, slot: Slot, seats: int, min_seats: int, by: Actor, at: datetime) -> int:
    """The same numbers at this time and those after it in the series; gives how many.

    All or nothing: refuses fewer seats than are taken at any of them.
    """
    rest = _locked_rest(slot, at)
    for one in rest:
        keep_numbers(slot=one, seats=seats, min_seats=min_seats, by=by, at=at)
    record("keep_numbers_of_rest", slot, by=by, at=at, slots=len(rest), seats=seats)
    return len(rest)


@transaction.atomic
def close_slot(*, slot: Slot, by: Actor, at: datetime) -> Slot:
    """Enough people come: as many seats as are taken, and nobody more is asked.

    Refuses when nobody comes: that is to call it off. The second time changes nothing.
    """
    if slot.seats_taken == 0:
        raise Clash("nobody_comes", "Der er ingen tilmeldte. Aflys tidspunktet i stedet.")
    return change_seats(slot=slot, seats=slot.seats_taken, by=by, at=at)


def _locked_rest(slot: Slot, at: datetime) -> list[Slot]:
    rest = list(rest_of(slot, at))
    if not rest:
        raise Clash("no_series", "Der er ikke flere tidspunkter i rækken.")
    return [locked for locked, _ in lock_slots_with_people(rest)]
