"""A series: the same hours every week or every second week, past the days that are closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from institutions.actions.posters import require_drafter
from institutions.actions.slots import add_slot, remove_slot
from institutions.models import Series, Slot, Task
from institutions.queries.closed_days import closed_between
from institutions.rules.series import Hours, series_days


@dataclass(frozen=True, slots=True)
class Planned:
    """The times of a series, and the days that were left out with why."""

    slots: tuple[Slot, ...]
    skipped: tuple[tuple[date, str], ...]


@transaction.atomic
def add_series(
    *,
    task: Task,
    starts_at: datetime,
    ends_at: datetime,
    every_weeks: int,
    until: date,
    seats: int,
    min_seats: int = 0,
    by: Actor,
    at: datetime,
) -> Planned:
    """Times on the same Danish clock from the first day to ``until``, which is included.

    Public holidays and the municipality's closed days are left out. Refuses as ``add_slot`` and
    ``series_days`` do, and when every day is closed. Twice gives the same times once.
    """
    require_drafter(task.institution, by, task)
    first = local(starts_at).date()
    days = series_days(first, until, every_weeks)
    closed = closed_between(task.municipality_id, first, days[-1])
    kept = [day for day in days if day not in closed]
    if not kept:
        text = "Alle dagene er lukkedage eller helligdage. Vælg en anden ugedag."
        raise Invalid("all_closed", text, {"day": [text]})
    series = Series.objects.create(
        task=task, every_weeks=every_weeks, first_on=first, until=until, created_at=at
    )
    hours = Hours.of(starts_at, ends_at)
    slots = [
        add_slot(
            task=task,
            starts_at=hours.on(day)[0],
            ends_at=hours.on(day)[1],
            seats=seats,
            min_seats=min_seats,
            series=series,
            by=by,
            at=at,
        )
        for day in kept
    ]
    record("add_series", task, by=by, at=at, series=series.pk, slots=len(slots))
    return Planned(tuple(slots), tuple((day, closed[day]) for day in days if day in closed))


@transaction.atomic
def remove_series(*, series: Series, by: Actor, at: datetime) -> None:
    """Takes a series with all its times out of a draft; refuses when the need is published."""
    for slot in series.slots.select_related("task__institution"):
        remove_slot(slot=slot, by=by, at=at)
    require_drafter(series.task.institution, by, series.task)
    record("remove_series", series, by=by, at=at)
    series.delete()
